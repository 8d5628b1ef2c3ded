//! The paper's loss, where the paper fixes it (SPEC §1.1, §1.6); the network is the reference code's.
//!
//! The paper is silent on optimiser, rate, batch and epochs: one Adam at 1e-4, shuffled batches of 128
//! seconds, 60 epochs are our choice, and features are scaled the same way at both times.

use earsight_core::Norm;

use super::reference;
use super::{DistanceConfig, MsVaeConfig, PartBalance, RowScaling};
use crate::objective::{
    KlReduction, ModalityReduction, ObjectiveConfig, Reconstruction, Sampling, Wasserstein,
    WeightSchedule,
};
use crate::scaling::InputScaling;
use crate::training::{AdamConfig, Batching, LearningRateSchedule, Optimizers, TrainingConfig};

pub(super) fn config() -> MsVaeConfig {
    MsVaeConfig {
        network: reference::network(),
        training_input: InputScaling::None,
        inference_input: InputScaling::None,
        objective: ObjectiveConfig {
            modalities: ModalityReduction::Mean,
            sampling: Sampling::Reused,
            reconstruction: Reconstruction::ElementMean,
            kl: KlReduction::RowMean,
            kl_weight: WeightSchedule::Step { first: 0.1, epochs: 10, then: 0.01 },
            wasserstein: Wasserstein::PairMean,
            wasserstein_weight: 1.0,
            contrast: None,
        },
        training: TrainingConfig {
            epochs: 60,
            batching: Batching::Shuffled { size: 128 },
            learning_rate: 1e-4,
            learning_rate_schedule: LearningRateSchedule::Constant,
            adam: AdamConfig::default(),
            optimizers: Optimizers::One,
        },
        distance: DistanceConfig {
            latent: 1.0,
            generated: 1.0,
            retrieval_norm: Norm::Euclidean,
            rows: RowScaling::AsIs,
            balance: PartBalance::None,
        },
    }
}
