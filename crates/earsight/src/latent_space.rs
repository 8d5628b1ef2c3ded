//! §3.4, Fig. 3: the latent space of both modalities, as a figure and as numbers.

mod pca;
mod tsne;

use earsight_core::PerModality;
use earsight_metrics::{closer_than_true_match, modality_gap, nearest_neighbour_modality_accuracy};
use ndarray::{Array2, ArrayView2, Axis, concatenate};

use crate::Posterior;
use pca::principal_plane;

/// How well the two modalities share their latent space.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Diagnostics {
    /// `‖mean of audio means − mean of visual means‖₂`; 0 is best.
    pub modality_gap: f64,
    /// Fraction of samples closer than the true match (Liu et al. 2019), both ways; 0 is best, ½ is chance.
    pub foscttm: f64,
    /// How often a mean's nearest other mean is of its own modality; ½ where the modalities mix, 1 where they are separate.
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
pub fn project(means: PerModality<ArrayView2<'_, f32>>) -> PerModality<Array2<f32>> {
    split(tsne::fit(joint(means).view()))
}

/// Both modalities' latent means on their first two joint principal directions, and the share of all variance
/// in that plane: for any number of points, where t-SNE's time grows with their square.
///
/// # Shapes
/// - `means`: `[N, Z]` each → `[N, 2]` each
pub fn project_linearly(
    means: PerModality<ArrayView2<'_, f32>>,
) -> (PerModality<Array2<f32>>, f64) {
    let (plane, variance_share) = principal_plane(joint(means).view());
    (split(plane.mapv(|x| x as f32)), variance_share)
}

/// `[2N, Z]`, audio rows first.
fn joint(means: PerModality<ArrayView2<'_, f32>>) -> Array2<f32> {
    concatenate(Axis(0), &[means.audio, means.visual])
        .expect("both modalities share one latent space")
}

fn split(plane: Array2<f32>) -> PerModality<Array2<f32>> {
    let (audio, visual) = plane.view().split_at(Axis(0), plane.nrows() / 2);
    PerModality { audio, visual }.map(|rows| rows.to_owned())
}
