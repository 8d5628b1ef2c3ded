//! A sound as a picture: time to the right, pitch upwards, louder is brighter.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{Rgb, RgbImage};
use ndarray::{Array2, ArrayView2, Axis};

use super::color_map::magma;
use super::data_uri;
use super::log_mel::log_mel;
use crate::Sound;

/// Bands above this many are averaged together; no page shows more.
const MAX_BANDS: usize = 96;
/// What is this much quieter than the brightest level is drawn as silence.
const RANGE_DB: f32 = 70.0;
/// The brightest level is the loudest band, but at least this, so that background noise is not stretched to look loud.
const BRIGHTEST_AT_LEAST_DB: f32 = -20.0;

/// The sound as PNG inside a page.
pub(crate) fn spectrogram(sound: &Sound, width_px: usize) -> Option<String> {
    spectrogram_png(sound, width_px).map(|png| data_uri("image/png", &png))
}

/// The sound as PNG of at most `width_px` columns, time to the right, pitch upwards, louder is brighter; nothing when
/// there is no sound in it.
pub fn spectrogram_png(sound: &Sound, width_px: usize) -> Option<Vec<u8>> {
    let levels = match sound {
        Sound::Samples { samples, sample_rate_hz } => {
            let bands = log_mel(samples, *sample_rate_hz, width_px)?;
            let loudest = bands.iter().copied().fold(BRIGHTEST_AT_LEAST_DB, f32::max);
            bands.mapv(|level| 1.0 + (level - loudest) / RANGE_DB)
        }
        Sound::LogMel(bands) => {
            let bands = fewer_bands(fewer_frames(bands.view(), width_px)?.view())?;
            let finite = || bands.iter().copied().filter(|level| level.is_finite());
            let (quietest, loudest) = (
                finite().fold(f32::INFINITY, f32::min),
                finite().fold(f32::NEG_INFINITY, f32::max),
            );
            let range = loudest - quietest;
            bands.mapv(|level| if range > 0.0 { (level - quietest) / range } else { 0.0 })
        }
    };
    png(levels.view())
}

/// # Shapes
/// - levels in 0..=1: `[n_frames, n_bands]`, lowest band first, drawn at the bottom
fn png(levels: ArrayView2<'_, f32>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
    picture(levels)?.write_with_encoder(encoder).ok()?;
    Some(bytes)
}

fn picture(levels: ArrayView2<'_, f32>) -> Option<RgbImage> {
    let (n_frames, n_bands) = levels.dim();
    let (width, height) = (u32::try_from(n_frames).ok()?, u32::try_from(n_bands).ok()?);
    if width == 0 || height == 0 {
        return None;
    }
    Some(RgbImage::from_fn(width, height, |x, y| {
        Rgb(magma(levels[[x as usize, n_bands - 1 - y as usize]]))
    }))
}

fn fewer_frames(bands: ArrayView2<'_, f32>, at_most: usize) -> Option<Array2<f32>> {
    averaged(bands, at_most)
}

fn fewer_bands(bands: ArrayView2<'_, f32>) -> Option<Array2<f32>> {
    averaged(bands.t(), MAX_BANDS).map(Array2::reversed_axes)
}

/// Neighbouring rows averaged until at most `n_rows` are left; nothing when there is no row or no column.
fn averaged(rows: ArrayView2<'_, f32>, n_rows: usize) -> Option<Array2<f32>> {
    let n_found = rows.nrows();
    if n_found == 0 || rows.ncols() == 0 || n_rows == 0 {
        return None;
    }
    if n_found <= n_rows {
        return Some(rows.to_owned());
    }
    let mut fewer = Array2::zeros((n_rows, rows.ncols()));
    for (index, mut row) in fewer.outer_iter_mut().enumerate() {
        let (from, to) = (index * n_found / n_rows, (index + 1) * n_found / n_rows);
        let mean = rows.slice_axis(Axis(0), (from..to).into()).mean_axis(Axis(0))?;
        row.assign(&mean);
    }
    Some(fewer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;

    fn decoded(uri: &str) -> RgbImage {
        let (head, body) = uri.split_once(',').unwrap();
        assert_eq!(head, "data:image/png;base64");
        let bytes = base64::engine::general_purpose::STANDARD.decode(body).unwrap();
        image::load_from_memory(&bytes).unwrap().to_rgb8()
    }

    fn brightness(pixel: &Rgb<u8>) -> u32 {
        pixel.0.iter().map(|&channel| u32::from(channel)).sum()
    }

    #[test]
    fn low_frequencies_are_at_the_bottom_and_time_runs_to_the_right() {
        // loud only in the lowest band of the last frame
        let mut bands = Array2::zeros((3, 4));
        bands[[2, 0]] = 1.0;
        let picture = decoded(&spectrogram(&Sound::LogMel(bands), 300).unwrap());
        assert_eq!(picture.dimensions(), (3, 4));
        let brightest = picture.enumerate_pixels().max_by_key(|(_, _, pixel)| brightness(pixel));
        assert_eq!(brightest.map(|(x, y, _)| (x, y)), Some((2, 3)));
    }

    #[test]
    fn a_low_hum_is_bright_at_the_bottom() {
        let hum = (0..16_000).map(|index| (index as f32 * 0.05).sin() * 0.5).collect();
        let sound = Sound::Samples { samples: hum, sample_rate_hz: 16_000 };
        let picture = decoded(&spectrogram(&sound, 20).unwrap());
        let row = |y| (0..20).map(|x| brightness(picture.get_pixel(x, y))).sum::<u32>();
        assert!(row(picture.height() - 3) > 4 * row(2), "hum of 127 Hz");
    }

    #[test]
    fn silence_and_odd_values_are_drawn() {
        let silence = Sound::Samples { samples: vec![0.0; 8000], sample_rate_hz: 8000 };
        let picture = decoded(&spectrogram(&silence, 10).unwrap());
        assert!(picture.pixels().all(|pixel| *pixel == Rgb(magma(0.0))));
        for odd in [f32::NAN, f32::INFINITY] {
            let mut bands = Array2::ones((5, 5));
            bands[[1, 1]] = odd;
            bands[[2, 2]] = 0.0;
            let picture = decoded(&spectrogram(&Sound::LogMel(bands), 300).unwrap());
            assert_eq!(*picture.get_pixel(0, 0), Rgb(magma(1.0)), "{odd} does not dim the rest");
        }
        assert_eq!(spectrogram(&Sound::LogMel(Array2::zeros((0, 64))), 10), None);
    }

    #[test]
    fn long_sounds_become_no_larger_picture() {
        let bands = Array2::from_shape_fn((1000, 200), |(frame, band)| (frame + band) as f32);
        let picture = decoded(&spectrogram(&Sound::LogMel(bands), 300).unwrap());
        assert_eq!(picture.dimensions(), (300, MAX_BANDS as u32));
    }
}
