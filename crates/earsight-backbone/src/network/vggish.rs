//! VGGish: Hershey et al., *CNN Architectures for Large-Scale Audio Classification*, ICASSP 2017 (Google's `vggish_slim.py`),
//! with the names of `vggish-10086976.pth`.

use super::Layer::{Convolution, Pool};
use super::{Layer, Network};
use crate::log_mel::{VGGISH_BANDS, VGGISH_FRAMES};
use crate::onnx::{Attribute, Dimension, Graph};
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

/// The network up to its embedding, which YouTube-8M post-processes and AVE does not (SPEC §12.1), as an ONNX model.
///
/// # Shapes
/// - `[N, 1, 96, 64]` of log-mel → `[N, 128]`, each at least 0
pub(crate) fn vggish(weights: &Weights<'_>) -> Result<Vec<u8>, String> {
    let input = [
        Dimension::Free("N"),
        Dimension::Fixed(1),
        Dimension::Fixed(VGGISH_FRAMES),
        Dimension::Fixed(VGGISH_BANDS),
    ];
    let (graph, input) = Graph::new("vggish", &input);
    let mut network = Network { graph, weights };
    let x = network.trunk(&input, 1, &LAYERS)?;
    // The weights come from TensorFlow: flattened in the order height, width, channel.
    let permutation = [("perm", Attribute::Ints(&[0, 2, 3, 1]))];
    let x = network.graph.operator("Transpose", &[&x], &permutation);
    let mut x = network.graph.operator("Flatten", &[&x], &[("axis", Attribute::Int(1))]);
    for (place, size) in DENSE {
        let y = network.dense(&x, &format!("embeddings.{place}"), size)?;
        x = network.graph.operator("Relu", &[&y], &[]);
    }
    Ok(network.graph.into_model(&x, &[Dimension::Free("N"), Dimension::Fixed(128)]))
}
