//! The networks: layers with their weights.

mod builder;
mod cnn9;
mod dense;
mod efficientnet_lite0;
mod soundnet8;
mod vgg;

pub(crate) use cnn9::cnn9;
pub(crate) use dense::Dense;
pub(crate) use efficientnet_lite0::{INPUT_PX, efficientnet_lite0};
pub(crate) use soundnet8::{FRAMES, FrameGrid, soundnet8};
pub(crate) use vgg::{vgg19, vggish};

use earsight_kernels::{Convolution, DepthwiseConvolution, MapShape, Sliding, pooling};

use crate::weights::Weights;

/// Builds a network from its weights; the error names a tensor that is missing or has another shape.
pub(crate) type Definition = fn(&Weights<'_>) -> Result<Network, String>;

/// Convolution of single pixels.
const POINTWISE: Sliding = Sliding::square(1, 1, [0, 0]);
/// Convolution of 3 × 3 that keeps the size.
const THREE_BY_THREE: Sliding = Sliding::square(3, 1, [1, 1]);

/// A network up to its embedding.
///
/// Maps are counted: 0 is the input, `n + 1` the output of layer `n`, which is the input of layer `n + 1`.
pub(crate) struct Network {
    pub(crate) layers: Vec<Layer>,
    pub(crate) readout: Readout,
    /// Layers after the readout.
    pub(crate) dense: Vec<Dense>,
}

/// A layer; its input is the output of the layer before. Bias and activation are part of a convolution.
pub(crate) enum Layer {
    /// The residual is the index of an earlier map that is added to the output.
    Convolution {
        kernel: Convolution,
        residual: Option<usize>,
    },
    Depthwise(DepthwiseConvolution),
    /// The maximum of each window of this height and width.
    MaxPool([usize; 2]),
}

/// How the last map becomes a row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Readout {
    /// The mean over all places.
    Mean,
    /// The mean over each row of the map, then the maximum over rows.
    MaxOfRowMeans,
    /// All numbers in the order height, width, channel.
    Flatten,
}

impl Network {
    /// The shapes of all maps for an input of `[height, width, channels]`; each includes the zero padding of the next
    /// layer.
    ///
    /// # Panics
    /// For an input that is smaller than a kernel.
    pub(crate) fn map_shapes(&self, [height, width, channels]: [usize; 3]) -> Vec<MapShape> {
        let mut shape = MapShape { height, width, channels, frame: MapShape::NO_FRAME };
        let mut shapes = Vec::with_capacity(self.layers.len() + 1);
        for layer in &self.layers {
            shape.frame = layer.pads();
            shapes.push(shape);
            shape = layer.output(shape);
        }
        shapes.push(shape);
        shapes
    }
}

impl Readout {
    /// Length of the row that a map becomes.
    pub(crate) fn n_columns(self, map: MapShape) -> usize {
        match self {
            Readout::Mean | Readout::MaxOfRowMeans => map.channels,
            Readout::Flatten => map.height * map.width * map.channels,
        }
    }
}

impl Layer {
    /// Zero padding of the input.
    fn pads(&self) -> [[usize; 2]; 2] {
        match self {
            Layer::Convolution { kernel, .. } => kernel.sliding().pads,
            Layer::Depthwise(kernel) => kernel.sliding().pads,
            Layer::MaxPool(_) => MapShape::NO_FRAME,
        }
    }

    /// The output's shape, without padding.
    fn output(&self, input: MapShape) -> MapShape {
        match self {
            Layer::Convolution { kernel, .. } => {
                kernel.sliding().output(input, kernel.channels()[1], MapShape::NO_FRAME)
            }
            Layer::Depthwise(kernel) => {
                kernel.sliding().output(input, kernel.channels(), MapShape::NO_FRAME)
            }
            Layer::MaxPool(window) => pooling::pooled(input, *window, MapShape::NO_FRAME),
        }
    }
}
