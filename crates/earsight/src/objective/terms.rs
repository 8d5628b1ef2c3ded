//! The three terms of Eq. (3), a contrastive form of the last, and schedules of their weights.

use earsight_core::PerModality;
use earsight_kernels::Variable;
use serde::{Deserialize, Serialize};

use crate::network::vae::Gaussian;

/// Reduction of the squared error of the decoded pair: how well it is reconstructed from one modality's latent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reconstruction {
    /// Mean over rows and all columns of the pair, so that the wider modality weighs more (SPEC §1.3).
    ElementMean,
    /// Mean over the columns of each modality, then the sum of both: a Gaussian likelihood with
    /// weight `1/D` per modality, so that many visual columns do not outweigh few audio ones.
    #[serde(alias = "sense-mean")]
    ModalityMean,
}

impl Reconstruction {
    /// # Shapes
    /// - `pair`, `target`: `[B, D_v + D_a]`; `n_visual` is `D_v` → scalar
    pub(super) fn of<'t>(
        self,
        pair: Variable<'t>,
        target: Variable<'t>,
        n_visual: usize,
    ) -> Variable<'t> {
        let squared = (pair - target).square(); // [B, D_v + D_a]
        match self {
            Reconstruction::ElementMean => squared.mean(),
            Reconstruction::ModalityMean => {
                let n_audio = squared.shape()[1] - n_visual;
                squared.columns(0, n_visual).mean() + squared.columns(n_visual, n_audio).mean()
            }
        }
    }
}

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
    pub(crate) fn of<'t>(self, posterior: &Gaussian<'t>) -> Variable<'t> {
        let Gaussian { mean, log_var } = *posterior;
        let n_rows = mean.shape()[0] as f64;
        let summands = log_var.add_scalar(1.0) - mean.square() - log_var.exp();
        let sum = summands.sum().scale(-0.5);
        match self {
            KlReduction::RowMean => sum.scale(n_rows.recip()),
            KlReduction::Sum => sum,
        }
    }
}

/// How `W(q_a, q_v)` is computed: the distance of the two posteriors of the same segment.
/// The sources differ (SPEC §13, docs/deviations.md).
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
    pub(crate) fn of<'t>(
        self,
        posteriors: &PerModality<Gaussian<'t>>,
        samples: &PerModality<Variable<'t>>,
    ) -> Variable<'t> {
        let difference = || (samples.visual - samples.audio).square(); // [B, Z]
        match self {
            Wasserstein::BatchNorm => difference().sum().sqrt(),
            Wasserstein::PairMean => difference().row_sum().sqrt().mean(),
            Wasserstein::ClosedFormSquared => w2_squared(posteriors).mean(),
            Wasserstein::ClosedForm => w2_squared(posteriors).add_scalar(1e-12).sqrt().mean(),
        }
    }
}

/// `W₂²` of each pair of posteriors (Givens & Shortt 1984, for diagonal covariances).
///
/// # Shapes
/// - `posteriors`: `[B, Z]` each → `[B, 1]`
fn w2_squared<'t>(posteriors: &PerModality<Gaussian<'t>>) -> Variable<'t> {
    let means = posteriors.audio.mean - posteriors.visual.mean;
    let stds = posteriors.audio.std() - posteriors.visual.std();
    (means.square() + stds.square()).row_sum()
}

/// InfoNCE (van den Oord et al. 2018) over the batch with `−W₂² / (τ·Z)` as the energy, both ways:
/// a segment is closer to its own pair than to the negatives.
///
/// The Wasserstein term alone is smallest when the latent of both modalities carries no information.
/// This form also separates negatives, and so a collapsed latent does not minimise it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContrastConfig {
    /// Factor in the objective.
    pub weight: f64,
    /// `τ`; smaller is stricter.
    pub temperature: f64,
}

impl ContrastConfig {
    /// # Shapes
    /// - `posteriors`: `[B, Z]` each → scalar
    pub(super) fn of<'t>(&self, posteriors: &PerModality<Gaussian<'t>>) -> Variable<'t> {
        let latent_dim = posteriors.audio.mean.shape()[1] as f64;
        let means = posteriors.as_ref().map(|posterior| posterior.mean);
        let stds = posteriors.as_ref().map(Gaussian::std);
        let squared = squared_distances(means) + squared_distances(stds); // [B, B]
        let scores = squared.scale(-1.0 / (self.temperature * latent_dim));
        (own_pair_loss(scores) + own_pair_loss(scores.transposed())).scale(0.5)
    }
}

/// `−mean_i log softmax(scores_i)_i`.
fn own_pair_loss(scores: Variable<'_>) -> Variable<'_> {
    scores.log_softmax().diagonal().mean().scale(-1.0)
}

/// `‖a_i − v_j‖²` as `‖a_i‖² + ‖v_j‖² − 2 a_i·v_j`.
///
/// # Shapes
/// - `points`: `[B, D]` each → `[B, B]`
pub fn squared_distances<'t>(points: PerModality<Variable<'t>>) -> Variable<'t> {
    let norms = points.as_ref().map(|points| points.square().row_sum()); // [B, 1]
    let cross = points.audio.matmul_transposed(points.visual);
    norms.audio + norms.visual.transposed() - cross.scale(2.0)
}

/// A loss term's weight over the epochs, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum WeightSchedule {
    /// The same in all epochs.
    Constant {
        /// The weight.
        value: f64,
    },
    /// `first` for so many epochs, then `then`: the paper's λ₂ is 0.1 for 10 epochs, then 0.01 (§2.2).
    Step {
        /// Weight at the beginning.
        first: f64,
        /// Epochs that use it.
        epochs: usize,
        /// Weight afterwards.
        then: f64,
    },
    /// Grows linearly to `value` over so many epochs (Bowman et al. 2016), so that the latent is used before it is penalised.
    WarmUp {
        /// Weight at the end.
        value: f64,
        /// Epochs of growth.
        epochs: usize,
    },
}

impl WeightSchedule {
    /// The weight in an epoch.
    pub fn at(self, epoch: usize) -> f64 {
        match self {
            WeightSchedule::Constant { value } => value,
            WeightSchedule::Step { first, epochs, then } => {
                if epoch < epochs {
                    first
                } else {
                    then
                }
            }
            WeightSchedule::WarmUp { value, epochs } => {
                value * ((epoch + 1) as f64 / epochs.max(1) as f64).min(1.0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_papers_kl_weight_drops_after_ten_epochs() {
        let schedule = WeightSchedule::Step { first: 0.1, epochs: 10, then: 0.01 };
        assert_eq!((schedule.at(9), schedule.at(10)), (0.1, 0.01));
    }

    #[test]
    fn a_warm_up_ends_at_its_value() {
        let schedule = WeightSchedule::WarmUp { value: 0.5, epochs: 4 };
        assert!((schedule.at(0) - 0.125).abs() < 1e-12);
        assert_eq!((schedule.at(3), schedule.at(99)), (0.5, 0.5));
    }
}
