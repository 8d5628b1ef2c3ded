//! §2.1: `p(x|z)`, the one decoder that both senses share.

use burn::tensor::Tensor;
use rand_chacha::ChaCha8Rng;

use crate::layers::{LayerConfig, Mlp};
use crate::parameters::{Binder, Parameters};

/// `z → (x̂_v, x̂_a)`: whatever sense `z` came from, it gives the pair.
///
/// The pair's columns are the visual features first, then the audio features,
/// as in the reference checkpoint (SPEC §1.2).
pub(crate) struct SharedDecoder {
    layers: Mlp,
}

impl SharedDecoder {
    /// Adds the decoder's parameters; `widths` run from the latent to the pair.
    pub(crate) fn init(
        parameters: &mut Parameters,
        widths: &[usize],
        config: LayerConfig,
        rng: &mut ChaCha8Rng,
    ) {
        Mlp::init(parameters, "decoder", widths, config, rng);
    }

    pub(crate) fn bind(binder: &mut Binder<'_>, widths: &[usize], config: LayerConfig) -> Self {
        SharedDecoder { layers: Mlp::bind(binder, widths.len().saturating_sub(1), config) }
    }

    /// # Shapes
    /// - `latent`: `[B, Z]` → pair `[B, D_v + D_a]`
    pub(crate) fn forward(&self, latent: Tensor<2>) -> Tensor<2> {
        self.layers.forward(latent)
    }
}
