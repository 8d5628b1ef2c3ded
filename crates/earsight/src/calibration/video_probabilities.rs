//! Probabilities of videos from the distances of their nearest moments.

use super::MIN_CLIPS;
use super::queries::KnownItem;
use super::temperature::fit_temperature;

/// Videos whose distances are used; with more, the others are taken to be as far as the last of these.
pub const MOST_VIDEOS: usize = 64;
/// What a video that was not compared weighs, in units of the last that was: the others are farther.
///
/// With the nearest 16 of 55 and of 59 clips, a half gives the probabilities of all (docs/quality.md).
const WEIGHT_OF_OTHERS: f64 = 0.5;

/// How probable it is that a video is the query's own recording, if one of them is.
///
/// `p_i = exp(−d_i / τ) / Σ_j exp(−d_j / τ)` over the videos, `d_i` the distance of the nearest moment of each: a
/// conditional logit (McFadden 1974). It may be fitted on a few random alternatives to the right one, with the same `τ`
/// (McFadden 1978), so that held-out clips with a few mismatched ones are enough. Of `n` held-out clips none says what
/// the next does, so that a share of `1 / (n + 1)` is divided among all videos.
#[derive(Debug, Clone, PartialEq)]
pub struct VideoProbabilities {
    temperature: f64,
    n_clips: usize,
}

impl VideoProbabilities {
    /// From queries of each clip, whose own clip is the right one; `None` when there are fewer than [`MIN_CLIPS`].
    pub(super) fn fit(clips: &[Vec<KnownItem>]) -> Option<Self> {
        (clips.len() >= MIN_CLIPS).then(|| VideoProbabilities {
            temperature: fit_temperature(clips),
            n_clips: clips.len(),
        })
    }

    /// The probability of each of the nearest videos, where there are `n_videos` in all.
    ///
    /// # Shapes
    /// - `nearest`: distances, ascending, `[n]`, `n ≤ n_videos` → `[n]`, summing to at most 1
    pub fn of_nearest(&self, nearest: &[f64], n_videos: usize) -> Vec<f64> {
        let (Some(&first), Some(&last)) = (nearest.first(), nearest.last()) else {
            return Vec::new();
        };
        let weight = |distance: f64| ((first - distance) / self.temperature).exp();
        let n_others = n_videos.saturating_sub(nearest.len()) as f64;
        let sum: f64 = nearest.iter().map(|&distance| weight(distance)).sum();
        let sum = sum + WEIGHT_OF_OTHERS * n_others * weight(last);
        let unknown = 1.0 / (self.n_clips + 1) as f64;
        let by_chance = unknown / n_videos.max(nearest.len()) as f64;
        let of = |&distance: &f64| (1.0 - unknown) * weight(distance) / sum + by_chance;
        nearest.iter().map(of).collect()
    }

    /// Held-out clips that it comes from.
    pub fn n_clips(&self) -> usize {
        self.n_clips
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    /// Distances whose right answer is drawn by the model itself, with τ = 0.5.
    fn drawn(n_clips: usize, n_videos: usize, seed: u64) -> Vec<Vec<KnownItem>> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let query = |_| {
            let distances: Vec<f64> = (0..n_videos).map(|_| 2.0 * rng.random::<f64>()).collect();
            let weights: Vec<f64> = distances.iter().map(|d| (-d / 0.5).exp()).collect();
            let mut left = rng.random::<f64>() * weights.iter().sum::<f64>();
            let truth = weights.iter().position(|weight| {
                left -= weight;
                left <= 0.0
            });
            vec![KnownItem { distances, truth: truth.unwrap_or(n_videos - 1) }]
        };
        (0..n_clips).map(query).collect()
    }

    #[test]
    fn probabilities_are_hit_rates() {
        let fitted = VideoProbabilities::fit(&drawn(4000, 4, 1)).unwrap();
        assert!((fitted.temperature - 0.5).abs() < 0.05, "{}", fitted.temperature);
        // Of new queries among more videos, as many of the first are right as it says.
        let (mut said, mut right) = (0.0, 0.0);
        let new = drawn(4000, 40, 2);
        for KnownItem { distances, truth } in new.iter().flatten() {
            let mut order: Vec<usize> = (0..distances.len()).collect();
            order.sort_by(|&a, &b| distances[a].total_cmp(&distances[b]));
            let sorted: Vec<f64> = order.iter().map(|&video| distances[video]).collect();
            said += fitted.of_nearest(&sorted, 40)[0];
            right += f64::from(u8::from(order[0] == *truth));
        }
        assert!((said / right - 1.0).abs() < 0.15, "{said} {right}");
    }

    #[test]
    fn videos_that_were_not_compared_have_a_share() {
        let fitted = VideoProbabilities { temperature: 1.0, n_clips: 9 };
        assert_eq!(fitted.of_nearest(&[1.0, 1.0], 2), [0.5, 0.5]);
        let of_six = fitted.of_nearest(&[1.0, 1.0], 6);
        assert!(of_six.iter().all(|p| (p - (0.9 * 0.25 + 0.1 / 6.0)).abs() < 1e-12), "{of_six:?}");
        assert!((fitted.of_nearest(&[1.0, 1e9], 2)[1] - 0.05).abs() < 1e-12);
        assert!(fitted.of_nearest(&[], 6).is_empty());
    }
}
