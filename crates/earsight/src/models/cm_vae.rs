//! CM-VAE (Spurr et al., CVPR 2018), the paper's "MS-VAE without the shared decoder" (SPEC §3).
//!
//! Given: pairs of audio and visual features of the same second, no label.
//! Minimises: `Σ_(i→t) MSE_t(dec_t(z_i)) + λ·KL(q(z|x_i) ‖ N(0, I))` over the four ordered pairs of modalities,
//! one encoder and one decoder per modality, and no term that brings the two posteriors together.
//! Compares: `D = ‖Δmean‖ + ‖Δ(dec_v ⊕ dec_a)‖`, as the MS-VAE does.
//! Left open by the source and chosen here: widths of SPEC §3, one sample per modality for both targets,
//! one Adam, rate and epochs; λ drops early, as the MS-VAE's does (docs/deviations.md).

mod network;

use earsight_core::{FeatureSpace, Norm, PerModality};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::latent_variable::{
    DistanceConfig, Inputs, LatentVariableModel, Learned, PartBalance, RowScaling,
};
use crate::Checkpoint;
use crate::model::{ConfigTable, Fit, Fitted, Fitting, ModelEntry, Reads};
use crate::network::{Activation, LayerConfig, Normalization};
use crate::objective::{KlReduction, WeightSchedule};
use crate::parameters::{Initialization, Parameters};
use crate::scaling::{self, ColumnStatistics, InputScaling};
use crate::training::observer::Observer;
use crate::training::pairs::PairedRows;
use crate::training::{
    self, AdamConfig, Batching, LearningRateSchedule, Optimizers, TrainingConfig,
};
use network::Network;
pub use network::NetworkConfig;

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "cm-vae",
    paper: "Spurr et al., CVPR 2018; as a baseline of Zhu et al., ICASSP 2021",
    summary: "an encoder and a decoder per modality, each generated from each; no Wasserstein term",
    reads: Reads::Features,
    default_config: || table(&CmVaeConfig::default()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// All settings of a CM-VAE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CmVaeConfig {
    /// Layers and widths.
    pub network: NetworkConfig,
    /// Scaling of features, the same while learning and when asked.
    pub input: InputScaling,
    /// How the divergence from the prior is averaged.
    pub kl: KlReduction,
    /// `λ` over the epochs.
    pub kl_weight: WeightSchedule,
    /// How long and how fast.
    pub training: TrainingConfig,
    /// How embedded rows are compared.
    pub distance: DistanceConfig,
}

impl Default for CmVaeConfig {
    fn default() -> Self {
        CmVaeConfig {
            network: NetworkConfig {
                trunk: PerModality { audio: vec![128, 128], visual: vec![512, 512, 128, 128] },
                latent_dim: 100,
                decoder: PerModality { audio: vec![128, 128], visual: vec![512, 512, 512] },
                layers: LayerConfig {
                    activation: Activation::Relu,
                    normalization: Normalization::None,
                    initialization: Initialization::FanInUniform,
                },
            },
            input: InputScaling::None,
            kl: KlReduction::RowMean,
            kl_weight: WeightSchedule::Step { first: 0.1, epochs: 2, then: 0.01 },
            training: TrainingConfig {
                epochs: 8,
                batching: Batching::Shuffled { size: 128 },
                learning_rate: 1e-3,
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
}

fn table(config: &CmVaeConfig) -> ConfigTable {
    serde_json::to_value(config).expect("a config is a plain table")
}

/// Fewer paired seconds than this teach nothing.
const MIN_SEGMENTS: usize = 2;

fn fit(fitting: &Fitting<'_>, observer: &mut dyn Observer) -> Fitted {
    let &Fitting { model: name, features, seed, .. } = fitting;
    let config: CmVaeConfig = super::config(name, fitting.config)?;
    let mut paired = PairedRows::at_least(MIN_SEGMENTS, name, features)?;
    let statistics = scaling::fit(&paired.rows);
    paired.scale(config.input, &statistics);
    let spaces = features.spaces().clone();
    let mut learned = learned(&config, spaces, statistics);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let start = learned.network.init(&mut rng);
    learned.parameters =
        training::train(&learned.network, start, &paired, &config.training, seed, observer)?;
    LatentVariableModel::new(learned).balanced(features, &mut rng)
}

/// Everything but the parameters.
fn learned(
    config: &CmVaeConfig,
    spaces: PerModality<FeatureSpace>,
    statistics: PerModality<ColumnStatistics>,
) -> Learned<Network> {
    let dims = spaces.as_ref().map(|space| space.dim);
    Learned {
        name: ENTRY.name,
        config: table(config),
        distance: config.distance.clone(),
        inputs: Inputs { training: config.input, inference: config.input },
        spaces,
        statistics,
        network: Network::new(&config.network, config.kl, config.kl_weight, dims),
        parameters: Parameters::default(),
    }
}

fn load(checkpoint: &Checkpoint) -> Fitted {
    let config: CmVaeConfig = super::config(ENTRY.name, &checkpoint.config)?;
    let statistics = scaling::load(checkpoint)?;
    let mut learned = learned(&config, checkpoint.spaces.clone(), statistics);
    let start = learned.network.init(&mut ChaCha8Rng::seed_from_u64(0));
    learned.parameters = start.of_checkpoint(checkpoint)?;
    Ok(Box::new(LatentVariableModel::new(learned)))
}
