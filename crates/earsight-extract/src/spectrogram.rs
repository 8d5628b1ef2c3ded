//! A spectrogram as an image: time to the right, frequency upwards, louder is brighter.

mod color_map;

use color_map::magma;
pub use earsight_backbone::DRAWN_SOUND_HZ;
use earsight_backbone::{DRAWN_BANDS, drawn_log_mel};

/// Levels this far below the brightest one are drawn as silence.
const RANGE_DB: f32 = 70.0;
/// The brightest level is that of the loudest band, but at least this, so that background noise does not look loud.
const BRIGHTEST_AT_LEAST_DB: f32 = -20.0;

/// A log-mel spectrogram of mono samples in −1..=1 at [`DRAWN_SOUND_HZ`] as PNG, `width_px` columns wide; `None` without
/// samples or columns.
pub fn spectrogram_png(samples: &[f32], width_px: usize) -> Option<Vec<u8>> {
    let levels = drawn_log_mel(samples, width_px);
    let loudest = levels.iter().copied().fold(BRIGHTEST_AT_LEAST_DB, f32::max);
    let rows = (0..DRAWN_BANDS).rev();
    let row = |band: usize| levels.iter().skip(band).step_by(DRAWN_BANDS);
    let pixel = |level: &f32| magma(1.0 + (level - loudest) / RANGE_DB);
    let pixels: Vec<u8> = rows.flat_map(|band| row(band).flat_map(pixel)).collect();
    let mut bytes = Vec::new();
    let width = u32::try_from(width_px).ok().filter(|_| !levels.is_empty())?;
    let mut encoder = png::Encoder::new(&mut bytes, width, DRAWN_BANDS as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Width, and the pixels row by row.
    fn drawn(samples: &[f32], width_px: usize) -> (usize, Vec<[u8; 3]>) {
        let bytes = spectrogram_png(samples, width_px).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width as usize, info.height as usize), (width_px, DRAWN_BANDS));
        (width_px, pixels.chunks(3).map(|pixel| pixel.try_into().unwrap()).collect())
    }

    fn brightness<'a>(pixels: impl Iterator<Item = &'a [u8; 3]>) -> u32 {
        pixels.flatten().map(|&channel| u32::from(channel)).sum()
    }

    #[test]
    fn a_low_hum_is_bright_at_the_bottom() {
        let hum: Vec<f32> = (0..16_000).map(|index| (index as f32 * 0.05).sin() * 0.5).collect();
        let (width, pixels) = drawn(&hum, 20);
        let row = |y: usize| brightness(pixels[y * width..(y + 1) * width].iter());
        assert!(row(DRAWN_BANDS - 3) > 4 * row(2), "hum of 127 Hz");
    }

    #[test]
    fn time_runs_to_the_right() {
        let mut late = vec![0.0; 16_000];
        for (index, sample) in late.iter_mut().enumerate().skip(12_000) {
            *sample = (index as f32 * 0.4).sin();
        }
        let (width, pixels) = drawn(&late, 8);
        let column = |x: usize| brightness(pixels.iter().skip(x).step_by(width));
        let columns: Vec<u32> = (0..width).map(column).collect();
        assert!(columns[7] > 2 * columns[0], "{columns:?}");
    }

    #[test]
    fn silence_is_dark_and_no_samples_give_no_image() {
        let (_, pixels) = drawn(&[0.0; 8000], 10);
        assert!(pixels.iter().all(|pixel| *pixel == magma(0.0)));
        assert_eq!(spectrogram_png(&[], 10), None);
        assert_eq!(spectrogram_png(&[0.0; 80], 0), None);
    }
}
