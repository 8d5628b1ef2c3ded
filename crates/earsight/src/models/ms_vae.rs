//! MS-VAE (Zhu et al., ICASSP 2021): several encoders, one shared decoder, a Wasserstein term.
//!
//! Given: pairs of audio and visual features of the same second, no label.
//! Minimises: Eq. (3), see [`crate::objective`].
//! Compares: `D = W_latent + D_gen` (§3.2), the distance of the latent means plus the distance of the generated pairs.
//! Three named configs: [`ours`], [`paper`] and [`mod@reference`]; what we had to choose is in docs/deviations.md.

#[cfg(test)]
mod golden;
mod linear_start;
mod network;
mod ours;
mod paper;
mod reference;

use earsight_core::PerModality;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::latent_variable::{self, DistanceConfig, Inputs, LatentConfig};
use super::table;
use crate::model::{Fit, Fitting, ModelEntry, Reads};
use crate::objective::ObjectiveConfig;
use crate::parameters::Parameters;
use crate::scaling::InputScaling;
use crate::training::observer::Observer;
use crate::training::pairs::PairedRows;
use crate::training::{self, TrainingConfig};
use crate::{Checkpoint, Error, Result};
pub use linear_start::LinearStart;
use network::Network;
pub use network::NetworkConfig;

/// Ours, the default: see [`ours`].
pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "ms-vae",
    paper: "Zhu et al., ICASSP 2021; ours",
    summary: "several encoders, one shared decoder, closed-form Wasserstein term; does not collapse",
    reads: Reads::Features,
    weighs_parts: true,
    default_config: || table(&ours::config()),
    fit: Fit::Unsupervised(latent_variable::fit::<MsVaeConfig>),
    load: latent_variable::load::<MsVaeConfig>,
};

/// As the paper states it: see [`paper`].
pub(crate) const PAPER_ENTRY: ModelEntry = ModelEntry {
    name: "ms-vae-paper",
    paper: "Zhu et al., ICASSP 2021; as the paper states it",
    summary: "the paper's loss and weights, the reference code's network",
    default_config: || table(&paper::config()),
    weighs_parts: false,
    ..ENTRY
};

/// The paper's ablation: see [`paper::config_without_wasserstein`].
pub(crate) const NO_W_ENTRY: ModelEntry = ModelEntry {
    name: "ms-vae-no-w",
    paper: "Zhu et al., ICASSP 2021; without the Wasserstein term",
    summary: "`ms-vae-paper` without its Wasserstein term, the paper's ablation",
    default_config: || table(&paper::config_without_wasserstein()),
    weighs_parts: false,
    ..ENTRY
};

/// As the published code does it: see [`mod@reference`].
pub(crate) const REFERENCE_ENTRY: ModelEntry = ModelEntry {
    name: "ms-vae-reference",
    paper: "Zhu et al., ICASSP 2021; as the published code does it",
    summary: "summed KL, batch-norm Wasserstein term, two optimisers, row-max at test time; collapses",
    default_config: || table(&reference::config()),
    weighs_parts: false,
    ..ENTRY
};

/// All settings of an MS-VAE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MsVaeConfig {
    /// Layers and widths.
    pub network: NetworkConfig,
    /// Scaling of features in training.
    pub training_input: InputScaling,
    /// Scaling of features in use; in the published code it is not that of training (SPEC D7).
    pub inference_input: InputScaling,
    /// What is minimised.
    pub objective: ObjectiveConfig,
    /// How long and how fast.
    pub training: TrainingConfig,
    /// How embedded rows are compared.
    pub distance: DistanceConfig,
}

impl MsVaeConfig {
    fn network(&self, dims: PerModality<usize>) -> Network {
        Network::new(self.network.clone(), self.objective.clone(), dims)
    }
}

impl LatentConfig for MsVaeConfig {
    type Network = Network;

    const MIN_SEGMENTS: usize = 2;

    fn distance(&self) -> &DistanceConfig {
        &self.distance
    }

    fn check(&self, model: &'static str) -> Result<()> {
        self.network.check(model)
    }

    fn inputs(&self) -> Inputs {
        Inputs { training: self.training_input, inference: self.inference_input }
    }

    fn learn(
        &self,
        &Fitting { model, seed, .. }: &Fitting<'_>,
        paired: &PairedRows,
        rng: &mut ChaCha8Rng,
        observer: &mut dyn Observer,
    ) -> Result<(Network, Parameters)> {
        let network = self.network(paired.rows.as_ref().map(|rows| rows.ncols()));
        let start = network.start(paired, rng).ok_or_else(|| Error::Config {
            model,
            reason: "the closed form to start from does not converge".to_owned(),
        })?;
        let closed_form = self.network.linear_start.as_ref().map(|linear| (linear, start.clone()));
        let mut parameters =
            training::train(&network, start, paired, &self.training, seed, observer)?;
        if let Some((linear, start)) = closed_form {
            let share = linear.learned_share(paired.n_secs()) as f32;
            parameters = start.interpolate(&parameters, share);
        }
        Ok((network, parameters))
    }

    fn untrained(&self, checkpoint: &Checkpoint) -> Result<(Network, Parameters)> {
        let network = self.network(checkpoint.spaces.as_ref().map(|space| space.dim));
        let parameters = network.init(&mut ChaCha8Rng::seed_from_u64(0));
        Ok((network, parameters))
    }
}
