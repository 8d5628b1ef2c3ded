//! Concepts of each second as directions: `(√p − m) / ‖√p − m‖`, so that `‖q − i‖² = 2 − 2 cos`, a centred Hellinger
//! affinity of two distributions.

use earsight_core::{FeatureSet, Modality, PerModality};
use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::scaling::scale_rows_to_unit;
use crate::{Error, Result};

/// Seconds on each side whose concepts a second shares: what is heard in one second says little about what it is.
///
/// Compared on 114 real clips (docs/quality.md): 0, 1, 2, 4 and 8 s.
pub const CONTEXT_SECS: usize = 4;
/// Clips that the means which come with the networks are worth.
const PRIOR_CLIPS: f32 = 10.0;

/// The mean `√p` of each modality. What every sound is said to be a little, such as a certain kind of bird, is in it;
/// without it the same few concepts would be near everything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConceptMeans(PerModality<Vec<f32>>);

impl ConceptMeans {
    /// Means that come with the networks, computed on other recordings.
    ///
    /// # Shapes
    /// - `[C]` each, equally long
    pub fn given(means: PerModality<Vec<f32>>) -> Self {
        ConceptMeans(means)
    }

    /// Those of a collection: the means that it was given, moved towards its own by the number of its clips,
    /// `(n₀ m₀ + Σ m_clip) / (n₀ + n)`. `None` where none were given.
    ///
    /// Clips without concepts are left out.
    pub fn of(features: &FeatureSet) -> Option<Self> {
        let given = features.concept_means()?;
        Some(ConceptMeans::given(given.clone()).shrunk_to(features))
    }

    fn shrunk_to(&self, features: &FeatureSet) -> Self {
        ConceptMeans(PerModality::from_fn(|modality| {
            let mut sum: Vec<f32> = self.0[modality].iter().map(|m| PRIOR_CLIPS * m).collect();
            let mut n = PRIOR_CLIPS;
            for clip in features.clips() {
                let rows =
                    clip.concepts[modality].as_ref().filter(|rows| rows.ncols() == sum.len());
                let Some(rows) = rows.filter(|rows| rows.nrows() > 0) else { continue };
                n += 1.0;
                for (column, sum) in sum.iter_mut().enumerate() {
                    *sum += rows.column(column).sum() / rows.nrows() as f32;
                }
            }
            sum.iter().map(|sum| sum / n).collect()
        }))
    }

    /// Number of concepts.
    pub fn n_concepts(&self) -> usize {
        self.0.audio.len()
    }

    /// A direction for each second.
    ///
    /// # Shapes
    /// - `roots`: `[T, C]`, roots of probabilities of consecutive seconds of one clip → `[T, C]`
    ///
    /// # Errors
    /// [`Error::NoConcepts`] for another number of concepts.
    pub fn directions(
        &self,
        modality: Modality,
        roots: ArrayView2<'_, f32>,
    ) -> Result<Array2<f32>> {
        if roots.ncols() != self.n_concepts() {
            return Err(Error::NoConcepts { modality });
        }
        Ok(concept_directions(roots, &self.0[modality]))
    }
}

/// `(√p̄ − mean)` of each second, divided by its length, where p̄ are [`context_probabilities`].
///
/// # Shapes
/// - `roots`: `[T, C]`, `mean`: `[C]` → `[T, C]`
pub fn concept_directions(roots: ArrayView2<'_, f32>, mean: &[f32]) -> Array2<f32> {
    let mut directions = context_probabilities(roots);
    for mut row in directions.rows_mut() {
        for (value, mean) in row.iter_mut().zip(mean) {
            *value = value.sqrt() - mean;
        }
    }
    scale_rows_to_unit(&mut directions);
    directions
}

/// The mean probabilities within [`CONTEXT_SECS`] around each second. Columns do not depend on each other.
///
/// # Shapes
/// - `roots`: `[T, C]`, of consecutive seconds of one clip → `[T, C]`
pub fn context_probabilities(roots: ArrayView2<'_, f32>) -> Array2<f32> {
    let (n_secs, n_concepts) = roots.dim();
    let mut means = Array2::<f32>::zeros((n_secs, n_concepts));
    for (second, mut row) in means.rows_mut().into_iter().enumerate() {
        let around = second.saturating_sub(CONTEXT_SECS)..n_secs.min(second + CONTEXT_SECS + 1);
        let n = around.len() as f32;
        for neighbour in around {
            row.zip_mut_with(&roots.row(neighbour), |sum, &root| *sum += root * root);
        }
        row /= n;
    }
    means
}

#[cfg(test)]
mod tests {
    use ndarray::{array, s};

    use super::*;

    #[test]
    fn a_second_shares_the_concepts_around_it() {
        let roots = Array2::from_shape_fn((12, 2), |(second, concept)| {
            f32::from(u8::from((second < 6) == (concept == 0)))
        });
        let rows = concept_directions(roots.view(), &[0.5, 0.5]);
        // Of seconds 1 to 9, five have the first concept: p̄ = (5/9, 4/9).
        let p = [5.0_f32 / 9.0, 4.0 / 9.0].map(|p| p.sqrt() - 0.5);
        let length = p[0].hypot(p[1]);
        assert!((rows[[5, 0]] - p[0] / length).abs() < 1e-6, "{rows}");
        assert_eq!(rows.slice(s![0, ..]), rows.slice(s![1, ..]));
    }

    #[test]
    fn a_second_with_the_mean_has_no_direction() {
        let rows = concept_directions(array![[0.6_f32, 0.8]].view(), &[0.6, 0.8]);
        assert!(rows.iter().all(|&value| value.abs() < 1e-6), "{rows}");
    }
}
