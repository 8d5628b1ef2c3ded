//! CNN9: the nine-layer network of Kong et al., *DCASE 2018 Challenge baseline* (arXiv:1808.00773),
//! as trained by Ma and Lerch, *Representation Learning for the Automatic Indexing of Sound Effects Libraries*, ISMIR 2022.
//!
//! Batch norms are already folded into the convolutions.

use super::{HALVING, Network, THREE_BY_THREE};
use crate::onnx::{Attribute, Dimension, Graph};
use crate::weights::Weights;

/// Mel bands of the network's input.
pub(crate) const N_BANDS: usize = 96;

/// Channels after each block.
const BLOCKS: [usize; 4] = [64, 128, 256, 512];

/// The network up to its embedding, as an ONNX model.
///
/// # Shapes
/// - `[N, 1, frames, 96]` of log-mel → `[N, 512]`: mean over bands, then maximum over time, each at least 0
pub(crate) fn cnn9(weights: &Weights<'_>) -> Result<Vec<u8>, String> {
    let input = [
        Dimension::Free("N"),
        Dimension::Fixed(1),
        Dimension::Free("frames"),
        Dimension::Fixed(N_BANDS),
    ];
    let (graph, mut x) = Graph::new("cnn9", &input);
    let mut network = Network { graph, weights };
    let mut channels = 1;
    for (idx, to) in BLOCKS.into_iter().enumerate() {
        let block = idx + 1;
        for conv in 1..=2 {
            let name = format!("embedding_net.conv_block{block}.conv{conv}");
            x = network.convolution(&x, &name, (channels, to), THREE_BY_THREE)?;
            x = network.graph.operator("Relu", &[&x], &[]);
            channels = to;
        }
        if block < BLOCKS.len() {
            x = network.graph.operator("MaxPool", &[&x], &HALVING);
        }
    }
    let mut graph = network.graph;
    let over =
        |axis: &'static [i64]| [("axes", Attribute::Ints(axis)), ("keepdims", Attribute::Int(0))];
    let mean = graph.operator("ReduceMean", &[&x], &over(&[3])); // [N, 512, frames / 8]
    let rows = graph.operator("ReduceMax", &[&mean], &over(&[2])); // [N, 512]
    Ok(graph.into_model(&rows, &[Dimension::Free("N"), Dimension::Fixed(channels)]))
}
