//! Networks over square frames, with their preprocessing.

use earsight_core::{FeatureSpace, Frame, FrameFit, FrameSpec};
use ndarray::{Array2, Array4, Axis};

use super::VisualBackbone;
use crate::engine::Engine;
use crate::network::INPUT_PX;
use crate::{Error, Result};

/// Frames that pass through the network at once.
const BATCH: usize = 8;

/// A network over frames of 224 × 224 pixels.
pub(crate) struct PictureBackbone {
    space: FeatureSpace,
    frame_spec: FrameSpec,
    input: PictureInput,
    engine: Box<dyn Engine>,
}

/// Preprocessing from a frame to the network's input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PictureInput {
    /// EfficientNet-Lite0: the centre of the frame, red first, (x − 127) / 128.
    Lite0,
    /// VGG-19 of torchvision: the whole frame, red first, 0 to 1, less the mean of ImageNet, over its standard deviation.
    Torchvision,
    /// VGG-19 of its authors, in Caffe and Keras, from which AVE's features come (SPEC §12.2):
    /// the whole frame, blue first, 0 to 255, less the mean of ImageNet.
    BlueFirst,
}

impl PictureBackbone {
    /// The network of `engine` over `frames_per_sec` frames a second.
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

    /// Returns an error for a frame of another size.
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
    /// - `frames` → `[N, 224, 224, 3]`
    fn of(self, frames: &[Frame]) -> Array4<f32> {
        const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
        const SD: [f32; 3] = [0.229, 0.224, 0.225];
        const MEAN_BGR_BYTES: [f32; 3] = [103.939, 116.779, 123.68];
        let side = INPUT_PX as usize;
        let mut values = Vec::with_capacity(frames.len() * side * side * 3);
        for pixel in frames.iter().flat_map(|frame| frame.rgb().as_chunks::<3>().0) {
            let rgb = pixel.map(f32::from);
            values.extend(match self {
                PictureInput::Lite0 => rgb.map(|byte| (byte - 127.0) / 128.0),
                PictureInput::Torchvision => {
                    std::array::from_fn(|c| (rgb[c] / 255.0 - MEAN[c]) / SD[c])
                }
                PictureInput::BlueFirst => std::array::from_fn(|c| rgb[2 - c] - MEAN_BGR_BYTES[c]),
            });
        }
        Array4::from_shape_vec((frames.len(), side, side, 3), values)
            .expect("all frames have the network's size")
    }
}
