//! One picture as a row of pixels (SPEC §8).

use std::path::Path;

use image::imageops::{self, FilterType};
use image::{ImageReader, RgbImage};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::{Error, Result};

/// The part of a resized picture that is cut out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Crop {
    /// The middle, as it is.
    Centre,
    /// Anywhere, shares of the free way in 0..=1, perhaps mirrored.
    At {
        /// Along both axes.
        place: [f32; 2],
        /// Whether left and right are exchanged.
        mirrored: bool,
    },
}

impl Crop {
    /// Drawn at random as in the published training.
    pub fn drawn(rng: &mut ChaCha8Rng) -> Self {
        let place = [rng.random_range(0.0..=1.0), rng.random_range(0.0..=1.0)];
        Crop::At { place, mirrored: rng.random_range(0..2) == 1 }
    }
}

/// A picture in any format; its bytes decide, not its name.
///
/// # Errors
/// [`Error::Read`] or [`Error::Format`], with its path.
pub(super) fn read_picture(path: &Path) -> Result<RgbImage> {
    let reader = ImageReader::open(path).and_then(ImageReader::with_guessed_format);
    let picture = reader.map_err(Error::read(path))?.decode();
    Ok(picture.map_err(|error| Error::format(error.to_string(), path))?.to_rgb8())
}

/// The shorter side resized to 256/224 of `side_px`, then a square of `side_px` cut out;
/// values in −2..=2, the mean grey at 0.
///
/// # Shapes
/// - → `[3 · side_px²]`: red, green, blue, each row by row
pub(super) fn picture_row(picture: &RgbImage, side_px: usize, crop: Crop) -> Vec<f32> {
    let side = side_px as u32;
    let (width, height) = picture.dimensions();
    let scale = (f64::from(side) * 256.0 / 224.0) / f64::from(width.min(height).max(1));
    let resized = |length: u32| ((f64::from(length) * scale).round() as u32).max(side);
    let (width, height) = (resized(width), resized(height));
    let resized = imageops::resize(picture, width, height, FilterType::Triangle);
    let (place, mirrored) = match crop {
        Crop::Centre => ([0.5, 0.5], false),
        Crop::At { place, mirrored } => (place, mirrored),
    };
    let left = ((width - side) as f32 * place[0].clamp(0.0, 1.0)).round() as u32;
    let top = ((height - side) as f32 * place[1].clamp(0.0, 1.0)).round() as u32;
    let mut square = imageops::crop_imm(&resized, left, top, side, side).to_image();
    if mirrored {
        imageops::flip_horizontal_in_place(&mut square);
    }
    let value = |channel: usize| {
        square.pixels().map(move |pixel| (f32::from(pixel.0[channel]) / 255.0 - 0.5) * 4.0)
    };
    (0..3).flat_map(value).collect()
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    #[test]
    fn planes_come_one_after_the_other_and_the_middle_is_taken() {
        // Left half red, right half blue.
        let picture =
            RgbImage::from_fn(64, 32, |x, _| Rgb(if x < 32 { [255, 0, 0] } else { [0, 0, 255] }));
        let row = picture_row(&picture, 14, Crop::Centre);
        assert_eq!(row.len(), 3 * 14 * 14);
        let at = |channel: usize, x: usize| row[channel * 196 + 7 * 14 + x];
        assert_eq!((at(0, 0), at(2, 0), at(1, 5)), (2.0, -2.0, -2.0));
        assert_eq!((at(0, 13), at(2, 13)), (-2.0, 2.0));
        let mirrored = picture_row(&picture, 14, Crop::At { place: [0.5, 0.5], mirrored: true });
        assert_eq!(mirrored[7 * 14], -2.0);
        let left = picture_row(&picture, 14, Crop::At { place: [0.0, 0.0], mirrored: false });
        assert!(left[..196].iter().all(|&x| x > 1.9), "all of the left is red");
    }

    #[test]
    fn pictures_of_any_size_fill_the_square() {
        for (width, height) in [(1, 1), (3, 200), (500, 5)] {
            let row = picture_row(&RgbImage::new(width, height), 8, Crop::Centre);
            assert_eq!(row.len(), 192);
        }
    }
}
