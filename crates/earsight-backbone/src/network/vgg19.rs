//! VGG-19: Simonyan and Zisserman, *Very Deep Convolutional Networks for Large-Scale Image Recognition*, ICLR 2015,
//! configuration E, with the names of torchvision's checkpoint.

use super::builder::Builder;
use super::{Network, Readout};
use crate::weights::Weights;

/// Convolutions of each block, and their channels.
const BLOCKS: [(usize, usize); 5] = [(2, 64), (2, 128), (4, 256), (4, 512), (4, 512)];

/// The network up to its fifth pool, and the mean over the 7 × 7 places (SPEC §12.2).
///
/// # Shapes
/// - `[N, 3, 224, 224]` → `[N, 512]`, each at least 0
pub(crate) fn vgg19(weights: &Weights<'_>) -> Result<Network, String> {
    let mut network = Builder::new(weights, 3);
    network.vgg_features(&BLOCKS)?;
    Ok(network.finish(Readout::Mean))
}
