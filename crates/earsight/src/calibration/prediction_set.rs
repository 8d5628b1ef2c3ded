//! Distances at starts as probabilities, and a set of starts that holds the true one as often as it promises.

use earsight_metrics::conformal_threshold;

use super::MIN_CLIPS;
use super::questions::Asked;

/// What held-out clips say about one kind of localization.
///
/// `p_t ∝ exp(−D_t / τ)`, and the set is `{ t : 1 − p_t ≤ q }`: split conformal prediction with the smallest
/// sets on average (Sadinle, Lei & Wasserman 2019). Both `τ` and `q` come from the same clips;
/// one number fitted on hundreds of questions takes next to nothing from the promise.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    /// `τ`, in units of the summed distance.
    temperature: f64,
    /// `q`; infinite where too few clips can promise that much, and then the set holds every start.
    threshold: f64,
    /// Clips that were asked.
    n_clips: usize,
}

impl Places {
    /// From what each clip answered about itself.
    pub(super) fn fit(clips: &[Vec<Asked>], coverage: f64) -> Option<Self> {
        if clips.len() < MIN_CLIPS {
            return None;
        }
        let temperature = fit_temperature(clips);
        let oddness = |asked: &Asked| 1.0 - softmax(&asked.profile, temperature)[asked.truth];
        let scores: Vec<Vec<f64>> =
            clips.iter().map(|clip| clip.iter().map(oddness).collect()).collect();
        let threshold = conformal_threshold(&scores, coverage);
        Some(Places { temperature, threshold, n_clips: clips.len() })
    }

    /// The probability of each start, given that one of them is right.
    ///
    /// # Shapes
    /// - `distances`: `Σ D` over the query, `[n_starts]` → `[n_starts]`, summing to 1
    pub fn probabilities(&self, distances: &[f64]) -> Vec<f64> {
        softmax(distances, self.temperature)
    }

    /// The starts that hold the true one with the stated coverage, in order; the most probable are always among them.
    pub fn set(&self, probabilities: &[f64]) -> Vec<usize> {
        let largest = probabilities.iter().copied().fold(0.0, f64::max);
        let is_in = |&start: &usize| {
            let probability = probabilities[start];
            1.0 - probability <= self.threshold || probability >= largest
        };
        (0..probabilities.len()).filter(is_in).collect()
    }

    /// Clips that were asked.
    pub fn n_clips(&self) -> usize {
        self.n_clips
    }
}

fn softmax(distances: &[f64], temperature: f64) -> Vec<f64> {
    let smallest = distances.iter().copied().fold(f64::INFINITY, f64::min);
    let weights: Vec<f64> =
        distances.iter().map(|distance| ((smallest - distance) / temperature).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// The temperature that makes the true starts most likely, each clip counting once.
///
/// The likelihood is concave in `1 / τ`, so golden sections find its only peak.
fn fit_temperature(clips: &[Vec<Asked>]) -> f64 {
    let scale = typical_range(clips);
    if scale <= 0.0 {
        return 1.0;
    }
    let loss = |log_temperature: f64| -> f64 {
        let temperature = scale * log_temperature.exp();
        let of_question = |asked: &Asked| -softmax(&asked.profile, temperature)[asked.truth].ln();
        let of_clip =
            |clip: &Vec<Asked>| clip.iter().map(of_question).sum::<f64>() / clip.len() as f64;
        clips.iter().map(of_clip).sum()
    };
    scale * golden_section(loss, SHARPEST.ln(), FLATTEST.ln()).exp()
}

/// Temperatures that are tried, in units of what lies between the nearest start and the mean one.
const SHARPEST: f64 = 1e-2;
const FLATTEST: f64 = 1e4;

/// Mean over all questions of the mean distance less the smallest.
fn typical_range(clips: &[Vec<Asked>]) -> f64 {
    let of_question = |asked: &Asked| {
        let smallest = asked.profile.iter().copied().fold(f64::INFINITY, f64::min);
        asked.profile.iter().sum::<f64>() / asked.profile.len() as f64 - smallest
    };
    let ranges: Vec<f64> = clips.iter().flatten().map(of_question).collect();
    ranges.iter().sum::<f64>() / ranges.len().max(1) as f64
}

/// Where a function with one valley is lowest (Kiefer 1953), to a thousandth of the range and better.
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
    fn golden_sections_find_the_valley() {
        let lowest = golden_section(|x| (x - 0.3).powi(2), -5.0, 5.0);
        assert!((lowest - 0.3).abs() < 1e-4, "{lowest}");
    }

    #[test]
    fn probabilities_sum_to_one_and_the_nearest_is_in_the_set() {
        let places = Places { temperature: 0.5, threshold: 0.0, n_clips: 10 };
        let probabilities = places.probabilities(&[3.0, 1.0, 1.0, 1e9]);
        assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(places.set(&probabilities), [1, 2]);
        let careful = Places { threshold: f64::INFINITY, ..places };
        assert_eq!(careful.set(&probabilities).len(), 4);
    }

    #[test]
    fn clips_that_tell_nothing_give_every_start_the_same_probability() {
        let question = |truth| Asked { profile: vec![1.0; 4], truth };
        let clips: Vec<Vec<Asked>> = (0..12).map(|clip| vec![question(clip % 4)]).collect();
        let places = Places::fit(&clips, 0.9).unwrap();
        let probabilities = places.probabilities(&[1.0; 4]);
        assert_eq!(probabilities, [0.25; 4]);
        assert_eq!(places.set(&probabilities), [0, 1, 2, 3]);
        assert!(Places::fit(&clips[..9], 0.9).is_none());
    }
}
