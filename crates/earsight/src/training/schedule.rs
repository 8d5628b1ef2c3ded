//! How the learning rate changes while training.

use serde::{Deserialize, Serialize};

/// The learning rate over all steps of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LearningRateSchedule {
    /// The same all along.
    Constant,
    /// From a 25th up to the full rate over the first 30 % of the steps, then down to a 10,000th of
    /// that start, both along a cosine (Smith & Topin 2018).
    OneCycle,
}

impl LearningRateSchedule {
    /// The rate of a step, counted from 0.
    pub fn at(self, peak: f64, step: usize, n_steps: usize) -> f64 {
        match self {
            LearningRateSchedule::Constant => peak,
            LearningRateSchedule::OneCycle => {
                let (start, end) = (peak / 25.0, peak / 25.0 / 1e4);
                let turn = 0.3 * n_steps as f64 - 1.0;
                let last = n_steps as f64 - 1.0;
                let step = step as f64;
                if step <= turn {
                    cosine(start, peak, step / turn.max(1.0))
                } else {
                    cosine(peak, end, (step - turn) / (last - turn).max(1.0))
                }
            }
        }
    }
}

/// From `from` at 0 to `to` at 1 along half a cosine.
fn cosine(from: f64, to: f64, progress: f64) -> f64 {
    to + (from - to) * 0.5 * (1.0 + (std::f64::consts::PI * progress.clamp(0.0, 1.0)).cos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cycle_rises_then_falls() {
        let rate = |step| LearningRateSchedule::OneCycle.at(1e-3, step, 100);
        assert!((rate(0) - 4e-5).abs() < 1e-9);
        assert!((rate(29) - 1e-3).abs() < 1e-9);
        assert!(rate(99) < 1e-8);
        assert!((1..29).all(|step| rate(step) > rate(step - 1)));
        assert!((30..99).all(|step| rate(step) < rate(step - 1)));
    }
}
