//! The second term of Eq. (3): how far a posterior is from the prior.

use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

use crate::posterior::Gaussian;

/// How `KL(q ‖ N(0, I)) = −½ Σ_z (1 + log σ² − mean² − σ²)` is taken over a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KlReduction {
    /// Sum over latent dimensions, mean over rows: the divergence of one segment.
    RowMean,
    /// Sum over dimensions *and* rows, as the reference code does; its weight grows with the batch (SPEC D2).
    Sum,
}

impl KlReduction {
    /// # Shapes
    /// - `posterior`: `[B, Z]` → scalar
    pub(crate) fn of(self, posterior: &Gaussian) -> Tensor<1> {
        let n_rows = posterior.mean.dims()[0] as f64;
        let Gaussian { mean, log_var } = posterior.clone();
        let sum = (log_var.clone() + 1.0 - mean.powi_scalar(2) - log_var.exp()).sum() * -0.5;
        match self {
            KlReduction::RowMean => sum / n_rows,
            KlReduction::Sum => sum,
        }
    }
}
