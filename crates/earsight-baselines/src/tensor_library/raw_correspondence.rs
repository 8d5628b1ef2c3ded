//! L³-Net and AVE-Net from raw seconds, as published (SPEC §8, §9).
//!
//! Given: rows of pixels and of log-spectrograms ([`PlanesConfig`]), no label. Objective and distance are those of
//! [`crate::correspondence`].

mod head;
mod network;

use earsight::model::{Fit, ModelEntry, Reads};
use earsight::network::Activation;
use earsight::training::{AdamConfig, TrainingConfig};
use earsight_core::PerModality;
use serde::{Deserialize, Serialize};

use crate::PlanesConfig;
use crate::baseline::{BaselineConfig, fit, load, training_config};
use crate::correspondence::{CorrespondenceConfig, HeadConfig, STEEPNESS};
use network::PlaneNetwork;

/// L³-Net from images and spectrograms.
pub(crate) const L3_NET: ModelEntry = ModelEntry {
    name: "l3-net",
    paper: "Arandjelović & Zisserman, ICCV 2017",
    summary: "do sound and picture correspond? from pixels and spectrograms, both branches fused",
    reads: Reads::RawSeconds,
    weighs_parts: false,
    default_config: || l3_net().table(),
    fit: Fit::Unsupervised(fit::<PlaneNetwork>),
    load: load::<PlaneNetwork>,
};

/// AVE-Net from images and spectrograms.
pub(crate) const AVE_NET: ModelEntry = ModelEntry {
    name: "ave-net",
    paper: "Arandjelović & Zisserman, ECCV 2018",
    summary: "do sound and picture correspond? from pixels and spectrograms, by their distance",
    reads: Reads::RawSeconds,
    weighs_parts: false,
    default_config: || ave_net().table(),
    fit: Fit::Unsupervised(fit::<PlaneNetwork>),
    load: load::<PlaneNetwork>,
};

/// Convolutions on raw seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaneTrunk {
    /// Planes and convolutions.
    pub convolutions: PlanesConfig,
}

/// An image of 224×224, a log-spectrogram of 257×199, blocks of 64 to 512 channels; Adam with a weight decay of
/// 1e-5 and batches of 64. The rate is that of an independent reproduction; epochs are our choice.
fn l3_net() -> CorrespondenceConfig<PlaneTrunk> {
    CorrespondenceConfig {
        trunk: PlaneTrunk {
            convolutions: PlanesConfig {
                side_px: 224,
                n_frequencies: 257,
                n_frames: 199,
                widths: vec![64, 128, 256, 512],
                first_stride: 1,
            },
        },
        head: HeadConfig::Fusion { hidden: 128 },
        activation: Activation::Relu,
        standardize: false,
        training: TrainingConfig {
            learning_rate: 5e-5,
            adam: AdamConfig { weight_decay: 1e-5, ..AdamConfig::default() },
            ..training_config(100, 64)
        },
    }
}

/// The trunks of L³-Net with a first stride of 2, each projected to 128 columns.
fn ave_net() -> CorrespondenceConfig<PlaneTrunk> {
    let mut config = l3_net();
    config.trunk.convolutions.first_stride = 2;
    config.head = HeadConfig::Distance {
        projection: PerModality { audio: vec![128, 128], visual: vec![128, 128] },
        steepness: STEEPNESS,
    };
    config
}
