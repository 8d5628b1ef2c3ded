//! The second term of Eq. (3): how far a posterior is from the prior.

use serde::{Deserialize, Serialize};

use crate::matrix::{Matrix, Scalar};
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
    pub(crate) fn of<M: Matrix>(self, posterior: &Gaussian<M>) -> M::Scalar {
        let n_rows = posterior.mean.shape()[0] as f64;
        let Gaussian { mean, log_var } = posterior.clone();
        let summands = log_var.clone().shifted(1.0) - mean.squared() - log_var.exponential();
        let sum = summands.sum_of_all().scaled(-0.5);
        match self {
            KlReduction::RowMean => sum.scaled(n_rows.recip()),
            KlReduction::Sum => sum,
        }
    }
}
