//! How a term's weight changes while training.

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
}
