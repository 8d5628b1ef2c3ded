//! VGG-19 over pictures, as AVE's features were made (SPEC §12.2).

use earsight_core::{FeatureSpace, Frame, FrameFit, FrameSpec};
use ndarray::{Array2, Array4, Axis};

use super::{VisualBackbone, planes, require_size};
use crate::Result;
use crate::engine::{Engine, engine};
use crate::network::{INPUT_PX, vgg19};

/// Pictures that go through the network at once: half a second of them, 200 MB at its widest layer.
const BATCH: usize = 8;

/// What the weights were trained on: the same network has two published trainings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vgg19Input {
    /// torchvision's: red first, 0 to 1, less the mean of ImageNet, over its standard deviation.
    Torchvision,
    /// The authors', in Caffe and Keras: blue first, 0 to 255, less the mean of ImageNet. AVE's features come from these.
    BlueFirst,
}

impl Vgg19Input {
    /// Pictures as the weights want them.
    ///
    /// # Shapes
    /// - `frames` → `[N, 3, 224, 224]`
    fn of(self, frames: &[Frame]) -> Array4<f32> {
        const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
        const SD: [f32; 3] = [0.229, 0.224, 0.225];
        const MEAN_BYTES: [f32; 3] = [123.68, 116.779, 103.939];
        match self {
            Vgg19Input::Torchvision => planes(frames, INPUT_PX, |channel, byte| {
                (byte / 255.0 - MEAN[channel]) / SD[channel]
            }),
            Vgg19Input::BlueFirst => {
                let mut input =
                    planes(frames, INPUT_PX, |channel, byte| byte - MEAN_BYTES[channel]);
                input.invert_axis(Axis(1));
                input.as_standard_layout().into_owned()
            }
        }
    }
}

/// VGG-19 with its preprocessing.
pub(crate) struct Vgg19 {
    space: FeatureSpace,
    frames_per_sec: u32,
    input: Vgg19Input,
    engine: Box<dyn Engine>,
}

impl Vgg19 {
    /// Builds the network from a file of weights.
    pub(crate) fn build(
        space: FeatureSpace,
        weights: &[u8],
        input: Vgg19Input,
        frames_per_sec: u32,
        threads: usize,
    ) -> Result<Self> {
        let engine = engine(&space.backbone, weights, vgg19, threads)?;
        Ok(Vgg19 { space, frames_per_sec, input, engine })
    }
}

impl VisualBackbone for Vgg19 {
    fn space(&self) -> &FeatureSpace {
        &self.space
    }

    fn frame_spec(&self) -> FrameSpec {
        FrameSpec {
            frames_per_sec: self.frames_per_sec,
            short_side_px: INPUT_PX,
            crop_px: INPUT_PX,
            fit: FrameFit::Stretch,
        }
    }

    fn embed_frames(&self, frames: &[Frame]) -> Result<Array2<f32>> {
        require_size(&self.space, frames, INPUT_PX)?;
        let mut rows = Array2::zeros((frames.len(), self.space.dim));
        for (batch, mut out) in frames.chunks(BATCH).zip(rows.axis_chunks_iter_mut(Axis(0), BATCH))
        {
            out.assign(&self.engine.run(self.input.of(batch))?);
        }
        Ok(rows)
    }
}
