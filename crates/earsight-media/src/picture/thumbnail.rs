//! A frame as a small JPEG.

use earsight_core::Frame;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

/// Quality at which a thumbnail of 160 pixels is 3 to 6 kB and its blocks do not show.
const JPEG_QUALITY: u8 = 72;

/// The frame as JPEG; `None` when it has no pixel.
pub fn thumbnail_jpeg(frame: &Frame) -> Option<Vec<u8>> {
    let image = RgbImage::from_raw(frame.width(), frame.height(), frame.rgb().to_vec())?;
    let mut jpeg = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY)).ok()?;
    Some(jpeg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_without_pixels_has_no_thumbnail() {
        let frame = Frame::new(0, 0, vec![]).expect("0 × 0 pixels are 0 bytes");
        assert_eq!(thumbnail_jpeg(&frame), None);
        let frame = Frame::new(4, 2, vec![200; 24]).expect("4 × 2 × 3 bytes");
        let jpeg = thumbnail_jpeg(&frame).unwrap();
        let size = |image: image::DynamicImage| (image.width(), image.height());
        assert_eq!(image::load_from_memory(&jpeg).map(size).unwrap(), (4, 2));
    }
}
