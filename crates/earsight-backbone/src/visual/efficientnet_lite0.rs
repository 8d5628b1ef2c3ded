//! EfficientNet-Lite0 over pictures.

use earsight_core::{FeatureSpace, Frame, FrameFit, FrameSpec};
use ndarray::{Array2, Array4, Axis};

use super::{VisualBackbone, planes, require_size};
use crate::Result;
use crate::engine::{Engine, engine};
use crate::network::{INPUT_PX, efficientnet_lite0};

/// Pictures that go through the network at once.
const BATCH: usize = 8;

/// The shorter side before the square is cut out.
const SHORT_SIDE_PX: u32 = 256;

/// EfficientNet-Lite0 with its preprocessing.
pub(crate) struct EfficientNetLite0 {
    space: FeatureSpace,
    frames_per_sec: u32,
    engine: Box<dyn Engine>,
}

impl EfficientNetLite0 {
    /// Builds the network from a file of weights.
    pub(crate) fn build(
        space: FeatureSpace,
        weights: &[u8],
        frames_per_sec: u32,
        threads: usize,
    ) -> Result<Self> {
        let engine = engine(&space.backbone, weights, efficientnet_lite0, threads)?;
        Ok(EfficientNetLite0 { space, frames_per_sec, engine })
    }
}

impl VisualBackbone for EfficientNetLite0 {
    fn space(&self) -> &FeatureSpace {
        &self.space
    }

    fn frame_spec(&self) -> FrameSpec {
        FrameSpec {
            frames_per_sec: self.frames_per_sec,
            short_side_px: SHORT_SIDE_PX,
            crop_px: INPUT_PX,
            fit: FrameFit::Crop,
        }
    }

    fn embed_frames(&self, frames: &[Frame]) -> Result<Array2<f32>> {
        require_size(&self.space, frames, INPUT_PX)?;
        let mut rows = Array2::zeros((frames.len(), self.space.dim));
        for (batch, mut out) in frames.chunks(BATCH).zip(rows.axis_chunks_iter_mut(Axis(0), BATCH))
        {
            out.assign(&self.engine.run(network_input(batch))?);
        }
        Ok(rows)
    }
}

/// # Shapes
/// - `frames` → `[N, 3, 224, 224]` of (x − 127) / 128
fn network_input(frames: &[Frame]) -> Array4<f32> {
    planes(frames, INPUT_PX, |_, byte| (byte - 127.0) / 128.0)
}
