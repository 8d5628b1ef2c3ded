//! MS-VAE (Zhu et al., ICASSP 2021): several encoders, one shared decoder, a Wasserstein term.
//!
//! Given: pairs of audio and visual features of the same second, no label.
//! Minimises: Eq. (3), see [`crate::objective`].
//! Compares: `D = W_latent + D_gen` (§3.2), the distance of the latent means plus the distance of the generated pairs.
//! Three named configs: [`ours`], [`paper`] and [`reference`]; what we had to choose is in docs/deviations.md.

#[cfg(test)]
mod golden;
mod linear_start;
mod network;
mod no_w;
mod ours;
mod paper;
mod reference;

use earsight_core::{FeatureSpace, PerModality};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

pub use super::latent_variable::{DistanceConfig, PartBalance, RowScaling};
use super::latent_variable::{Inputs, LatentVariableModel, Learned};
use crate::model::{ConfigTable, Fit, Fitted, Fitting, ModelEntry, Reads};
use crate::objective::ObjectiveConfig;
use crate::parameters::Parameters;
use crate::scaling::{self, ColumnStatistics, InputScaling};
use crate::training::observer::Observer;
use crate::training::pairs::PairedRows;
use crate::training::{self, TrainingConfig};
use crate::{Checkpoint, Error};
pub use linear_start::LinearStart;
use network::Network;
pub use network::NetworkConfig;

/// Ours, the default: see [`ours`].
pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "ms-vae",
    paper: "Zhu et al., ICASSP 2021; ours",
    summary: "several encoders, one shared decoder, closed-form Wasserstein term; does not collapse",
    reads: Reads::Features,
    default_config: || table(&ours::config()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// As the paper states it: see [`paper`].
pub(crate) const PAPER_ENTRY: ModelEntry = ModelEntry {
    name: "ms-vae-paper",
    paper: "Zhu et al., ICASSP 2021; as the paper states it",
    summary: "the paper's loss and weights, the reference code's network",
    reads: Reads::Features,
    default_config: || table(&paper::config()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// The paper's ablation: see [`no_w`].
pub(crate) const NO_W_ENTRY: ModelEntry = ModelEntry {
    name: "ms-vae-no-w",
    paper: "Zhu et al., ICASSP 2021; without the Wasserstein term",
    summary: "`ms-vae-paper` without its Wasserstein term, the paper's ablation",
    reads: Reads::Features,
    default_config: || table(&no_w::config()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// As the published code does it: see [`reference`].
pub(crate) const REFERENCE_ENTRY: ModelEntry = ModelEntry {
    name: "ms-vae-reference",
    paper: "Zhu et al., ICASSP 2021; as the published code does it",
    summary: "summed KL, batch-norm Wasserstein term, two optimisers, row-max at test time; collapses",
    reads: Reads::Features,
    default_config: || table(&reference::config()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// All settings of an MS-VAE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MsVaeConfig {
    /// Layers and widths.
    pub network: NetworkConfig,
    /// Scaling of features while learning.
    pub training_input: InputScaling,
    /// Scaling of features when asked; the reference differs from itself here (SPEC D7).
    pub inference_input: InputScaling,
    /// What is minimised.
    pub objective: ObjectiveConfig,
    /// How long and how fast.
    pub training: TrainingConfig,
    /// How embedded rows are compared.
    pub distance: DistanceConfig,
}

fn table(config: &MsVaeConfig) -> ConfigTable {
    serde_json::to_value(config).expect("a config is a plain table")
}

fn fit(fitting: &Fitting<'_>, observer: &mut dyn Observer) -> Fitted {
    let &Fitting { model: name, features, seed, .. } = fitting;
    let config: MsVaeConfig = crate::models::config(name, fitting.config)?;
    config.network.check(name)?;
    let mut paired = PairedRows::at_least(MIN_SEGMENTS, name, features)?;
    let statistics = scaling::fit(&paired.rows);
    paired.scale(config.training_input, &statistics);
    let dims = features.spaces().as_ref().map(|space| space.dim);
    let network = Network::new(config.network.clone(), config.objective.clone(), dims);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let start = network.start(&paired, &mut rng).ok_or_else(|| Error::Config {
        model: name,
        reason: "the closed form to start from does not converge".to_owned(),
    })?;
    let closed_form = config.network.linear_start.as_ref().map(|linear| (linear, start.clone()));
    let mut parameters =
        training::train(&network, start, &paired, &config.training, seed, observer)?;
    if let Some((linear, start)) = closed_form {
        parameters = start.interpolate(&parameters, linear.learned_share(paired.n_secs()) as f32);
    }
    let learned = learned(name, &config, features.spaces().clone(), statistics, parameters);
    LatentVariableModel::new(learned).balanced(features, &mut rng)
}

/// Fewer paired seconds than this teach nothing.
const MIN_SEGMENTS: usize = 2;

fn learned(
    name: &'static str,
    config: &MsVaeConfig,
    spaces: PerModality<FeatureSpace>,
    statistics: PerModality<ColumnStatistics>,
    parameters: Parameters,
) -> Learned<Network> {
    let dims = spaces.as_ref().map(|space| space.dim);
    Learned {
        name,
        config: table(config),
        distance: config.distance.clone(),
        inputs: Inputs { training: config.training_input, inference: config.inference_input },
        spaces,
        statistics,
        network: Network::new(config.network.clone(), config.objective.clone(), dims),
        parameters,
    }
}

fn load(checkpoint: &Checkpoint) -> Fitted {
    let entry = crate::models::REGISTRY.entry(&checkpoint.model)?;
    let config: MsVaeConfig = crate::models::config(entry.name, &checkpoint.config)?;
    let statistics = scaling::load(checkpoint)?;
    let mut learned =
        learned(entry.name, &config, checkpoint.spaces.clone(), statistics, Parameters::default());
    let start = learned.network.init(&mut ChaCha8Rng::seed_from_u64(0));
    learned.parameters = start.of_checkpoint(checkpoint)?;
    Ok(Box::new(LatentVariableModel::new(learned)))
}
