//! EfficientNet-Lite0 over pictures.

use earsight_core::{FeatureSpace, Frame, FrameSpec};
use ndarray::{Array2, Array4, Axis, s};

use super::VisualBackbone;
use crate::engine::{Engine, engine};
use crate::network::{INPUT_PX, efficientnet_lite0};
use crate::{Error, Result};

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

    fn require_size(&self, frames: &[Frame]) -> Result<()> {
        let expected = (INPUT_PX, INPUT_PX);
        let size = |frame: &Frame| (frame.width(), frame.height());
        match frames.iter().position(|frame| size(frame) != expected) {
            None => Ok(()),
            Some(frame) => Err(Error::FrameSize {
                backbone: self.space.backbone.clone(),
                frame,
                expected,
                found: size(&frames[frame]),
            }),
        }
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
        }
    }

    fn embed_frames(&self, frames: &[Frame]) -> Result<Array2<f32>> {
        self.require_size(frames)?;
        let mut rows = Array2::zeros((frames.len(), self.space.dim));
        for (batch, mut out) in frames.chunks(BATCH).zip(rows.axis_chunks_iter_mut(Axis(0), BATCH))
        {
            out.assign(&self.engine.run(network_input(batch))?);
        }
        Ok(rows)
    }
}

/// Packed RGB bytes as the network takes them.
///
/// # Shapes
/// - `frames` → `[N, 3, 224, 224]` of (x − 127) / 128
fn network_input(frames: &[Frame]) -> Array4<f32> {
    let side = INPUT_PX as usize;
    let mut input = Array4::zeros((frames.len(), 3, side, side));
    for (idx, frame) in frames.iter().enumerate() {
        for channel in 0..3 {
            let bytes = frame.rgb().iter().skip(channel).step_by(3);
            let mut plane = input.slice_mut(s![idx, channel, .., ..]);
            plane
                .iter_mut()
                .zip(bytes)
                .for_each(|(out, &byte)| *out = (f32::from(byte) - 127.0) / 128.0);
        }
    }
    input
}
