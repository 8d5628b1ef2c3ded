//! Probabilities of starts from their distances, and conformal prediction sets of starts.

use earsight_metrics::conformal_threshold;

use super::MIN_CLIPS;
use super::queries::KnownItem;
use super::temperature::{fit_temperature, softmax};

/// Prediction sets for one kind of localization.
///
/// `p_t ∝ exp(−D_t / τ)`, and the set is `{ t : 1 − p_t ≤ q }`: split conformal prediction with the smallest
/// sets on average (Sadinle, Lei & Wasserman 2019). Both `τ` and `q` come from the same clips;
/// one number fitted on hundreds of queries costs next to no coverage.
#[derive(Debug, Clone, PartialEq)]
pub struct PredictionSets {
    /// `τ`, in units of the summed distance.
    temperature: f64,
    /// `q`; infinite where there are too few clips for the coverage, and then the set contains every start.
    threshold: f64,
    /// Clips that they come from.
    n_clips: usize,
}

impl PredictionSets {
    /// From the localizations of each clip.
    pub(super) fn fit(clips: &[Vec<KnownItem>], coverage: f64) -> Option<Self> {
        if clips.len() < MIN_CLIPS {
            return None;
        }
        let temperature = fit_temperature(clips);
        let score = |known: &KnownItem| 1.0 - known.probability(temperature);
        let scores: Vec<Vec<f64>> =
            clips.iter().map(|clip| clip.iter().map(score).collect()).collect();
        let threshold = conformal_threshold(&scores, coverage);
        Some(PredictionSets { temperature, threshold, n_clips: clips.len() })
    }

    /// The probability of each start, given that one of them is right.
    ///
    /// # Shapes
    /// - `distances`: `Σ D` over the query, `[n_starts]` → `[n_starts]`, summing to 1
    pub fn probabilities(&self, distances: &[f64]) -> Vec<f64> {
        softmax(distances, self.temperature)
    }

    /// The starts that contain the true one with the stated coverage, in order; the most probable are always among them.
    pub fn set(&self, probabilities: &[f64]) -> Vec<usize> {
        let largest = probabilities.iter().copied().fold(0.0, f64::max);
        let is_in = |&start: &usize| {
            let probability = probabilities[start];
            1.0 - probability <= self.threshold || probability >= largest
        };
        (0..probabilities.len()).filter(is_in).collect()
    }

    /// Clips that they come from.
    pub fn n_clips(&self) -> usize {
        self.n_clips
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_and_the_nearest_is_in_the_set() {
        let sets = PredictionSets { temperature: 0.5, threshold: 0.0, n_clips: 10 };
        let probabilities = sets.probabilities(&[3.0, 1.0, 1.0, 1e9]);
        assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(sets.set(&probabilities), [1, 2]);
        let unlimited = PredictionSets { threshold: f64::INFINITY, ..sets };
        assert_eq!(unlimited.set(&probabilities).len(), 4);
    }

    #[test]
    fn equal_distances_give_every_start_the_same_probability() {
        let known = |truth| KnownItem { distances: vec![1.0; 4], truth };
        let clips: Vec<Vec<KnownItem>> = (0..12).map(|clip| vec![known(clip % 4)]).collect();
        let sets = PredictionSets::fit(&clips, 0.9).unwrap();
        let probabilities = sets.probabilities(&[1.0; 4]);
        assert_eq!(probabilities, [0.25; 4]);
        assert_eq!(sets.set(&probabilities), [0, 1, 2, 3]);
        assert!(PredictionSets::fit(&clips[..9], 0.9).is_none());
    }
}
