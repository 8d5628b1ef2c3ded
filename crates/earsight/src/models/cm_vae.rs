//! CM-VAE (Spurr et al., CVPR 2018), the paper's "MS-VAE without the shared decoder" (SPEC §3).
//!
//! Given: pairs of audio and visual features of the same second, no label.
//! Minimises: `Σ_(i→t) MSE_t(dec_t(z_i)) + λ·KL(q(z|x_i) ‖ N(0, I))` over the four ordered pairs of modalities,
//! one encoder and one decoder per modality, and no term for the distance of the two posteriors.
//! Compares: `D = ‖Δmean‖ + ‖Δ(dec_v ⊕ dec_a)‖`, as the MS-VAE does.
//! Left open by the source and chosen here: widths of SPEC §3, one sample per modality for both targets,
//! one Adam, rate and epochs; λ drops early, as the MS-VAE's does (docs/deviations.md).

mod network;

use earsight_core::PerModality;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::latent_variable::{self, DistanceConfig, Inputs, LatentConfig};
use super::table;
use crate::model::{Fit, Fitting, ModelEntry, Reads};
use crate::network::{Activation, LayerConfig, Normalization};
use crate::objective::{KlReduction, WeightSchedule};
use crate::parameters::{Initialization, Parameters};
use crate::scaling::InputScaling;
use crate::training::observer::Observer;
use crate::training::pairs::PairedRows;
use crate::training::{
    self, AdamConfig, Batching, LearningRateSchedule, Optimizers, TrainingConfig,
};
use crate::{Checkpoint, Result};
use network::Network;
pub use network::NetworkConfig;

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "cm-vae",
    paper: "Spurr et al., CVPR 2018; as a baseline of Zhu et al., ICASSP 2021",
    summary: "an encoder and a decoder per modality, each generated from each; no Wasserstein term",
    reads: Reads::Features,
    weighs_parts: false,
    default_config: || table(&CmVaeConfig::default()),
    fit: Fit::Unsupervised(latent_variable::fit::<CmVaeConfig>),
    load: latent_variable::load::<CmVaeConfig>,
};

/// All settings of a CM-VAE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CmVaeConfig {
    /// Layers and widths.
    pub network: NetworkConfig,
    /// Scaling of features, the same in training and in use.
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
            distance: DistanceConfig::PAPER,
        }
    }
}

impl CmVaeConfig {
    fn network(&self, dims: PerModality<usize>) -> Network {
        Network::new(&self.network, self.kl, self.kl_weight, dims)
    }
}

impl LatentConfig for CmVaeConfig {
    type Network = Network;

    const MIN_SEGMENTS: usize = 2;

    fn distance(&self) -> &DistanceConfig {
        &self.distance
    }

    fn inputs(&self) -> Inputs {
        Inputs { training: self.input, inference: self.input }
    }

    fn learn(
        &self,
        fitting: &Fitting<'_>,
        paired: &PairedRows,
        rng: &mut ChaCha8Rng,
        observer: &mut dyn Observer,
    ) -> Result<(Network, Parameters)> {
        let network = self.network(paired.rows.as_ref().map(|rows| rows.ncols()));
        let start = network.init(rng);
        let parameters =
            training::train(&network, start, paired, &self.training, fitting.seed, observer)?;
        Ok((network, parameters))
    }

    fn untrained(&self, checkpoint: &Checkpoint) -> Result<(Network, Parameters)> {
        let network = self.network(checkpoint.spaces.as_ref().map(|space| space.dim));
        let parameters = network.init(&mut ChaCha8Rng::seed_from_u64(0));
        Ok((network, parameters))
    }
}
