//! §2.1: `q_a` and `q_v`, one Gaussian encoder per modality.

use burn::tensor::Tensor;
use rand_chacha::ChaCha8Rng;

use crate::layers::{LayerConfig, Linear, LinearPath, Mlp};
use crate::matrix::{Lender, Matrix};
use crate::parameters::{Initialization, Parameters};
use crate::posterior::Gaussian;

/// A trunk and two heads: `x → h → (mean, log σ²)` (SPEC §1.2);
/// with a linear path, `mean = A x + head(h)` and the heads start at zero.
pub(crate) struct Encoder<M = Tensor<2>> {
    trunk: Mlp<M>,
    mean: Linear<M>,
    log_var: Linear<M>,
    linear: Option<Linear<M>>,
}

impl Encoder {
    /// Adds the encoder's parameters under `name`; `widths` are input and trunk layers.
    pub(crate) fn init(
        parameters: &mut Parameters,
        name: &str,
        widths: &[usize],
        latent_dim: usize,
        config: LayerConfig,
        path: LinearPath,
        rng: &mut ChaCha8Rng,
    ) {
        Mlp::init(parameters, &format!("{name}.trunk"), widths, config, rng);
        let last = widths.last().copied().unwrap_or_default();
        for head in ["mean", "log_var"] {
            let name = format!("{name}.{head}");
            let initialization = path.of_last_layer(config.initialization);
            parameters.push_linear(&name, [last, latent_dim], initialization, rng);
        }
        if path == LinearPath::Beside {
            let shape = [widths[0], latent_dim];
            let name = format!("{name}.linear");
            parameters.push_linear(&name, shape, Initialization::Zero, rng);
        }
    }
}

impl<M: Matrix> Encoder<M> {
    pub(crate) fn bind(
        lender: &mut impl Lender<Matrix = M>,
        widths: &[usize],
        config: LayerConfig,
        path: LinearPath,
    ) -> Self {
        Encoder {
            trunk: Mlp::bind(lender, widths.len().saturating_sub(1), config),
            mean: Linear::bind(lender),
            log_var: Linear::bind(lender),
            linear: (path == LinearPath::Beside).then(|| Linear::bind(lender)),
        }
    }

    /// # Shapes
    /// - `features`: `[B, D]` → posterior `[B, Z]`
    pub(crate) fn forward(&self, features: M) -> Gaussian<M> {
        let hidden = self.trunk.forward(features.clone());
        let mut mean = self.mean.forward(hidden.clone());
        if let Some(linear) = &self.linear {
            mean = mean + linear.forward(features);
        }
        Gaussian { mean, log_var: self.log_var.forward(hidden) }
    }
}
