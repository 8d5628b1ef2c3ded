//! Intervals by resampling clips (Efron 1979): how much a mean would move with other clips.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::mean;

/// Lower and upper end of a 95 % confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// 2.5 % of the resampled means are below.
    pub low: f64,
    /// 2.5 % of the resampled means are above.
    pub high: f64,
}

impl Interval {
    /// Whether zero lies outside: a significant difference.
    pub fn excludes_zero(self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// Of the mean of one value per clip, from `n_resamples` draws of as many clips with replacement.
pub fn bootstrap_interval(per_clip: &[f64], n_resamples: usize, seed: u64) -> Interval {
    if per_clip.len() < 2 {
        let only = mean(per_clip);
        return Interval { low: only, high: only };
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let n = per_clip.len();
    let mut means: Vec<f64> = (0..n_resamples.max(1))
        .map(|_| (0..n).map(|_| per_clip[rng.random_range(0..n)]).sum::<f64>() / n as f64)
        .collect();
    means.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| means[((means.len() - 1) as f64 * share).round() as usize];
    Interval { low: at(0.025), high: at(0.975) }
}

/// Of the mean difference of two methods evaluated on the same clips, `a − b`.
///
/// # Shapes
/// - `a`, `b`: `[N]`, one value per clip in the same order
pub fn paired_bootstrap_interval(a: &[f64], b: &[f64], n_resamples: usize, seed: u64) -> Interval {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    bootstrap_interval(&differences, n_resamples, seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_coin_is_that_of_the_normal_approximation() {
        let tosses: Vec<f64> = (0..400).map(|toss| f64::from(toss % 2 == 0)).collect();
        let found = bootstrap_interval(&tosses, 10_000, 0);
        let half = 1.96 * (0.25_f64 / 400.0).sqrt();
        assert!((found.low - (0.5 - half)).abs() < 0.005, "{found:?}");
        assert!((found.high - (0.5 + half)).abs() < 0.005, "{found:?}");
        assert_eq!(found, bootstrap_interval(&tosses, 10_000, 0));
    }

    #[test]
    fn pairs_cancel_what_clips_share() {
        let hard: Vec<f64> = (0..100).map(|clip| f64::from(clip) / 100.0).collect();
        let better: Vec<f64> = hard.iter().map(|score| score + 0.01).collect();
        let apart = paired_bootstrap_interval(&better, &hard, 1000, 1);
        assert!(apart.excludes_zero() && (apart.high - 0.01).abs() < 1e-9);
        let nothing = paired_bootstrap_interval(&hard, &hard, 1000, 1);
        assert!(!nothing.excludes_zero());
        assert_eq!(bootstrap_interval(&[0.3], 100, 0), Interval { low: 0.3, high: 0.3 });
    }
}
