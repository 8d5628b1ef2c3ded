//! How weights and the learning rate change while training.

use serde::{Deserialize, Serialize};

/// A loss term's weight over the epochs, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum WeightSchedule {
    /// The same all along.
    Constant {
        /// The weight.
        value: f64,
    },
    /// `first` for so many epochs, then `then`: the paper's λ₂ is 0.1 for 10 epochs, then 0.01 (§2.2).
    Step {
        /// Weight at the beginning.
        first: f64,
        /// Epochs that use it.
        epochs: usize,
        /// Weight afterwards.
        then: f64,
    },
    /// Grows linearly to `value` over so many epochs (Bowman et al. 2016), so that the latent is used before it is priced.
    WarmUp {
        /// Weight at the end.
        value: f64,
        /// Epochs of growth.
        epochs: usize,
    },
}

impl WeightSchedule {
    /// The weight in an epoch.
    pub fn at(self, epoch: usize) -> f64 {
        match self {
            WeightSchedule::Constant { value } => value,
            WeightSchedule::Step { first, epochs, then } => {
                if epoch < epochs {
                    first
                } else {
                    then
                }
            }
            WeightSchedule::WarmUp { value, epochs } => {
                value * ((epoch + 1) as f64 / epochs.max(1) as f64).min(1.0)
            }
        }
    }
}

/// The learning rate over all steps of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LearningRateSchedule {
    /// The same all along.
    Constant,
    /// Divided by ten after every so many steps (SPEC §5.2).
    TenthEvery {
        /// Between two divisions, at least 1.
        steps: usize,
    },
    /// From a 25th up to the full rate over the first 30 % of the steps, then down to a 10,000th of
    /// that start, both along a cosine (Smith & Topin 2018).
    OneCycle,
}

impl LearningRateSchedule {
    /// The rate of a step, counted from 0.
    pub fn at(self, peak: f64, step: usize, n_steps: usize) -> f64 {
        match self {
            LearningRateSchedule::Constant => peak,
            LearningRateSchedule::TenthEvery { steps } => {
                peak * 0.1_f64.powf((step / steps.max(1)) as f64)
            }
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
    fn the_papers_kl_weight_drops_after_ten_epochs() {
        let schedule = WeightSchedule::Step { first: 0.1, epochs: 10, then: 0.01 };
        assert_eq!((schedule.at(9), schedule.at(10)), (0.1, 0.01));
    }

    #[test]
    fn a_warm_up_ends_at_its_value() {
        let schedule = WeightSchedule::WarmUp { value: 0.5, epochs: 4 };
        assert!((schedule.at(0) - 0.125).abs() < 1e-12);
        assert_eq!((schedule.at(3), schedule.at(99)), (0.5, 0.5));
    }

    #[test]
    fn a_tenth_is_taken_after_its_steps() {
        let rate = |step| LearningRateSchedule::TenthEvery { steps: 10 }.at(1.0, step, 100);
        assert_eq!((rate(0), rate(9)), (1.0, 1.0));
        assert!((rate(10) - 0.1).abs() < 1e-12 && (rate(29) - 0.01).abs() < 1e-12);
    }

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
