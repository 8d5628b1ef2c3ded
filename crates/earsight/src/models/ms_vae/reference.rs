//! The published code, step by step (SPEC §1.2–1.4).
//!
//! Its oddities are copied: the KL is summed over the batch (D2), the Wasserstein term is one norm
//! of the whole batch and counted twice (D3), both optimisers own the decoder (D5), and rows are divided
//! by their largest value at test time only (D7).
//! Its removal of background seconds by label (D1) is not here: label-free training cannot see labels.

use earsight_core::{Norm, PerModality};

use super::{DistanceConfig, MsVaeConfig, NetworkConfig};
use crate::network::{Activation, LayerConfig, Normalization};
use crate::objective::{
    KlReduction, ModalityReduction, ObjectiveConfig, Reconstruction, Sampling, Wasserstein,
    WeightSchedule,
};
use crate::parameters::Initialization;
use crate::scaling::InputScaling;
use crate::training::{AdamConfig, Batching, LearningRateSchedule, Optimizers, TrainingConfig};

pub(super) fn config() -> MsVaeConfig {
    MsVaeConfig {
        // 2 417 936 parameters on 512 + 128 features.
        network: NetworkConfig {
            trunk: PerModality { audio: vec![128, 128], visual: vec![512, 512, 128, 128] },
            latent_dim: 100,
            decoder: vec![512, 512, 512, 640, 640],
            layers: LayerConfig {
                activation: Activation::Relu,
                normalization: Normalization::None,
                initialization: Initialization::FanInUniform,
            },
            linear_start: None,
            input_dropout: 0.0,
            mixup: 0.0,
        },
        training_input: InputScaling::None,
        inference_input: InputScaling::RowMax,
        objective: ObjectiveConfig {
            modalities: ModalityReduction::Sum,
            sampling: Sampling::Fresh,
            reconstruction: Reconstruction::ElementMean,
            kl: KlReduction::Sum,
            kl_weight: WeightSchedule::Step { first: 0.1, epochs: 10, then: 0.01 },
            wasserstein: Wasserstein::BatchNorm,
            wasserstein_weight: 1.0,
            contrast: None,
        },
        training: TrainingConfig {
            epochs: 15,
            batching: Batching::ClipByClip,
            learning_rate: 1e-5,
            learning_rate_schedule: LearningRateSchedule::Constant,
            adam: AdamConfig::default(),
            optimizers: Optimizers::PerModality,
        },
        distance: DistanceConfig {
            latent: 0.5,
            generated: 0.5,
            retrieval_norm: Norm::MeanSquare,
            ..DistanceConfig::PAPER
        },
    }
}
