//! A spectrogram as an image: time to the right, frequency upwards, louder is brighter.

mod color_map;
mod log_mel;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{Rgb, RgbImage};

use color_map::magma;
use log_mel::{N_BANDS, log_mel};

/// Levels this far below the brightest one are drawn as silence.
const RANGE_DB: f32 = 70.0;
/// The brightest level is that of the loudest band, but at least this, so that background noise does not look loud.
const BRIGHTEST_AT_LEAST_DB: f32 = -20.0;

/// A log-mel spectrogram of mono samples in −1..=1 as PNG, `width_px` columns wide; `None` without samples or columns.
pub fn spectrogram_png(samples: &[f32], sample_rate_hz: u32, width_px: usize) -> Option<Vec<u8>> {
    let bands = log_mel(samples, sample_rate_hz, width_px)?;
    let loudest = bands.iter().flatten().copied().fold(BRIGHTEST_AT_LEAST_DB, f32::max);
    let level = |decibels: f32| 1.0 + (decibels - loudest) / RANGE_DB;
    let (width, height) = (u32::try_from(bands.len()).ok()?, N_BANDS as u32);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        Rgb(magma(level(bands[x as usize][N_BANDS - 1 - y as usize])))
    });
    let mut png = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive);
    picture.write_with_encoder(encoder).ok()?;
    Some(png)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(samples: &[f32], sample_rate_hz: u32, width_px: usize) -> RgbImage {
        let png = spectrogram_png(samples, sample_rate_hz, width_px).unwrap();
        image::load_from_memory(&png).unwrap().to_rgb8()
    }

    fn brightness(pixel: &Rgb<u8>) -> u32 {
        pixel.0.iter().map(|&channel| u32::from(channel)).sum()
    }

    #[test]
    fn a_low_hum_is_bright_at_the_bottom() {
        let hum: Vec<f32> = (0..16_000).map(|index| (index as f32 * 0.05).sin() * 0.5).collect();
        let picture = drawn(&hum, 16_000, 20);
        let row = |y| (0..20).map(|x| brightness(picture.get_pixel(x, y))).sum::<u32>();
        assert!(row(picture.height() - 3) > 4 * row(2), "hum of 127 Hz");
    }

    #[test]
    fn time_runs_to_the_right() {
        let mut late = vec![0.0; 16_000];
        for (index, sample) in late.iter_mut().enumerate().skip(12_000) {
            *sample = (index as f32 * 0.4).sin();
        }
        let picture = drawn(&late, 16_000, 8);
        assert_eq!(picture.dimensions(), (8, N_BANDS as u32));
        let column = |x| (0..picture.height()).map(|y| brightness(picture.get_pixel(x, y))).sum();
        let columns: Vec<u32> = (0..8).map(column).collect();
        assert!(columns[7] > 2 * columns[0], "{columns:?}");
    }

    #[test]
    fn silence_is_dark_and_no_samples_give_no_image() {
        let picture = drawn(&[0.0; 8000], 8000, 10);
        assert!(picture.pixels().all(|pixel| *pixel == Rgb(magma(0.0))));
        assert_eq!(spectrogram_png(&[], 8000, 10), None);
        assert_eq!(spectrogram_png(&[0.0; 80], 8000, 0), None);
    }
}
