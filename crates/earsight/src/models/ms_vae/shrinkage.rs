//! How much of what was learned beside the linear start is kept: the more, the more there was to learn from.
//!
//! With `θ₀` the closed form and `θ₁` what training made of it, the model is `θ₀ + s (θ₁ − θ₀)`,
//! `s = N / (N + N₀)`: the share that the mean of `N` observations has beside a prior worth `N₀` of them.
//! On few clips training learns the clips themselves and the closed form is right; on many it is the other way.
//! What else was tried, and the numbers, are in docs/quality.md.

use serde::{Deserialize, Serialize};

/// What the closed form is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shrinkage {
    /// `N₀`: paired seconds that weigh as much as the closed form, at least 0.
    pub prior_secs: f64,
}

impl Shrinkage {
    /// `s`, in 0..=1, after learning from `n_secs` paired seconds.
    pub(super) fn kept(&self, n_secs: usize) -> f64 {
        let n_secs = n_secs as f64;
        n_secs / (n_secs + self.prior_secs.max(0.0)).max(f64::MIN_POSITIVE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_learned_counts_as_its_seconds_do() {
        let shrinkage = Shrinkage { prior_secs: 2500.0 };
        assert_eq!([0, 2500, 7500].map(|n_secs| shrinkage.kept(n_secs)), [0.0, 0.5, 0.75]);
        let none = Shrinkage { prior_secs: 0.0 };
        assert_eq!(none.kept(30), 1.0);
    }
}
