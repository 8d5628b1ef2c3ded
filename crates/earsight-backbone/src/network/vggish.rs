//! VGGish: Hershey et al., *CNN Architectures for Large-Scale Audio Classification*, ICASSP 2017 (Google's `vggish_slim.py`),
//! with the names of `vggish-10086976.pth`.

use super::builder::Builder;
use super::{Network, Readout};
use crate::weights::Weights;

/// Convolutions of each block, and their channels.
const BLOCKS: [(usize, usize); 4] = [(1, 64), (1, 128), (2, 256), (2, 512)];

/// The network up to its embedding, which YouTube-8M post-processes and AVE does not (SPEC §12.1).
///
/// The weights come from TensorFlow: the 6 × 4 places of 512 channels are flattened in the order height, width,
/// channel; three dense layers with ReLU follow.
///
/// # Shapes
/// - `[N, 1, 96, 64]` of log-mel → `[N, 128]`, each at least 0
pub(crate) fn vggish(weights: &Weights<'_>) -> Result<Network, String> {
    let mut network = Builder::new(weights, 1);
    network.vgg_features(&BLOCKS)?;
    network.dense("embeddings.0", 6 * 4 * 512, 4096)?;
    network.dense("embeddings.2", 4096, 4096)?;
    network.dense("embeddings.4", 4096, 128)?;
    Ok(network.finish(Readout::Flatten))
}
