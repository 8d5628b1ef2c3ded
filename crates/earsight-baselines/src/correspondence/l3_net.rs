//! L³-Net, *Look, Listen and Learn* (SPEC §8), on features.

use earsight::network::Activation;
use earsight::training::{AdamConfig, LearningRateSchedule, TrainingConfig};
use earsight_core::PerModality;

use super::{CorrespondenceConfig, HeadConfig, LayerTrunk};
use crate::baseline::training_config;

/// Two layers of 512 in each trunk, then the head as published.
///
/// Training is our choice: Adam with the published weight decay, a higher rate, one cycle.
pub(super) fn from_features() -> CorrespondenceConfig<LayerTrunk> {
    CorrespondenceConfig {
        trunk: LayerTrunk { layers: PerModality { audio: vec![512, 512], visual: vec![512, 512] } },
        head: HeadConfig::Fusion { hidden: 128 },
        activation: Activation::Relu,
        standardize: true,
        training: TrainingConfig {
            learning_rate_schedule: LearningRateSchedule::OneCycle,
            adam: AdamConfig { weight_decay: 1e-5, ..AdamConfig::default() },
            ..training_config(10, 256)
        },
    }
}
