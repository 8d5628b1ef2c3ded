//! DMRN, the dual multimodal residual network that fuses two senses (Tian et al., ECCV 2018; SPEC §5.3), one block.

use burn::tensor::Tensor;
use earsight_core::{Modality, PerModality};
use rand_chacha::ChaCha8Rng;

use super::Linear;
use crate::parameters::{Binder, Initialization, Parameters};

/// `m = ½(U_v h_v + U_a h_a)`, each `U` two linear layers with tanh between;
/// `h' = tanh(h + m)` for both; fused `½(h_v' + h_a')`.
pub(crate) struct Dmrn {
    residuals: PerModality<[Linear; 2]>,
}

impl Dmrn {
    /// Adds `NAME.audio.0`, `NAME.audio.2`, and the same of `visual`; `H → H → H`.
    pub(crate) fn init(parameters: &mut Parameters, name: &str, dim: usize, rng: &mut ChaCha8Rng) {
        for modality in Modality::ALL {
            for layer in [0, 2] {
                let name = format!("{name}.{modality}.{layer}");
                parameters.push_linear(&name, [dim, dim], Initialization::FanInUniform, rng);
            }
        }
    }

    pub(crate) fn bind(binder: &mut Binder<'_>) -> Self {
        let residuals = PerModality::from_fn(|_| [Linear::bind(binder), Linear::bind(binder)]);
        Dmrn { residuals }
    }

    /// # Shapes
    /// - `senses`: `[N, H]` each → `[N, H]`
    pub(crate) fn forward(&self, senses: PerModality<Tensor<2>>) -> Tensor<2> {
        let residual = |([first, second], h): (&[Linear; 2], &Tensor<2>)| {
            second.forward(first.forward(h.clone()).tanh())
        };
        let residuals = self.residuals.as_ref().zip(senses.as_ref()).map(residual);
        let merged = (residuals.visual + residuals.audio) * 0.5;
        let updated = senses.map(|h| (h + merged.clone()).tanh());
        (updated.visual + updated.audio) * 0.5
    }
}
