//! Probabilities of starts from their distances, and conformal prediction sets of starts.

use earsight_metrics::conformal_threshold;

use super::MIN_CLIPS;
use super::queries::KnownStart;

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
    pub(super) fn fit(clips: &[Vec<KnownStart>], coverage: f64) -> Option<Self> {
        if clips.len() < MIN_CLIPS {
            return None;
        }
        let temperature = fit_temperature(clips);
        let score = |known: &KnownStart| 1.0 - known.probability(temperature);
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

impl KnownStart {
    /// Of the true start.
    fn probability(&self, temperature: f64) -> f64 {
        softmax(&self.distances, temperature)[self.truth]
    }
}

fn softmax(distances: &[f64], temperature: f64) -> Vec<f64> {
    let smallest = distances.iter().copied().fold(f64::INFINITY, f64::min);
    let weights: Vec<f64> =
        distances.iter().map(|distance| ((smallest - distance) / temperature).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// The temperature of the greatest likelihood of the true starts, each clip counting once.
///
/// The likelihood is concave in `1 / τ`, so a golden-section search finds its only maximum.
fn fit_temperature(clips: &[Vec<KnownStart>]) -> f64 {
    let scale = typical_range(clips);
    if scale <= 0.0 {
        return 1.0;
    }
    let loss = |log_temperature: f64| -> f64 {
        let temperature = scale * log_temperature.exp();
        let of_query = |known: &KnownStart| -known.probability(temperature).ln();
        let of_clip =
            |clip: &Vec<KnownStart>| clip.iter().map(of_query).sum::<f64>() / clip.len() as f64;
        clips.iter().map(of_clip).sum()
    };
    scale * golden_section(loss, LOWEST.ln(), HIGHEST.ln()).exp()
}

/// Range of temperatures, in units of the mean distance less the smallest.
const LOWEST: f64 = 1e-2;
const HIGHEST: f64 = 1e4;

/// Mean over all queries of the mean distance less the smallest.
fn typical_range(clips: &[Vec<KnownStart>]) -> f64 {
    let of_query = |KnownStart { distances, .. }: &KnownStart| {
        let smallest = distances.iter().copied().fold(f64::INFINITY, f64::min);
        distances.iter().sum::<f64>() / distances.len() as f64 - smallest
    };
    let ranges: Vec<f64> = clips.iter().flatten().map(of_query).collect();
    ranges.iter().sum::<f64>() / ranges.len().max(1) as f64
}

/// The minimum of a unimodal function (Kiefer 1953), to a thousandth of the range and better.
fn golden_section(function: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..30 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if function(left) <= function(right) { high = right } else { low = left }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn golden_sections_find_the_minimum() {
        let lowest = golden_section(|x| (x - 0.3).powi(2), -5.0, 5.0);
        assert!((lowest - 0.3).abs() < 1e-4, "{lowest}");
    }

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
        let known = |truth| KnownStart { distances: vec![1.0; 4], truth };
        let clips: Vec<Vec<KnownStart>> = (0..12).map(|clip| vec![known(clip % 4)]).collect();
        let sets = PredictionSets::fit(&clips, 0.9).unwrap();
        let probabilities = sets.probabilities(&[1.0; 4]);
        assert_eq!(probabilities, [0.25; 4]);
        assert_eq!(sets.set(&probabilities), [0, 1, 2, 3]);
        assert!(PredictionSets::fit(&clips[..9], 0.9).is_none());
    }
}
