//! DMRN, the dual multimodal residual network that fuses two modalities (Tian et al., ECCV 2018; SPEC §5.3), one block.

use burn::module::Module;
use burn::nn::{Linear, LinearConfig};
use burn::tensor::{Device, Tensor};
use earsight_core::{Modality, PerModality};

use super::module::Pair;

/// `m = ½(U_v h_v + U_a h_a)`, each `U` two linear layers with tanh between;
/// `h' = tanh(h + m)` for both; fused `½(h_v' + h_a')`.
#[derive(Module, Debug)]
pub(super) struct Dmrn {
    residuals: Pair<Vec<Linear>>,
}

impl Dmrn {
    pub(super) fn new(dim: usize, device: &Device) -> Self {
        let layer = |_| LinearConfig::new(dim, dim).init(device);
        Dmrn { residuals: Pair::from_fn(|_| (0..2).map(layer).collect()) }
    }

    /// # Shapes
    /// - `states`: `[N, H]` each → `[N, H]`
    pub(super) fn forward(&self, states: PerModality<Tensor<2>>) -> Tensor<2> {
        let residual = |modality: Modality| {
            let [first, second] = &self.residuals.get(modality)[..] else {
                unreachable!("a residual has two layers")
            };
            second.forward(first.forward(states[modality].clone()).tanh())
        };
        let merged = (residual(Modality::Visual) + residual(Modality::Audio)) * 0.5;
        let updated = states.map(|h| (h + merged.clone()).tanh());
        (updated.visual + updated.audio) * 0.5
    }
}
