//! §2.2: training. Label-free models receive features ([`pairs`]); nothing here uses labels.

pub(crate) mod adam;
pub mod batches;
mod gradcheck;
pub mod noise;
pub mod observer;
pub mod pairs;
pub mod schedule;
mod snapshot;
mod trainer;

use serde::{Deserialize, Serialize};

use crate::parameters::Parameters;
use adam::Adam;

pub use adam::AdamConfig;
pub use batches::{Batches, Batching};
pub use gradcheck::gradcheck;
pub use noise::Noise;
pub use schedule::LearningRateSchedule;
#[cfg(test)]
pub(crate) use trainer::TrainingState;
pub use trainer::{LatentState, Step, StepLosses, Trainable, gradients, train};

/// Settings of a training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingConfig {
    /// Passes over all seconds.
    pub epochs: usize,
    /// Which seconds form a batch.
    pub batching: Batching,
    /// At its peak.
    pub learning_rate: f64,
    /// Over the steps.
    pub learning_rate_schedule: LearningRateSchedule,
    /// The optimiser's constants.
    pub adam: AdamConfig,
    /// Which optimiser updates which parameters.
    pub optimizers: Optimizers,
}

/// Which optimiser updates which parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Optimizers {
    /// One Adam, every parameter once.
    One,
    /// One per modality, each over its encoder and the shared decoder, which is thus stepped twice (SPEC D5).
    #[serde(alias = "per-sense")]
    PerModality,
}

impl Optimizers {
    fn build(self, config: AdamConfig, parameters: &Parameters) -> Vec<Adam> {
        let all = || 0..parameters.entries().len();
        let without = |number: usize, prefix: &str| {
            let stays = |&idx: &usize| !parameters.entries()[idx].name.starts_with(prefix);
            Adam::new(config, number, all().filter(stays).collect(), parameters)
        };
        match self {
            Optimizers::One => vec![Adam::new(config, 0, all().collect(), parameters)],
            Optimizers::PerModality => vec![without(0, "audio."), without(1, "visual.")],
        }
    }
}
