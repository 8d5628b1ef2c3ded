//! A frame as a small JPEG.

use earsight_core::Frame;
use image::codecs::jpeg::JpegEncoder;
use image::{RgbImage, imageops};

/// Quality at which a thumbnail of 160 pixels is 3 to 6 kB and its blocks do not show.
const JPEG_QUALITY: u8 = 72;

/// The frame as JPEG, its longer side at most `longer_side_px`; nothing when it has no pixel.
pub fn thumbnail_jpeg(frame: &Frame, longer_side_px: u32) -> Option<Vec<u8>> {
    let (width, height) = fit(frame.width(), frame.height(), longer_side_px)?;
    let image = RgbImage::from_raw(frame.width(), frame.height(), frame.rgb().to_vec())?;
    let small = if (width, height) == image.dimensions() {
        image
    } else {
        imageops::thumbnail(&image, width, height)
    };
    let mut jpeg = Vec::new();
    small.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY)).ok()?;
    Some(jpeg)
}

/// Size with the same shape whose longer side is at most `longer_side_px`; never larger than it was.
fn fit(width: u32, height: u32, longer_side_px: u32) -> Option<(u32, u32)> {
    let longer = width.max(height);
    if width == 0 || height == 0 || longer_side_px == 0 {
        return None;
    }
    if longer <= longer_side_px {
        return Some((width, height));
    }
    let scaled = |side: u32| {
        let side = u64::from(side) * u64::from(longer_side_px) / u64::from(longer);
        u32::try_from(side).map_or(longer_side_px, |side| side.max(1))
    };
    Some((scaled(width), scaled(height)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_is_kept() {
        assert_eq!(fit(640, 360, 160), Some((160, 90)));
        assert_eq!(fit(360, 640, 160), Some((90, 160)));
        assert_eq!(fit(80, 40, 160), Some((80, 40)));
        assert_eq!(fit(5000, 1, 160), Some((160, 1)));
        assert_eq!(fit(0, 10, 160), None);
    }

    #[test]
    fn a_frame_without_pixels_has_no_thumbnail() {
        let frame = Frame::new(0, 0, vec![]).expect("nothing is exactly its pixels");
        assert_eq!(thumbnail_jpeg(&frame, 160), None);
        let frame = Frame::new(4, 2, vec![200; 24]).expect("4 × 2 × 3 bytes");
        let jpeg = thumbnail_jpeg(&frame, 160).unwrap();
        let size = |picture: image::DynamicImage| (picture.width(), picture.height());
        assert_eq!(image::load_from_memory(&jpeg).map(size).unwrap(), (4, 2));
    }
}
