//! CNN9: the nine-layer network of Kong et al., *DCASE 2018 Challenge baseline* (arXiv:1808.00773),
//! as trained by Ma and Lerch, *Representation Learning for the Automatic Indexing of Sound Effects Libraries*, ISMIR 2022.
//!
//! Batch norms are already folded into the convolutions.

use super::{Network, THREE_BY_THREE};
use crate::graph::{Dimension, Graph, Operator, Value};
use crate::weights::Weights;

/// Mel bands of the network's input.
pub(crate) const N_BANDS: usize = 96;

/// Channels after each block.
const BLOCKS: [usize; 4] = [64, 128, 256, 512];

/// The network up to its embedding.
///
/// # Shapes
/// - `[N, 1, frames, 96]` of log-mel → `[N, 512]`: mean over bands, then maximum over time, each at least 0
pub(crate) fn cnn9(weights: &Weights<'_>) -> Result<Graph, String> {
    let input = [
        Dimension::Free("N"),
        Dimension::Fixed(1),
        Dimension::Free("frames"),
        Dimension::Fixed(N_BANDS),
    ];
    let graph = Graph::new("cnn9", input, BLOCKS[BLOCKS.len() - 1]);
    let mut network = Network { graph, weights };
    let (mut x, mut channels) = (Value::Input, 1);
    for (idx, to) in BLOCKS.into_iter().enumerate() {
        let block = idx + 1;
        for conv in 1..=2 {
            let name = format!("embedding_net.conv_block{block}.conv{conv}");
            x = network.convolution(x, &name, (channels, to), THREE_BY_THREE, 1)?;
            x = network.graph.apply(Operator::Relu, &[x]);
            channels = to;
        }
        if block < BLOCKS.len() {
            x = network.graph.apply(Operator::MaxPool, &[x]);
        }
    }
    let mut graph = network.graph;
    let mean = graph.apply(Operator::ReduceMean { axis: 3 }, &[x]); // [N, 512, frames / 8]
    graph.apply(Operator::ReduceMax { axis: 2 }, &[mean]); // [N, 512]
    Ok(graph)
}
