//! §3.4, Fig. 3: the latent space of both modalities, as a picture and as numbers.

mod pca;
mod tsne;

use earsight_core::PerModality;
use earsight_metrics::{closer_than_true_match, modality_gap, nearest_neighbour_modality_accuracy};
use ndarray::{Array2, ArrayView2, Axis, concatenate, s};

use crate::Posterior;
use pca::principal_plane;
pub use tsne::TsneConfig;

/// How well the two modalities share their latent space.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Diagnostics {
    /// `‖mean of audio means − mean of visual means‖₂`; 0 is best.
    pub modality_gap: f64,
    /// Fraction of samples closer than the true match (Liu et al. 2019), both ways; 0 is best, ½ is chance.
    pub foscttm: f64,
    /// How often a mean's nearest other mean is of its own modality; ½ where the modalities mix, 1 where they lie apart.
    pub modality_accuracy: f64,
    /// Latent dimensions whose mean varies; none means that the model collapsed.
    pub active_units: PerModality<usize>,
    /// Dimensions of the latent.
    pub latent_dim: usize,
    /// `KL(q ‖ N(0, I))` per dimension, in nats.
    pub kl_per_dim: PerModality<f64>,
}

/// The numbers under a panel of Fig. 3.
///
/// # Shapes
/// - `posteriors`: `[N, Z]` each, row `i` of both from the same second
pub fn diagnose(posteriors: &PerModality<Posterior>) -> Diagnostics {
    let means = posteriors.as_ref().map(|posterior| posterior.mean.view());
    Diagnostics {
        modality_gap: modality_gap(means),
        foscttm: closer_than_true_match(means),
        modality_accuracy: nearest_neighbour_modality_accuracy(means),
        active_units: posteriors.as_ref().map(Posterior::n_active_units),
        latent_dim: means.audio.ncols(),
        kl_per_dim: posteriors.as_ref().map(Posterior::kl_per_dim),
    }
}

/// Both modalities' latent means in the plane, fitted jointly by t-SNE (van der Maaten & Hinton 2008).
///
/// # Shapes
/// - `means`: `[N, Z]` each → `[N, 2]` each
pub fn project(
    means: PerModality<ArrayView2<'_, f32>>,
    config: &TsneConfig,
) -> PerModality<Array2<f32>> {
    jointly(means, |joint| tsne::fit(joint, config))
}

/// Both modalities' latent means on their first two joint principal directions, and the share of all variance
/// that is seen so: for as many points as there are, where t-SNE's time grows with their square.
///
/// # Shapes
/// - `means`: `[N, Z]` each → `[N, 2]` each
pub fn project_linearly(
    means: PerModality<ArrayView2<'_, f32>>,
) -> (PerModality<Array2<f32>>, f64) {
    let mut variance_share = 1.0;
    let plane = jointly(means, |joint| {
        let plane = principal_plane(joint);
        variance_share = plane.variance_share;
        plane.positions.mapv(|x| x as f32)
    });
    (plane, variance_share)
}

fn jointly(
    means: PerModality<ArrayView2<'_, f32>>,
    project: impl FnOnce(ArrayView2<'_, f32>) -> Array2<f32>,
) -> PerModality<Array2<f32>> {
    let n = means.audio.nrows();
    let joint = concatenate(Axis(0), &[means.audio, means.visual])
        .expect("both modalities share one latent space");
    let plane = project(joint.view());
    PerModality {
        audio: plane.slice(s![..n, ..]).to_owned(),
        visual: plane.slice(s![n.., ..]).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posterior(mean: Array2<f32>) -> Posterior {
        Posterior { log_var: Array2::zeros(mean.dim()), mean }
    }

    #[test]
    fn a_shared_space_has_no_gap_and_a_collapsed_one_scores_chance() {
        let spread = Array2::from_shape_fn((6, 2), |(i, j)| (i * 2 + j) as f32);
        let both = PerModality { audio: posterior(spread.clone()), visual: posterior(spread) };
        let found = diagnose(&both);
        assert_eq!((found.modality_gap, found.foscttm), (0.0, 0.0));
        assert_eq!(found.active_units.audio, 2);
        let flat = PerModality::from_fn(|_| posterior(Array2::zeros((6, 2))));
        let collapsed = diagnose(&flat);
        assert_eq!((collapsed.foscttm, collapsed.active_units.audio), (0.5, 0));
    }
}
