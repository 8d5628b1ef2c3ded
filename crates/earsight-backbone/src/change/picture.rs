//! Motion: where a picture differs from the one before.

use earsight_core::change::{PictureStep, STEPS_PER_SEC};
use earsight_core::{Frame, FrameFit, FrameSpec};

use super::repeat_second_step;

const SIDE_PX: usize = 64;
const MOTION_BLOCK_PX: usize = 8;
const GREY_BLOCK_PX: usize = 16;

/// Pictures becoming rows of change, twelve a second; one picture is in memory.
///
/// A step holds the mean absolute difference of grey to the picture before in each 8 × 8-pixel block,
/// and the mean grey of each 16 × 16-pixel block.
/// Grey is the luma of ITU-R BT.601, 0..=1. The first picture has none before it, and the next one's motion
/// stands for its own: a first step in which nothing moves would mark the beginning of every film.
#[derive(Debug, Default)]
pub struct PictureChange {
    /// The last picture's grey; nothing before the first.
    before: Option<Vec<f32>>,
    /// Steps of the second that is not yet complete.
    row: Vec<f32>,
    is_past_first_row: bool,
}

impl PictureChange {
    /// The pictures it takes: small, and stretched, since it asks when something moves and not what it is.
    pub const FRAME_SPEC: FrameSpec = FrameSpec {
        frames_per_sec: STEPS_PER_SEC as u32,
        short_side_px: SIDE_PX as u32,
        crop_px: SIDE_PX as u32,
        fit: FrameFit::Stretch,
    };

    /// Takes the next picture of [`PictureChange::FRAME_SPEC`]; a row when a second is complete.
    ///
    /// # Shapes
    /// - a row: `[12 × 80]`, step by step
    ///
    /// # Panics
    /// For a picture of another size; that is a bug of the caller.
    pub fn push(&mut self, frame: &Frame) -> Option<Vec<f32>> {
        assert_eq!((frame.width(), frame.height()), (SIDE_PX as u32, SIDE_PX as u32));
        self.push_grey(frame.rgb().chunks_exact(3).map(luma).collect())
    }

    /// The last picture once more, where a film has none: nothing moves.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A white square of 8 pixels with its corner there.
    fn square(left: usize, top: usize) -> Frame {
        let mut rgb = vec![0; SIDE_PX * SIDE_PX * 3];
        for y in top..top + 8 {
            rgb[(y * SIDE_PX + left) * 3..][..24].fill(255);
        }
        Frame::new(SIDE_PX as u32, SIDE_PX as u32, rgb).unwrap()
    }

    fn steps(frames: &[Frame]) -> Vec<Vec<f32>> {
        let mut change = PictureChange::default();
        let mut row: Vec<f32> =
            frames.iter().filter_map(|frame| change.push(frame)).flatten().collect();
        while row.len() < frames.len().next_multiple_of(12) * PictureStep::WIDTH {
            row.extend(change.hold().into_iter().flatten());
        }
        row.chunks(PictureStep::WIDTH).map(<[f32]>::to_vec).collect()
    }

    #[test]
    fn a_moving_square_moves_the_blocks_it_leaves_and_enters() {
        // From block (0, 2) to block (1, 2) and on to block (2, 2).
        let found = steps(&[square(0, 16), square(8, 16), square(16, 16)]);
        assert_eq!(found.len(), 12);
        // The first step repeats the second.
        for (step, moved) in [(0, vec![16, 17]), (1, vec![16, 17]), (2, vec![17, 18]), (3, vec![])]
        {
            for (block, &motion) in found[step][PictureStep::MOTIONS].iter().enumerate() {
                let expected = if moved.contains(&block) { 1.0 } else { 0.0 };
                assert!((motion - expected).abs() < 1e-5, "step {step}, block {block}: {motion}");
            }
        }
        assert!((found[1][PictureStep::GREYS.start + 4] - 0.25).abs() < 1e-5);
    }

    #[test]
    fn what_stands_still_has_no_motion() {
        for frames in [vec![square(3, 5); 24], vec![square(3, 5)], vec![]] {
            for step in steps(&frames) {
                assert!(step[PictureStep::MOTIONS].iter().all(|&motion| motion == 0.0));
                assert!(step.iter().all(|value| value.is_finite()));
            }
        }
        assert!(PictureChange::default().hold().is_none());
    }
}
