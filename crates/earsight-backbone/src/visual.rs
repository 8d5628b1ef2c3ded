//! Pictures to features.

use earsight_core::{FeatureSpace, Frame, FrameSpec};
use ndarray::Array2;

use crate::Result;

/// A frozen network that turns pictures into rows of numbers.
pub trait VisualBackbone: Send + Sync {
    /// The space its rows live in.
    fn space(&self) -> &FeatureSpace;

    /// Which pictures it wants of each second.
    fn frame_spec(&self) -> FrameSpec;

    /// One row for each picture, whatever the others are.
    ///
    /// # Shapes
    /// - `frames`: any number of squares of `frame_spec().crop_px` → `[frames.len(), space().dim]`
    ///
    /// # Errors
    /// [`crate::Error::FrameSize`] for a picture of another size.
    fn embed_frames(&self, frames: &[Frame]) -> Result<Array2<f32>>;

    /// One row for each second: the mean over its pictures.
    ///
    /// A last second with fewer pictures is the mean of those there are.
    ///
    /// # Shapes
    /// - `frames` in order of time → `[⌈frames.len() / frames_per_segment⌉, space().dim]`
    ///
    /// # Errors
    /// As [`VisualBackbone::embed_frames`].
    ///
    /// # Panics
    /// When `frames_per_segment` is 0.
    fn embed_segments(&self, frames: &[Frame], frames_per_segment: usize) -> Result<Array2<f32>> {
        assert!(frames_per_segment > 0, "a second has at least one picture");
        let rows = self.embed_frames(frames)?;
        let n_segments = frames.len().div_ceil(frames_per_segment);
        let mut segments = Array2::zeros((n_segments, rows.ncols()));
        for (mut segment, of_second) in segments
            .outer_iter_mut()
            .zip(rows.axis_chunks_iter(ndarray::Axis(0), frames_per_segment))
        {
            for row in of_second.outer_iter() {
                segment += &row;
            }
            segment /= of_second.nrows() as f32;
        }
        Ok(segments)
    }
}
