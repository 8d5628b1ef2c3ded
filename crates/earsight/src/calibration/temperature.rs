//! The temperature by which distances become probabilities.

use super::queries::KnownItem;

impl KnownItem {
    /// The probability of the right one.
    pub(super) fn probability(&self, temperature: f64) -> f64 {
        softmax(&self.distances, temperature)[self.truth]
    }
}

/// `exp(−D / τ)`, divided by their sum.
pub(super) fn softmax(distances: &[f64], temperature: f64) -> Vec<f64> {
    let smallest = distances.iter().copied().fold(f64::INFINITY, f64::min);
    let weights: Vec<f64> =
        distances.iter().map(|distance| ((smallest - distance) / temperature).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// The temperature of the greatest likelihood of the right items, each clip counting once.
///
/// The likelihood is concave in `1 / τ`, so a golden-section search finds its only maximum.
pub(super) fn fit_temperature(clips: &[Vec<KnownItem>]) -> f64 {
    let scale = typical_range(clips);
    if scale <= 0.0 {
        return 1.0;
    }
    let loss = |log_temperature: f64| -> f64 {
        let temperature = scale * log_temperature.exp();
        let of_query = |known: &KnownItem| -known.probability(temperature).ln();
        let of_clip =
            |clip: &Vec<KnownItem>| clip.iter().map(of_query).sum::<f64>() / clip.len() as f64;
        clips.iter().map(of_clip).sum()
    };
    scale * golden_section(loss, LOWEST.ln(), HIGHEST.ln()).exp()
}

/// Range of temperatures, in units of the mean distance less the smallest.
const LOWEST: f64 = 1e-2;
const HIGHEST: f64 = 1e4;

/// Mean over all queries of the mean distance less the smallest.
fn typical_range(clips: &[Vec<KnownItem>]) -> f64 {
    let of_query = |KnownItem { distances, .. }: &KnownItem| {
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
}
