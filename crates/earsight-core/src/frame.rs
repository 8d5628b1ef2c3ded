//! Pictures as backbones take them.

/// Which pictures a visual backbone wants of each second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FrameSpec {
    /// Pictures per second.
    pub frames_per_sec: u32,
    /// Where the shape is kept, the shorter side is scaled to this many pixels …
    pub short_side_px: u32,
    /// … and a centred square of this many is cut out.
    pub crop_px: u32,
    /// How a picture that is no square becomes one.
    pub fit: FrameFit,
}

/// How a picture that is no square becomes one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum FrameFit {
    /// Its shape is kept and its middle cut out.
    #[default]
    Crop,
    /// It is stretched to `crop_px` in both directions (bilinear), and nothing is cut away.
    Stretch,
}

/// One picture: packed 8-bit RGB, row by row from the top left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Frame {
    /// A picture of that size, or nothing if `rgb` does not hold `width × height × 3` bytes.
    pub fn new(width: u32, height: u32, rgb: Vec<u8>) -> Option<Self> {
        let n_bytes = (width as usize).checked_mul(height as usize)?.checked_mul(3)?;
        (rgb.len() == n_bytes).then_some(Frame { width, height, rgb })
    }

    /// Width in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The bytes, `[height, width, 3]`.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_holds_exactly_its_pixels() {
        assert!(Frame::new(2, 3, vec![0; 18]).is_some());
        assert!(Frame::new(2, 3, vec![0; 17]).is_none());
        assert!(Frame::new(u32::MAX, u32::MAX, vec![]).is_none());
    }
}
