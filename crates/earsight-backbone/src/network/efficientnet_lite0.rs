//! EfficientNet-Lite0: Tan and Le, *EfficientNet*, 2019 (arXiv:1905.11946), in the Lite variant of 2020:
//! no squeeze-and-excitation, ReLU6 for swish, stem and head not scaled.
//!
//! The weights come from TensorFlow, and with them its `same` padding: an odd pixel goes right and below.
//! Batch norms are already folded into the convolutions.

use super::Network;
use crate::graph::{Dimension, Graph, Operator, Sliding, Value};
use crate::weights::Weights;

/// Width and height of the network's input.
pub(crate) const INPUT_PX: u32 = 224;

const STEM_CHANNELS: usize = 32;
const HEAD_CHANNELS: usize = 1280;

/// A run of inverted residual blocks; the first may halve the picture.
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
/// - `[N, 3, 224, 224]` of (RGB − 127) / 128 → `[N, 1280]`, each in 0..=6
pub(crate) fn efficientnet_lite0(weights: &Weights<'_>) -> Result<Graph, String> {
    let side = INPUT_PX as usize;
    let input =
        [Dimension::Free("N"), Dimension::Fixed(3), Dimension::Fixed(side), Dimension::Fixed(side)];
    let graph = Graph::new("efficientnet-lite0", input, HEAD_CHANNELS);
    let mut network = Lite0 { network: Network { graph, weights }, side_px: side };

    let mut x = network.convolution(Value::Input, "_conv_stem", (3, STEM_CHANNELS), (3, 2), 1)?;
    x = network.relu6(x);
    let (mut channels, mut block) = (STEM_CHANNELS, 0);
    for stage in &STAGES {
        for repeat in 0..stage.n_blocks {
            let stride = if repeat == 0 { stage.first_stride } else { 1 };
            x = network.inverted_residual(x, block, channels, stage, stride)?;
            channels = stage.channels;
            block += 1;
        }
    }
    x = network.convolution(x, "_conv_head", (channels, HEAD_CHANNELS), (1, 1), 1)?;
    x = network.relu6(x);

    let mut graph = network.network.graph;
    let mean = graph.apply(Operator::GlobalAveragePool, &[x]);
    graph.apply(Operator::Flatten, &[mean]);
    Ok(graph)
}

struct Lite0<'a> {
    network: Network<'a>,
    side_px: usize,
}

impl Lite0<'_> {
    /// Expand, filter each channel alone, project; around it a residual where shapes allow.
    fn inverted_residual(
        &mut self,
        input: Value,
        block: usize,
        channels: usize,
        stage: &Stage,
        stride: usize,
    ) -> Result<Value, String> {
        let wide = channels * stage.expansion;
        let name = |part: &str| format!("_blocks.{block}.{part}");
        let mut x = input;
        if stage.expansion != 1 {
            x = self.convolution(x, &name("_expand_conv"), (channels, wide), (1, 1), 1)?;
            x = self.relu6(x);
        }
        let (kernel, to) = (stage.kernel, stage.channels);
        x = self.convolution(x, &name("_depthwise_conv"), (wide, wide), (kernel, stride), wide)?;
        x = self.relu6(x);
        x = self.convolution(x, &name("_project_conv"), (wide, to), (1, 1), 1)?;
        if stride == 1 && channels == to {
            x = self.network.graph.apply(Operator::Add, &[x, input]);
        }
        Ok(x)
    }

    fn convolution(
        &mut self,
        x: Value,
        name: &str,
        channels: (usize, usize),
        (kernel, stride): (usize, usize),
        groups: usize,
    ) -> Result<Value, String> {
        let pads = same_pads(self.side_px, kernel, stride);
        self.side_px = self.side_px.div_ceil(stride);
        self.network.convolution(x, name, channels, Sliding { kernel, stride, pads }, groups)
    }

    fn relu6(&mut self, x: Value) -> Value {
        self.network.graph.apply(Operator::Clip { low: 0.0, high: 6.0 }, &[x])
    }
}

/// TensorFlow's `same` padding: `⌈side / stride⌉` results, the odd pixel after.
fn same_pads(side_px: usize, kernel: usize, stride: usize) -> [usize; 2] {
    let n_out = side_px.div_ceil(stride);
    let total = ((n_out - 1) * stride + kernel).saturating_sub(side_px);
    [total / 2, total - total / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_pixel_of_padding_goes_after() {
        assert_eq!(same_pads(224, 3, 2), [0, 1]);
        assert_eq!(same_pads(112, 3, 1), [1, 1]);
        assert_eq!(same_pads(56, 5, 2), [1, 2]);
        assert_eq!(same_pads(7, 1, 1), [0, 0]);
    }
}
