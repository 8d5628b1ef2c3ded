//! DCCA (Andrew et al., ICML 2013), label-free (SPEC §4).
//!
//! Given: pairs of features of the same second, no label; the paper's table lists it with labels, which it does not need.
//! Maximises: the total correlation of two networks' outputs over large batches, see [`correlation`];
//! then linear CCA of the trained networks' outputs for the training seconds.
//! Compares: the Euclidean distance in that space.
//! Not in the source and chosen here: branches, 32 dimensions, Adam, batches of at least 1,024 seconds,
//! epochs without early stop, features standardised (docs/deviations.md).

mod correlation;
mod large_steps;
mod network;

use earsight_core::PerModality;
use serde::{Deserialize, Serialize};

use earsight::model::{Fit, ModelEntry, Reads};
pub use earsight::models::RowScaling;
use earsight::network::Activation;
use earsight::network::layers::{LayerConfig, Normalization};
use earsight::parameters::Initialization;
use earsight::scaling::InputScaling;
use earsight::training::{AdamConfig, TrainingConfig};
use network::Network;

use crate::baseline::{BaselineConfig, fit, load, training_config};

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "dcca",
    paper: "Andrew et al., ICML 2013",
    summary: "two networks whose outputs correlate most, then linear CCA on them",
    reads: Reads::Features,
    weighs_parts: false,
    default_config: || DccaConfig::default().table(),
    fit: Fit::Unsupervised(fit::<Network>),
    load: load::<Network>,
};

/// All settings of a DCCA.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DccaConfig {
    /// Hidden layers of each branch.
    pub branches: PerModality<Vec<usize>>,
    /// Activation, normalization and initialization of the layers.
    pub layers: LayerConfig,
    /// Outputs of each branch; at most a quarter of the training seconds, so that noise does not correlate.
    pub dimensions: usize,
    /// `r`, added to the variance of every output in training.
    pub ridge: f64,
    /// The same for the linear CCA after training, relative to the mean variance of the outputs.
    pub projection_ridge: f64,
    /// Whether distances or directions are compared.
    pub rows: RowScaling,
    /// How long and how fast it learns; a last, smaller batch is added to the one before.
    pub training: TrainingConfig,
}

impl Default for DccaConfig {
    fn default() -> Self {
        DccaConfig {
            branches: PerModality { audio: vec![128, 128], visual: vec![512, 128] },
            layers: LayerConfig {
                activation: Activation::LeakyRelu,
                normalization: Normalization::None,
                initialization: Initialization::He,
            },
            dimensions: 32,
            ridge: 1e-3,
            projection_ridge: 1e-4,
            rows: RowScaling::AsIs,
            training: TrainingConfig {
                adam: AdamConfig { weight_decay: 1e-5, ..AdamConfig::default() },
                ..training_config(20, 1024)
            },
        }
    }
}

/// Training seconds for each output dimension.
const SEGMENTS_PER_DIMENSION: usize = 4;

impl BaselineConfig for DccaConfig {
    /// Fewer seconds have no correlation.
    const MIN_SEGMENTS: usize = 3;

    fn training(&self) -> &TrainingConfig {
        &self.training
    }

    fn input(&self) -> Option<InputScaling> {
        Some(InputScaling::Standardized)
    }

    fn adapt(&mut self, n_secs: usize) {
        self.dimensions = self.dimensions.min(n_secs / SEGMENTS_PER_DIMENSION).max(1);
    }
}
