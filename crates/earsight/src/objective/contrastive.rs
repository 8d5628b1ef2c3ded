//! A contrastive form of the Wasserstein term: a segment's own pair is closer than others' are.

use burn::tensor::{Int, Tensor, activation};
use earsight_core::PerModality;
use serde::{Deserialize, Serialize};

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
    pub(crate) fn of(&self, posteriors: &PerModality<Gaussian>) -> Tensor<1> {
        let latent_dim = posteriors.audio.mean.dims()[1] as f64;
        let points = posteriors
            .as_ref()
            .map(|posterior| Tensor::cat(vec![posterior.mean.clone(), posterior.std()], 1));
        let norms = points.as_ref().map(|p| p.clone().powi_scalar(2).sum_dim(1)); // [B, 1]
        let cross = points.audio.matmul(points.visual.transpose()); // [B, B]
        let squared = norms.audio + norms.visual.transpose() - cross * 2.0; // [B, B]
        let scores = squared * (-1.0 / (self.temperature * latent_dim));
        (own_pair_loss(scores.clone()) + own_pair_loss(scores.transpose())) * 0.5
    }
}

/// `−mean_i log softmax(scores_i)_i`.
fn own_pair_loss(scores: Tensor<2>) -> Tensor<1> {
    let n = scores.dims()[0];
    let own = Tensor::<1, Int>::arange(0..n as i64, &scores.device()).reshape([n, 1]);
    let log_probability: Tensor<2> = activation::log_softmax(scores, 1).gather(1, own);
    log_probability.mean() * -1.0
}
