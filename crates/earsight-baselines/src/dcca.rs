//! DCCA (Andrew et al., ICML 2013), label-free (SPEC §4).
//!
//! Given: pairs of features of the same second, no label; the paper's table lists it with labels, which it does not need.
//! Maximises: the total correlation of two networks' outputs over large batches, see [`correlation`];
//! then linear CCA on what the trained networks give for the training seconds.
//! Compares: the Euclidean distance in that space.
//! Left open by the source and chosen here: branches, 32 dimensions, Adam, batches of at least 1,024 seconds,
//! epochs without early stop, features standardised (docs/deviations.md).

mod correlation;
mod large_steps;
mod network;

use earsight_core::{Distance, FeatureSpace, Modality, PerModality};
use ndarray::{Array2, ArrayView2};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use earsight::linear::cca::CanonicalCorrelation;
use earsight::model::{
    AudioVisualModel, ConfigTable, Fit, Fitted, Fitting, ModelEntry, Reads, check_dim,
};
pub use earsight::models::RowScaling;
use earsight::network::Activation;
use earsight::network::layers::{LayerConfig, Normalization};
use earsight::parameters::{Initialization, Parameters};
use earsight::scaling::{self, ColumnStatistics, InputScaling};
use earsight::training::observer::Observer;
use earsight::training::pairs::PairedRows;
use earsight::training::{
    self, AdamConfig, Batching, LearningRateSchedule, Optimizers, TrainingConfig,
};
use earsight::{Checkpoint, Error, Result};
use large_steps::LargeSteps;
use network::{Network, Projections};

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "dcca",
    paper: "Andrew et al., ICML 2013",
    summary: "two networks whose outputs correlate most, then linear CCA on them",
    reads: Reads::Features,
    default_config: || table(&DccaConfig::default()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// All settings of a DCCA.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DccaConfig {
    /// Hidden layers of each branch.
    pub branches: PerModality<Vec<usize>>,
    /// What stands between layers.
    pub layers: LayerConfig,
    /// Outputs of each branch; at most a quarter of the training seconds, lest noise correlate.
    pub dimensions: usize,
    /// `r`, added to the variance of every output while learning.
    pub ridge: f64,
    /// The same for the linear CCA afterwards, relative to the mean variance of the outputs.
    pub projection_ridge: f64,
    /// Whether distances or directions are compared.
    pub rows: RowScaling,
    /// How long and how fast; a last, smaller batch is added to the one before.
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
                epochs: 20,
                batching: Batching::Shuffled { size: 1024 },
                learning_rate: 1e-3,
                learning_rate_schedule: LearningRateSchedule::Constant,
                adam: AdamConfig { weight_decay: 1e-5, ..AdamConfig::default() },
                optimizers: Optimizers::One,
            },
        }
    }
}

fn table(config: &DccaConfig) -> ConfigTable {
    serde_json::to_value(config).expect("a config is a plain table")
}

/// Fewer paired seconds than this have no correlation.
const MIN_SEGMENTS: usize = 3;
/// Training seconds for each output dimension.
const SEGMENTS_PER_DIMENSION: usize = 4;

fn fit(fitting: &Fitting<'_>, observer: &mut dyn Observer) -> Fitted {
    let &Fitting { model: name, features, seed, .. } = fitting;
    let mut config: DccaConfig = earsight::models::config(name, fitting.config)?;
    let mut paired = PairedRows::at_least(MIN_SEGMENTS, name, features)?;
    config.dimensions = config.dimensions.min(paired.n_secs() / SEGMENTS_PER_DIMENSION).max(1);
    let statistics = scaling::fit(&paired.rows);
    paired.scale(InputScaling::Standardized, &statistics);
    let spaces = features.spaces().clone();
    let network = Network::new(&config, spaces.as_ref().map(|space| space.dim));
    let start = network.init(&mut ChaCha8Rng::seed_from_u64(seed));
    let data = LargeSteps(paired);
    let parameters = training::train(&network, start, &data, &config.training, seed, observer)?;
    let outputs = PerModality::from_fn(|modality| {
        network.outputs(&parameters, modality, data.0.rows[modality].view())
    });
    let views = outputs.as_ref().map(|rows| rows.view());
    let fitted = CanonicalCorrelation::fit(views, config.dimensions, config.projection_ridge)
        .ok_or_else(|| Error::Config {
            model: name,
            reason: "the decomposition did not converge".to_owned(),
        })?;
    let projections = Projections::of(fitted);
    let dcca = Dcca::new(config, spaces, statistics, network, parameters, projections);
    Ok(Box::new(dcca))
}

/// A fitted DCCA.
struct Dcca {
    config: DccaConfig,
    spaces: PerModality<FeatureSpace>,
    statistics: PerModality<ColumnStatistics>,
    network: Network,
    parameters: Parameters,
    projections: Projections,
    distance: Distance,
}

impl Dcca {
    fn new(
        config: DccaConfig,
        spaces: PerModality<FeatureSpace>,
        statistics: PerModality<ColumnStatistics>,
        network: Network,
        parameters: Parameters,
        projections: Projections,
    ) -> Self {
        let distance = Distance::euclidean("correlated", projections.n_columns());
        Dcca { config, spaces, statistics, network, parameters, projections, distance }
    }
}

impl AudioVisualModel for Dcca {
    fn spaces(&self) -> &PerModality<FeatureSpace> {
        &self.spaces
    }

    fn embed(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        check_dim(&self.spaces, modality, features)?;
        let scaled = self.statistics[modality].standardize(features);
        let outputs = self.network.outputs(&self.parameters, modality, scaled.view());
        let mut rows = self.projections.project(modality, &outputs);
        self.config.rows.apply(&mut rows);
        Ok(rows)
    }

    fn distance(&self) -> &Distance {
        &self.distance
    }

    fn checkpoint(&self) -> Checkpoint {
        let mut tensors = self.parameters.entries().to_vec();
        tensors.extend(scaling::parameters(&self.statistics));
        for modality in Modality::ALL {
            tensors.extend(self.projections.parameters(modality));
        }
        Checkpoint::new(ENTRY.name, table(&self.config), &self.spaces, tensors)
    }
}

fn load(checkpoint: &Checkpoint) -> Fitted {
    let config: DccaConfig = earsight::models::config(ENTRY.name, &checkpoint.config)?;
    let spaces = checkpoint.spaces.clone();
    let network = Network::new(&config, spaces.as_ref().map(|space| space.dim));
    let start = network.init(&mut ChaCha8Rng::seed_from_u64(0));
    let parameters = start.of_checkpoint(checkpoint)?;
    let projections = Projections::load(checkpoint, config.dimensions)?;
    let statistics = scaling::load(checkpoint)?;
    let dcca = Dcca::new(config, spaces, statistics, network, parameters, projections);
    Ok(Box::new(dcca))
}
