//! §2.1: `p(x|z)`, the one decoder that both senses share.

use burn::tensor::Tensor;
use rand_chacha::ChaCha8Rng;

use crate::layers::{LayerConfig, Linear, LinearPath, Mlp};
use crate::matrix::{Lender, Matrix};
use crate::parameters::{Initialization, Parameters};

/// `z → (x̂_v, x̂_a)`: whatever sense `z` came from, it gives the pair.
///
/// The pair's columns are the visual features first, then the audio features,
/// as in the reference checkpoint (SPEC §1.2).
pub(crate) struct SharedDecoder<M = Tensor<2>> {
    layers: Mlp<M>,
    linear: Option<Linear<M>>,
}

impl SharedDecoder {
    /// Adds the decoder's parameters; `widths` run from the latent to the pair.
    pub(crate) fn init(
        parameters: &mut Parameters,
        widths: &[usize],
        config: LayerConfig,
        path: LinearPath,
        rng: &mut ChaCha8Rng,
    ) {
        Mlp::init_with_last(parameters, "decoder", widths, config, path, rng);
        if let (LinearPath::Beside, [first, .., last]) = (path, widths) {
            parameters.push_linear("decoder.linear", [*first, *last], Initialization::Zero, rng);
        }
    }
}

impl<M: Matrix> SharedDecoder<M> {
    pub(crate) fn bind(
        lender: &mut impl Lender<Matrix = M>,
        widths: &[usize],
        config: LayerConfig,
        path: LinearPath,
    ) -> Self {
        SharedDecoder {
            layers: Mlp::bind(lender, widths.len().saturating_sub(1), config),
            linear: (path == LinearPath::Beside).then(|| Linear::bind(lender)),
        }
    }

    /// # Shapes
    /// - `latent`: `[B, Z]` → pair `[B, D_v + D_a]`
    pub(crate) fn forward(&self, latent: M) -> M {
        let pair = self.layers.forward(latent.clone());
        match &self.linear {
            Some(linear) => pair + linear.forward(latent),
            None => pair,
        }
    }
}
