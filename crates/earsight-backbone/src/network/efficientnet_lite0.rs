//! EfficientNet-Lite0: Tan and Le, *EfficientNet*, 2019 (arXiv:1905.11946), in the Lite variant of 2020:
//! no squeeze-and-excitation, ReLU6 instead of swish, stem and head not scaled.
//!
//! The weights come from TensorFlow, and so does its `same` padding: an odd pixel is padded right and below.

use earsight_kernels::{Bounds, Sliding};

use super::builder::Builder;
use super::{Network, POINTWISE, Readout};
use crate::weights::Weights;

/// Width and height of the network's input.
pub(crate) const INPUT_PX: u32 = 224;

const STEM_CHANNELS: usize = 32;
const HEAD_CHANNELS: usize = 1280;

const RELU6: Bounds = Bounds { low: 0.0, high: 6.0 };

/// A run of inverted residual blocks; the first may halve the size.
struct Stage {
    n_blocks: usize,
    kernel: usize,
    first_stride: usize,
    expansion: usize,
    channels: usize,
}

/// Table 1 of the paper at width and depth 1.
const STAGES: [Stage; 7] = [
    Stage { n_blocks: 1, kernel: 3, first_stride: 1, expansion: 1, channels: 16 },
    Stage { n_blocks: 2, kernel: 3, first_stride: 2, expansion: 6, channels: 24 },
    Stage { n_blocks: 2, kernel: 5, first_stride: 2, expansion: 6, channels: 40 },
    Stage { n_blocks: 3, kernel: 3, first_stride: 2, expansion: 6, channels: 80 },
    Stage { n_blocks: 3, kernel: 5, first_stride: 1, expansion: 6, channels: 112 },
    Stage { n_blocks: 4, kernel: 5, first_stride: 2, expansion: 6, channels: 192 },
    Stage { n_blocks: 1, kernel: 3, first_stride: 1, expansion: 6, channels: 320 },
];

/// The network up to its average pool.
///
/// # Shapes
/// - `[N, 224, 224, 3]` of (RGB − 127) / 128 → `[N, 1280]`, each in 0..=6
pub(crate) fn efficientnet_lite0(weights: &Weights<'_>) -> Result<Network, String> {
    let mut network = Builder::new(weights, 3);
    let mut side_px = INPUT_PX as usize;
    network.convolution("_conv_stem", STEM_CHANNELS, same(&mut side_px, 3, 2), RELU6, None)?;
    let mut block = 0;
    for stage in &STAGES {
        for repeat in 0..stage.n_blocks {
            let stride = if repeat == 0 { stage.first_stride } else { 1 };
            let sliding = same(&mut side_px, stage.kernel, stride);
            inverted_residual(&mut network, block, stage, sliding)?;
            block += 1;
        }
    }
    network.convolution("_conv_head", HEAD_CHANNELS, POINTWISE, RELU6, None)?;
    Ok(network.finish(Readout::Mean))
}

/// Expansion, depthwise convolution, projection; with a residual where the shape does not change.
fn inverted_residual(
    network: &mut Builder<'_>,
    block: usize,
    stage: &Stage,
    sliding: Sliding,
) -> Result<(), String> {
    let (input, channels) = network.last_map();
    let name = |part: &str| format!("_blocks.{block}.{part}");
    if stage.expansion != 1 {
        let wide = channels * stage.expansion;
        network.convolution(&name("_expand_conv"), wide, POINTWISE, RELU6, None)?;
    }
    network.depthwise_convolution(&name("_depthwise_conv"), sliding, RELU6)?;
    let keeps_shape = sliding.stride == [1, 1] && channels == stage.channels;
    let (name, residual) = (name("_project_conv"), keeps_shape.then_some(input));
    network.convolution(&name, stage.channels, POINTWISE, Bounds::NONE, residual)
}

/// TensorFlow's `same` padding: `⌈side / stride⌉` outputs, the odd pixel after. Sets the side to that of the output.
fn same(side_px: &mut usize, kernel: usize, stride: usize) -> Sliding {
    let n_out = side_px.div_ceil(stride);
    let total = ((n_out - 1) * stride + kernel).saturating_sub(*side_px);
    *side_px = n_out;
    Sliding::square(kernel, stride, [total / 2, total - total / 2])
}
