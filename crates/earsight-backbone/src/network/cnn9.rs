//! CNN9: the nine-layer network of Kong et al., *DCASE 2018 Challenge baseline* (arXiv:1808.00773),
//! as trained by Ma and Lerch, *Representation Learning for the Automatic Indexing of Sound Effects Libraries*, ISMIR 2022.

use earsight_kernels::Bounds;

use super::builder::Builder;
use super::{Network, Readout, THREE_BY_THREE};
use crate::weights::Weights;

/// Channels of each block.
const BLOCKS: [usize; 4] = [64, 128, 256, 512];

/// The network up to its embedding.
///
/// # Shapes
/// - `[N, frames, 96, 1]` of log-mel → `[N, 512]`: mean over bands, then maximum over time, each at least 0
pub(crate) fn cnn9(weights: &Weights<'_>) -> Result<Network, String> {
    let mut network = Builder::new(weights, 1);
    for (idx, channels) in BLOCKS.into_iter().enumerate() {
        let block = idx + 1;
        for conv in 1..=2 {
            let name = format!("embedding_net.conv_block{block}.conv{conv}");
            network.convolution(&name, channels, THREE_BY_THREE, Bounds::RELU, None)?;
        }
        if block < BLOCKS.len() {
            network.max_pool([2, 2]);
        }
    }
    Ok(network.finish(Readout::MaxOfRowMeans))
}
