//! §2.1: `q_a` and `q_v`, one Gaussian encoder per modality.

use burn::tensor::Tensor;
use rand_chacha::ChaCha8Rng;

use crate::layers::{LayerConfig, Linear, Mlp};
use crate::parameters::{Binder, Parameters};
use crate::posterior::Gaussian;

/// A trunk and two heads: `x → h → (mean, log σ²)` (SPEC §1.2).
pub(crate) struct Encoder {
    trunk: Mlp,
    mean: Linear,
    log_var: Linear,
}

impl Encoder {
    /// Adds the encoder's parameters under `name`; `widths` are input and trunk layers.
    pub(crate) fn init(
        parameters: &mut Parameters,
        name: &str,
        widths: &[usize],
        latent_dim: usize,
        config: LayerConfig,
        rng: &mut ChaCha8Rng,
    ) {
        Mlp::init(parameters, &format!("{name}.trunk"), widths, config, rng);
        let last = widths.last().copied().unwrap_or_default();
        for head in ["mean", "log_var"] {
            let shape = [last, latent_dim];
            parameters.push_linear(&format!("{name}.{head}"), shape, config.initialization, rng);
        }
    }

    pub(crate) fn bind(binder: &mut Binder<'_>, widths: &[usize], config: LayerConfig) -> Self {
        Encoder {
            trunk: Mlp::bind(binder, widths.len().saturating_sub(1), config),
            mean: Linear::bind(binder),
            log_var: Linear::bind(binder),
        }
    }

    /// # Shapes
    /// - `features`: `[B, D]` → posterior `[B, Z]`
    pub(crate) fn forward(&self, features: Tensor<2>) -> Gaussian {
        let hidden = self.trunk.forward(features);
        Gaussian { mean: self.mean.forward(hidden.clone()), log_var: self.log_var.forward(hidden) }
    }
}
