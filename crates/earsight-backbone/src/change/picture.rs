//! Motion: differences of a frame to the one before.

use earsight_core::change::{PictureStep, STEPS_PER_SEC};
use earsight_core::{Frame, FrameFit, FrameSpec};

use super::repeat_second_step;

const SIDE_PX: usize = 64;
const MOTION_BLOCK_PX: usize = 8;
const GREY_BLOCK_PX: usize = 16;

/// Computes the changes between frames, twelve a second; one frame is in memory.
///
/// A step holds the mean absolute difference of grey to the frame before in each 8 × 8-pixel block,
/// and the mean grey of each 16 × 16-pixel block.
/// Grey is the luma of ITU-R BT.601, 0..=1. The first frame has none before it, and gets the motion of the
/// second: a first step without motion would mark the beginning of every video.
#[derive(Debug, Default)]
pub struct PictureChange {
    /// Grey of the last frame; `None` before the first.
    before: Option<Vec<f32>>,
    /// Steps of the incomplete second.
    row: Vec<f32>,
    is_past_first_row: bool,
}

impl PictureChange {
    /// The frames it takes: small and stretched, which is enough to measure motion.
    pub const FRAME_SPEC: FrameSpec = FrameSpec {
        frames_per_sec: STEPS_PER_SEC as u32,
        short_side_px: SIDE_PX as u32,
        crop_px: SIDE_PX as u32,
        fit: FrameFit::Stretch,
    };

    /// Takes the next frame of [`PictureChange::FRAME_SPEC`]; returns a row when a second is complete.
    ///
    /// # Shapes
    /// - a row: `[12 × 80]`, step by step
    ///
    /// # Panics
    /// For a frame of another size.
    pub fn push(&mut self, frame: &Frame) -> Option<Vec<f32>> {
        assert_eq!((frame.width(), frame.height()), (SIDE_PX as u32, SIDE_PX as u32));
        self.push_grey(frame.rgb().chunks_exact(3).map(luma).collect())
    }

    /// Repeats the last frame, where a video has no more: a step without motion.
    pub fn hold(&mut self) -> Option<Vec<f32>> {
        self.push_grey(self.before.clone().unwrap_or_else(|| vec![0.0; SIDE_PX * SIDE_PX]))
    }

    fn push_grey(&mut self, grey: Vec<f32>) -> Option<Vec<f32>> {
        let before = self.before.as_ref().unwrap_or(&grey);
        let differences: Vec<f32> =
            grey.iter().zip(before).map(|(now, was)| (now - was).abs()).collect();
        self.row.extend(block_means(&differences, MOTION_BLOCK_PX));
        self.row.extend(block_means(&grey, GREY_BLOCK_PX));
        self.before = Some(grey);
        if self.row.len() < STEPS_PER_SEC * PictureStep::WIDTH {
            return None;
        }
        if !self.is_past_first_row {
            repeat_second_step(&mut self.row, PictureStep::WIDTH, PictureStep::MOTIONS);
            self.is_past_first_row = true;
        }
        Some(std::mem::take(&mut self.row))
    }
}

fn luma(rgb: &[u8]) -> f32 {
    (0.299 * f32::from(rgb[0]) + 0.587 * f32::from(rgb[1]) + 0.114 * f32::from(rgb[2])) / 255.0
}

/// Means over square blocks, row by row from the top left.
fn block_means(pixels: &[f32], block_px: usize) -> Vec<f32> {
    let n_across = SIDE_PX / block_px;
    let mut sums = vec![0.0; n_across * n_across];
    for (idx, pixel) in pixels.iter().enumerate() {
        let (y, x) = (idx / SIDE_PX, idx % SIDE_PX);
        sums[y / block_px * n_across + x / block_px] += pixel;
    }
    sums.iter().map(|sum| sum / (block_px * block_px) as f32).collect()
}
