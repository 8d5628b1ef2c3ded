//! The third term of Eq. (3): how far apart the two senses put the same segment.

use earsight_core::PerModality;
use serde::{Deserialize, Serialize};

use crate::matrix::{Matrix, Scalar};
use crate::posterior::Gaussian;

/// How `W(q_a, q_v)` is computed; the sources differ (SPEC §13, docs/deviations.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wasserstein {
    /// `‖Z_a − Z_v‖_F` over the whole batch of samples: the reference code (13a).
    BatchNorm,
    /// `mean_i ‖z_a,i − z_v,i‖₂` over samples: the paper's formula (13b).
    PairMean,
    /// `mean_i W₂²(q_a,i, q_v,i) = ‖Δmean‖² + ‖Δσ‖²`, closed form for diagonal Gaussians (13c).
    ClosedFormSquared,
    /// `mean_i √(W₂² + 1e-12)`, the distance itself (13c).
    ClosedForm,
}

impl Wasserstein {
    /// # Shapes
    /// - `posteriors`, `samples`: `[B, Z]` each → scalar
    pub(crate) fn of<M: Matrix>(
        self,
        posteriors: &PerModality<Gaussian<M>>,
        samples: &PerModality<M>,
    ) -> M::Scalar {
        let apart = || (samples.visual.clone() - samples.audio.clone()).squared(); // [B, Z]
        match self {
            Wasserstein::BatchNorm => apart().sum_of_all().root(),
            Wasserstein::PairMean => apart().row_sums().root().mean_of_all(),
            Wasserstein::ClosedFormSquared => squared(posteriors).mean_of_all(),
            Wasserstein::ClosedForm => squared(posteriors).shifted(1e-12).root().mean_of_all(),
        }
    }
}

/// `W₂²` of each pair of posteriors (Givens & Shortt 1984, for diagonal covariances).
///
/// # Shapes
/// - `posteriors`: `[B, Z]` each → `[B, 1]`
fn squared<M: Matrix>(posteriors: &PerModality<Gaussian<M>>) -> M {
    let means = posteriors.audio.mean.clone() - posteriors.visual.mean.clone();
    let stds = posteriors.audio.std() - posteriors.visual.std();
    (means.squared() + stds.squared()).row_sums()
}
