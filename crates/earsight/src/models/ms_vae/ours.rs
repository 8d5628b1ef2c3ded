//! Ours, the default: the paper's idea at a scale where it works.
//!
//! Standardised input, a start in the closed form of the linear model with learned layers in parallel,
//! layer normalisation, a likelihood weight per modality, the Wasserstein distance in closed form and in a
//! contrastive form, and distances of directions rather than of lengths.

use earsight_core::PerModality;

use super::linear_start::LinearStart;
use super::{DistanceConfig, MsVaeConfig, NetworkConfig};
use crate::network::{Activation, LayerConfig, Normalization};
use crate::objective::{
    ContrastConfig, KlReduction, ModalityReduction, ObjectiveConfig, Reconstruction, Sampling,
    Wasserstein, WeightSchedule,
};
use crate::parameters::Initialization;
use crate::scaling::InputScaling;
use crate::training::{AdamConfig, Batching, LearningRateSchedule, Optimizers, TrainingConfig};

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
            linear_start: Some(LinearStart {
                principal_components: 64,
                ridge: 0.3,
                folds: 10,
                least_correlation: 0.1,
                least_directions: 16,
                prior_secs: 2500.0,
            }),
            input_dropout: 0.5,
            mixup: 0.5,
        },
        training_input: InputScaling::Standardized,
        inference_input: InputScaling::Standardized,
        objective: ObjectiveConfig {
            modalities: ModalityReduction::Mean,
            sampling: Sampling::Shared,
            reconstruction: Reconstruction::ModalityMean,
            kl: KlReduction::RowMean,
            kl_weight: WeightSchedule::WarmUp { value: 1e-3, epochs: 2 },
            wasserstein: Wasserstein::ClosedFormSquared,
            wasserstein_weight: 1e-3,
            contrast: Some(ContrastConfig { weight: 0.3, temperature: 0.2 }),
        },
        training: TrainingConfig {
            epochs: 16,
            batching: Batching::Shuffled { size: 256 },
            learning_rate: 1e-3,
            learning_rate_schedule: LearningRateSchedule::OneCycle,
            adam: AdamConfig::default(),
            optimizers: Optimizers::One,
        },
        distance: DistanceConfig::BALANCED,
    }
}
