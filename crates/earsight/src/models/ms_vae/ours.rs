//! Ours, the default: the paper's idea at a scale where it works.
//!
//! Standardised input, He initialisation with layer normalisation, a likelihood weight per sense,
//! the Wasserstein distance in closed form, and a contrastive form of it beside it.

use earsight_core::{Norm, PerModality};

use super::{DistanceConfig, MsVaeConfig, NetworkConfig, PartBalance};
use crate::layers::{Activation, LayerConfig, Normalization};
use crate::objective::{
    ContrastConfig, KlReduction, ObjectiveConfig, Reconstruction, Sampling, SenseReduction,
    Wasserstein,
};
use crate::parameters::Initialization;
use crate::scaling::InputScaling;
use crate::training::{
    AdamConfig, Batching, LearningRateSchedule, Optimizers, TrainingConfig, WeightSchedule,
};

pub(super) fn config() -> MsVaeConfig {
    MsVaeConfig {
        network: NetworkConfig {
            trunk: PerModality { audio: vec![256, 128], visual: vec![256, 128] },
            latent_dim: 64,
            decoder: vec![256, 256],
            layers: LayerConfig {
                activation: Activation::Gelu,
                normalization: Normalization::Layer,
                initialization: Initialization::He,
            },
            input_dropout: 0.3,
        },
        training_input: InputScaling::Standardized,
        inference_input: InputScaling::Standardized,
        objective: ObjectiveConfig {
            senses: SenseReduction::Mean,
            sampling: Sampling::Shared,
            reconstruction: Reconstruction::SenseMean,
            kl: KlReduction::RowMean,
            kl_weight: WeightSchedule::WarmUp { value: 1e-3, epochs: 2 },
            wasserstein: Wasserstein::ClosedFormSquared,
            wasserstein_weight: 1e-3,
            contrast: Some(ContrastConfig { weight: 0.3, temperature: 0.1 }),
        },
        training: TrainingConfig {
            epochs: 8,
            min_steps: 600,
            batching: Batching::Shuffled { size: 256 },
            learning_rate: 1e-3,
            learning_rate_schedule: LearningRateSchedule::OneCycle,
            adam: AdamConfig::default(),
            optimizers: Optimizers::One,
        },
        distance: DistanceConfig {
            latent: 1.0,
            generated: 1.0,
            retrieval_norm: Norm::Euclidean,
            balance: PartBalance::UnitMean,
        },
    }
}
