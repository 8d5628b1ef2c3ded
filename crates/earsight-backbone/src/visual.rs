//! Frames to features.

mod picture_backbone;

pub(crate) use picture_backbone::{PictureBackbone, PictureInput};

use earsight_core::{FeatureSpace, Frame, FrameSpec};
use ndarray::Array2;

use crate::Result;

/// A frozen network that turns frames of video into rows of features.
///
/// # Which frames
/// Of `K` frames a second, frame `n` is the last one shown before the time `(n + ½) / K`, so second `s` has frames `K s` to `K s + K − 1`.
/// Where [`earsight_core::FrameFit`] says so it is stretched to the square; else
/// it is scaled with bicubic interpolation so that its shorter side has `short_side_px` and its longer the nearest even number, and a centred square is cut out.
/// As a filter of ffmpeg, for 3 frames: `fps=3:start_time=0,scale='if(gt(iw,ih),-2,256)':'if(gt(iw,ih),256,-2)',crop=224:224`.
/// Measured against the reference features of real clips this gives a cosine of 1.0000;
/// `round=up`, which shows frame `n` at `n / K`, gives 0.93 to 0.99, an odd longer side 0.99, another interpolation 0.98 to 0.999.
///
/// # How many seconds
/// The reference has whole seconds only: `⌊min(frames / K, samples / rate)⌋`, at most ten.
pub trait VisualBackbone: Send + Sync {
    /// The feature space of its rows.
    fn space(&self) -> &FeatureSpace;

    /// Which frames of each second it takes.
    fn frame_spec(&self) -> FrameSpec;

    /// One row for each frame, which does not depend on the other frames.
    ///
    /// # Shapes
    /// - `frames`: any number of squares of `frame_spec().crop_px` → `[frames.len(), space().dim]`
    ///
    /// # Errors
    /// [`crate::Error::FrameSize`] for a frame of another size.
    fn embed_frames(&self, frames: &[Frame]) -> Result<Array2<f32>>;

    /// One row for each second: the mean over its frames, of which the last second may have fewer.
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
