//! Video frames as input of the visual backbones.

/// The frames that a visual backbone takes of each second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FrameSpec {
    /// Frames per second.
    pub frames_per_sec: u32,
    /// With [`FrameFit::Crop`], the shorter side is scaled to this many pixels …
    pub short_side_px: u32,
    /// … and a centered square of this many is cut out.
    pub crop_px: u32,
    /// How a frame is made square.
    pub fit: FrameFit,
}

/// How a frame is made square.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum FrameFit {
    /// The aspect ratio is kept and the center cut out.
    #[default]
    Crop,
    /// The frame is stretched to `crop_px` in both directions (bilinear), and nothing is cut off.
    Stretch,
}

/// One frame: packed 8-bit RGB, row by row from the top left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Frame {
    /// A frame of that size, or `None` if `rgb` does not hold `width × height × 3` bytes.
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
    fn a_frame_has_exactly_its_pixels() {
        assert!(Frame::new(2, 3, vec![0; 18]).is_some());
        assert!(Frame::new(2, 3, vec![0; 17]).is_none());
        assert!(Frame::new(u32::MAX, u32::MAX, vec![]).is_none());
    }
}
