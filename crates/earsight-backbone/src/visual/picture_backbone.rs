//! Networks over square pictures, with their preprocessing.

use earsight_core::{FeatureSpace, Frame, FrameFit, FrameSpec};
use ndarray::{Array2, Array4, Axis, s};

use super::VisualBackbone;
use crate::engine::Engine;
use crate::network::INPUT_PX;
use crate::{Error, Result};

/// Pictures that pass through the network at once.
const BATCH: usize = 8;

/// A network over pictures of 224 × 224.
pub(crate) struct PictureBackbone {
    space: FeatureSpace,
    frame_spec: FrameSpec,
    input: PictureInput,
    engine: Box<dyn Engine>,
}

/// How a picture becomes a network's input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PictureInput {
    /// EfficientNet-Lite0: the middle of the picture, red first, (x − 127) / 128.
    Lite0,
    /// VGG-19 of torchvision: the whole picture, red first, 0 to 1, less the mean of ImageNet, over its standard deviation.
    Torchvision,
    /// VGG-19 of its authors, in Caffe and Keras, from which AVE's features come (SPEC §12.2):
    /// the whole picture, blue first, 0 to 255, less the mean of ImageNet.
    BlueFirst,
}

impl PictureBackbone {
    /// The network of `engine` over `frames_per_sec` pictures a second.
    pub(crate) fn new(
        space: FeatureSpace,
        input: PictureInput,
        frames_per_sec: u32,
        engine: Box<dyn Engine>,
    ) -> Self {
        let (short_side_px, fit) = match input {
            PictureInput::Lite0 => (256, FrameFit::Crop),
            PictureInput::Torchvision | PictureInput::BlueFirst => (INPUT_PX, FrameFit::Stretch),
        };
        let frame_spec = FrameSpec { frames_per_sec, short_side_px, crop_px: INPUT_PX, fit };
        PictureBackbone { space, frame_spec, input, engine }
    }

    /// An error for a picture of another size.
    fn check_size(&self, frames: &[Frame]) -> Result<()> {
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

impl VisualBackbone for PictureBackbone {
    fn space(&self) -> &FeatureSpace {
        &self.space
    }

    fn frame_spec(&self) -> FrameSpec {
        self.frame_spec
    }

    fn embed_frames(&self, frames: &[Frame]) -> Result<Array2<f32>> {
        self.check_size(frames)?;
        let mut rows = Array2::zeros((frames.len(), self.space.dim));
        for (batch, mut out) in frames.chunks(BATCH).zip(rows.axis_chunks_iter_mut(Axis(0), BATCH))
        {
            out.assign(&self.engine.run(self.input.of(batch))?);
        }
        Ok(rows)
    }
}

impl PictureInput {
    /// # Shapes
    /// - `frames` → `[N, 3, 224, 224]`
    fn of(self, frames: &[Frame]) -> Array4<f32> {
        const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
        const SD: [f32; 3] = [0.229, 0.224, 0.225];
        const MEAN_BGR_BYTES: [f32; 3] = [103.939, 116.779, 123.68];
        match self {
            PictureInput::Lite0 => planes(frames, [0, 1, 2], |_, byte| (byte - 127.0) / 128.0),
            PictureInput::Torchvision => {
                planes(frames, [0, 1, 2], |plane, byte| (byte / 255.0 - MEAN[plane]) / SD[plane])
            }
            PictureInput::BlueFirst => {
                planes(frames, [2, 1, 0], |plane, byte| byte - MEAN_BGR_BYTES[plane])
            }
        }
    }
}

/// Packed RGB bytes as planes, in that order of their channels; `value(plane, byte)` is the input for a byte.
fn planes(frames: &[Frame], order: [usize; 3], value: impl Fn(usize, f32) -> f32) -> Array4<f32> {
    let side = INPUT_PX as usize;
    let mut input = Array4::zeros((frames.len(), 3, side, side));
    for (idx, frame) in frames.iter().enumerate() {
        for (plane, channel) in order.into_iter().enumerate() {
            let bytes = frame.rgb().iter().skip(channel).step_by(3);
            let mut out = input.slice_mut(s![idx, plane, .., ..]);
            out.iter_mut().zip(bytes).for_each(|(out, &byte)| *out = value(plane, f32::from(byte)));
        }
    }
    input
}
