//! A contrastive form of the Wasserstein term: a segment's own pair is closer than others' are.

use earsight_core::PerModality;
use serde::{Deserialize, Serialize};

use crate::matrix::{Matrix, Scalar};
use crate::posterior::Gaussian;

/// InfoNCE (van den Oord et al. 2018) over the batch with `−W₂² / (τ·Z)` as the energy, both ways.
///
/// The Wasserstein term alone only pulls; it is smallest when both senses say nothing.
/// This form also pushes, and so cannot be satisfied by a collapsed latent.
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
    pub(crate) fn of<M: Matrix>(&self, posteriors: &PerModality<Gaussian<M>>) -> M::Scalar {
        let latent_dim = posteriors.audio.mean.shape()[1] as f64;
        let means = posteriors.as_ref().map(|posterior| posterior.mean.clone());
        let stds = posteriors.as_ref().map(Gaussian::std);
        let squared = squared_distances(means) + squared_distances(stds); // [B, B]
        let scores = squared.scaled(-1.0 / (self.temperature * latent_dim));
        (own_pair_loss(scores.clone()) + own_pair_loss(scores.transposed())).scaled(0.5)
    }
}

/// `−mean_i log softmax(scores_i)_i`.
fn own_pair_loss<M: Matrix>(scores: M) -> M::Scalar {
    scores.log_softmax().diagonal().mean_of_all().scaled(-1.0)
}

/// `‖a_i − v_j‖²` as `‖a_i‖² + ‖v_j‖² − 2 a_i·v_j`.
///
/// # Shapes
/// - `points`: `[B, D]` each → `[B, B]`
fn squared_distances<M: Matrix>(points: PerModality<M>) -> M {
    let norms = points.as_ref().map(|points| points.clone().squared().row_sums()); // [B, 1]
    let cross = points.audio.times_transposed(points.visual);
    norms.audio + norms.visual.transposed() - cross.scaled(2.0)
}
