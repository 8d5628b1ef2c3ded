//! VGG-19: Simonyan and Zisserman, *Very Deep Convolutional Networks for Large-Scale Image Recognition*, ICLR 2015,
//! configuration E, with the names of torchvision's checkpoint.

use super::Layer::{Convolution, Pool};
use super::{INPUT_PX, Layer, Network};
use crate::graph::{Dimension, Graph, Operator, Value};
use crate::weights::Weights;

const LAYERS: [Layer; 21] = [
    Convolution(0, 64),
    Convolution(2, 64),
    Pool,
    Convolution(5, 128),
    Convolution(7, 128),
    Pool,
    Convolution(10, 256),
    Convolution(12, 256),
    Convolution(14, 256),
    Convolution(16, 256),
    Pool,
    Convolution(19, 512),
    Convolution(21, 512),
    Convolution(23, 512),
    Convolution(25, 512),
    Pool,
    Convolution(28, 512),
    Convolution(30, 512),
    Convolution(32, 512),
    Convolution(34, 512),
    Pool,
];

/// The network up to its fifth pool, and the mean over the 7 × 7 places (SPEC §12.2).
///
/// # Shapes
/// - `[N, 3, 224, 224]` → `[N, 512]`, each at least 0
pub(crate) fn vgg19(weights: &Weights<'_>) -> Result<Graph, String> {
    let side = INPUT_PX as usize;
    let input =
        [Dimension::Free("N"), Dimension::Fixed(3), Dimension::Fixed(side), Dimension::Fixed(side)];
    let mut network = Network { graph: Graph::new("vgg19", input, 512), weights };
    let x = network.trunk(Value::Input, 3, &LAYERS)?;
    let mut graph = network.graph;
    let mean = graph.apply(Operator::GlobalAveragePool, &[x]);
    graph.apply(Operator::Flatten, &[mean]);
    Ok(graph)
}
