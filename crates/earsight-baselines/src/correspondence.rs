//! Audio-visual correspondence: L³-Net (Arandjelović & Zisserman, ICCV 2017; SPEC §8) and
//! AVE-Net (the same, *Objects that Sound*, ECCV 2018; SPEC §9).
//!
//! Given: matched pairs of the same second, no label; mismatched pairs of two clips are drawn from them, one for each
//! matched pair.
//! Minimises: the cross-entropy of "matched or mismatched", see [`loss`].
//! Compares: Euclidean distance of the branches' embeddings; L³-Net's are not aligned across modalities,
//! AVE-Net's have length 1 and were trained by the same distance.
//! Each exists from raw seconds as published, and on features of a backbone ([`l3_net`], [`ave_net`]);
//! our choices are in docs/deviations.md.

mod ave_net;
mod head;
mod l3_net;
pub(crate) mod loss;
mod network;

use earsight::model::{Fit, ModelEntry, Reads};
use earsight::network::Activation;
use earsight::scaling::InputScaling;
use earsight::training::TrainingConfig;
use earsight_core::PerModality;
use serde::{Deserialize, Serialize};

use crate::baseline::{BaselineConfig, Settings, Validated, fit, load};
#[cfg(feature = "tensor-library")]
pub(crate) use ave_net::STEEPNESS;
#[cfg(feature = "tensor-library")]
pub(crate) use head::SMALLEST_SQUARE;
use network::LayerNetwork;

/// L³-Net on features: see [`l3_net`].
pub(crate) const L3_NET_F: ModelEntry = ModelEntry {
    name: "l3-net-f",
    paper: "Arandjelović & Zisserman, ICCV 2017; on features, ours",
    summary: "do sound and picture correspond? on features, both branches fused",
    reads: Reads::Features,
    weighs_parts: false,
    default_config: || l3_net::from_features().table(),
    fit: Fit::Unsupervised(fit::<LayerNetwork>),
    load: load::<LayerNetwork>,
};

/// AVE-Net on features: see [`ave_net`].
pub(crate) const AVE_NET_F: ModelEntry = ModelEntry {
    name: "ave-net-f",
    paper: "Arandjelović & Zisserman, ECCV 2018; on features, ours",
    summary: "do sound and picture correspond? on features, by their distance",
    reads: Reads::Features,
    weighs_parts: false,
    default_config: || ave_net::from_features().table(),
    fit: Fit::Unsupervised(fit::<LayerNetwork>),
    load: load::<LayerNetwork>,
};

/// All settings of a correspondence network with trunks `T`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrespondenceConfig<T> {
    /// The first layers of each modality.
    pub trunk: T,
    /// How the outputs of two trunks become one decision.
    pub head: HeadConfig,
    /// After every layer but the last of the head.
    pub activation: Activation,
    /// Whether the columns are standardised over the training seconds; raw seconds already have a scale.
    pub standardize: bool,
    /// How long and how fast it learns.
    pub training: TrainingConfig,
}

/// Linear layers on features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerTrunk {
    /// Widths after the features.
    pub layers: PerModality<Vec<usize>>,
}

/// How the outputs of two trunks become one decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum HeadConfig {
    /// L³-Net: both outputs concatenated, a hidden layer, two logits. The outputs are the embeddings.
    Fusion {
        /// Units of the hidden layer.
        hidden: usize,
    },
    /// AVE-Net: each output is projected and scaled to length 1; a threshold on their distance decides.
    Distance {
        /// Widths of each projection after its trunk.
        projection: PerModality<Vec<usize>>,
        /// `w` of the layer `d → (w·d − w, w − w·d)` that the training starts from (SPEC §9).
        steepness: f32,
    },
}

impl<T: Settings> BaselineConfig for CorrespondenceConfig<T> {
    /// A mismatched pair is of two clips.
    const MIN_CLIPS: usize = 2;

    fn training(&self) -> &TrainingConfig {
        &self.training
    }

    fn input(&self) -> Option<InputScaling> {
        self.standardize.then_some(InputScaling::Standardized)
    }
}

impl HeadConfig {
    /// Columns of an embedding, from trunks of these widths; both modalities must have as many, else the reason.
    pub(crate) fn embedding_dim(&self, trunks: PerModality<usize>) -> Validated<usize> {
        let PerModality { audio, visual } = match self {
            HeadConfig::Fusion { .. } => trunks,
            HeadConfig::Distance { projection, .. } => {
                projection.as_ref().map(|widths| widths.last().copied().unwrap_or_default())
            }
        };
        if audio != visual || audio == 0 {
            return Err(format!(
                "embeddings of {audio} audio and {visual} visual columns cannot be compared"
            ));
        }
        Ok(audio)
    }
}
