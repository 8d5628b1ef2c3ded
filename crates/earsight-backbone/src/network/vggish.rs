//! VGGish: Hershey et al., *CNN Architectures for Large-Scale Audio Classification*, ICASSP 2017 (Google's `vggish_slim.py`),
//! with the names of `vggish-10086976.pth`.

use super::Layer::{Convolution, Pool};
use super::{Layer, Network};
use crate::graph::{Dimension, Graph, Operator, Value};
use crate::log_mel::{VGGISH_BANDS, VGGISH_FRAMES};
use crate::weights::Weights;

const LAYERS: [Layer; 10] = [
    Convolution(0, 64),
    Pool,
    Convolution(3, 128),
    Pool,
    Convolution(6, 256),
    Convolution(8, 256),
    Pool,
    Convolution(11, 512),
    Convolution(13, 512),
    Pool,
];

/// 6 × 4 places of 512 channels, then three dense layers, each with ReLU.
const DENSE: [(usize, (usize, usize)); 3] =
    [(0, (6 * 4 * 512, 4096)), (2, (4096, 4096)), (4, (4096, 128))];

/// The network up to its embedding, which YouTube-8M post-processes and AVE does not (SPEC §12.1).
///
/// # Shapes
/// - `[N, 1, 96, 64]` of log-mel → `[N, 128]`, each at least 0
pub(crate) fn vggish(weights: &Weights<'_>) -> Result<Graph, String> {
    let input = [
        Dimension::Free("N"),
        Dimension::Fixed(1),
        Dimension::Fixed(VGGISH_FRAMES),
        Dimension::Fixed(VGGISH_BANDS),
    ];
    let mut network = Network { graph: Graph::new("vggish", input, 128), weights };
    let x = network.trunk(Value::Input, 1, &LAYERS)?;
    // The weights come from TensorFlow: flattened in the order height, width, channel.
    let x = network.graph.apply(Operator::Transpose { permutation: &[0, 2, 3, 1] }, &[x]);
    let mut x = network.graph.apply(Operator::Flatten, &[x]);
    for (place, size) in DENSE {
        let y = network.dense(x, &format!("embeddings.{place}"), size)?;
        x = network.graph.apply(Operator::Relu, &[y]);
    }
    Ok(network.graph)
}
