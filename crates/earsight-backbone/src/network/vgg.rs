//! Networks of the family of Simonyan and Zisserman, *Very Deep Convolutional Networks for Large-Scale Image
//! Recognition*, ICLR 2015: blocks of 3 × 3 convolutions with ReLU, each block with a max-pool after it.

use earsight_kernels::Bounds;

use super::builder::Builder;
use super::{Network, Readout, THREE_BY_THREE};
use crate::weights::Weights;

/// A block: how many convolutions, and their channels.
type Block = (usize, usize);

/// Configuration E of the paper.
const VGG19: [Block; 5] = [(2, 64), (2, 128), (4, 256), (4, 512), (4, 512)];

/// Hershey et al., *CNN Architectures for Large-Scale Audio Classification*, ICASSP 2017 (Google's `vggish_slim.py`).
const VGGISH: [Block; 4] = [(1, 64), (1, 128), (2, 256), (2, 512)];

/// VGG-19 up to its fifth pool, and the mean over the 7 × 7 places (SPEC §12.2).
///
/// # Shapes
/// - `[N, 224, 224, 3]` → `[N, 512]`, each at least 0
pub(crate) fn vgg19(weights: &Weights<'_>) -> Result<Network, String> {
    let mut network = Builder::new(weights, 3);
    features(&mut network, &VGG19)?;
    Ok(network.finish(Readout::Mean))
}

/// VGGish up to its embedding, which YouTube-8M post-processes and AVE does not (SPEC §12.1).
///
/// The weights come from TensorFlow: the 6 × 4 places of 512 channels are flattened in the order height, width,
/// channel; three dense layers with ReLU follow.
///
/// # Shapes
/// - `[N, 96, 64, 1]` of log-mel → `[N, 128]`, each at least 0
pub(crate) fn vggish(weights: &Weights<'_>) -> Result<Network, String> {
    let mut network = Builder::new(weights, 1);
    features(&mut network, &VGGISH)?;
    network.dense("embeddings.0", 6 * 4 * 512, 4096)?;
    network.dense("embeddings.2", 4096, 4096)?;
    network.dense("embeddings.4", 4096, 128)?;
    Ok(network.finish(Readout::Flatten))
}

/// The blocks by the names of torchvision, which counts modules: a convolution, its ReLU and a pool are one each.
fn features(network: &mut Builder<'_>, blocks: &[Block]) -> Result<(), String> {
    let mut module = 0;
    for &(n_convolutions, channels) in blocks {
        for _ in 0..n_convolutions {
            let name = format!("features.{module}");
            network.convolution(&name, channels, THREE_BY_THREE, Bounds::RELU, None)?;
            module += 2;
        }
        network.max_pool([2, 2]);
        module += 1;
    }
    Ok(())
}
