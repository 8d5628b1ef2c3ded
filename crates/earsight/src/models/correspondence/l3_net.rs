//! L³-Net, *Look, Listen and Learn* (SPEC §8).

use earsight_core::PerModality;

use super::{CorrespondenceConfig, HeadConfig, PlanesConfig, TrunkConfig};
use crate::activation::Activation;
use crate::training::{AdamConfig, Batching, LearningRateSchedule, Optimizers, TrainingConfig};

/// As published: a picture of 224×224, a log-spectrogram of 257×199, blocks of 64 to 512 channels.
///
/// The rate is that of an independent reproduction at batches of 64; epochs are our choice.
pub(super) fn from_raw_seconds() -> CorrespondenceConfig {
    CorrespondenceConfig {
        trunk: TrunkConfig::Convolutions(PlanesConfig {
            side_px: 224,
            n_frequencies: 257,
            n_frames: 199,
            widths: vec![64, 128, 256, 512],
            first_stride: 1,
        }),
        head: HeadConfig::Fusion { hidden: 128 },
        activation: Activation::Relu,
        standardize: false,
        training: raw_training(),
    }
}

/// Adam with a weight decay of 1e-5, batches of 64.
pub(super) fn raw_training() -> TrainingConfig {
    TrainingConfig {
        epochs: 100,
        batching: Batching::Shuffled { size: 64 },
        learning_rate: 5e-5,
        learning_rate_schedule: LearningRateSchedule::Constant,
        adam: AdamConfig { weight_decay: 1e-5, ..AdamConfig::default() },
        optimizers: Optimizers::One,
    }
}

/// On features: two layers of 512 in each trunk, then the head as published.
pub(super) fn from_features() -> CorrespondenceConfig {
    CorrespondenceConfig {
        trunk: TrunkConfig::Layers(PerModality { audio: vec![512, 512], visual: vec![512, 512] }),
        head: HeadConfig::Fusion { hidden: 128 },
        activation: Activation::Relu,
        standardize: true,
        training: feature_training(),
    }
}

/// Our choice: the same Adam, faster, one cycle.
pub(super) fn feature_training() -> TrainingConfig {
    TrainingConfig {
        epochs: 10,
        batching: Batching::Shuffled { size: 256 },
        learning_rate: 1e-3,
        learning_rate_schedule: LearningRateSchedule::OneCycle,
        adam: AdamConfig { weight_decay: 1e-5, ..AdamConfig::default() },
        optimizers: Optimizers::One,
    }
}
