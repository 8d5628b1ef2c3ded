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
mod ours;
mod paper;
mod reference;

use earsight_core::{Distance, FeatureSet, FeatureSpace, Modality, Norm, Part, PerModality};
use ndarray::{Array2, ArrayView2, Axis, concatenate, s};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::checkpoint::json;
use crate::model::{
    AudioVisualModel, ConfigTable, CrossModalGenerator, Fit, Fitted, Fitting, LatentModel,
    ModelEntry, check_dim,
};
use crate::objective::ObjectiveConfig;
use crate::parameters::Parameters;
use crate::posterior::Posterior;
use crate::scaling::{self, ColumnStatistics, InputScaling, scale_rows_to_unit};
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
    default_config: || table(&ours::config()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// As the paper states it: see [`paper`].
pub(crate) const PAPER_ENTRY: ModelEntry = ModelEntry {
    name: "ms-vae-paper",
    paper: "Zhu et al., ICASSP 2021; as the paper states it",
    summary: "the paper's loss and weights, the reference code's network",
    default_config: || table(&paper::config()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// As the published code does it: see [`reference`].
pub(crate) const REFERENCE_ENTRY: ModelEntry = ModelEntry {
    name: "ms-vae-reference",
    paper: "Zhu et al., ICASSP 2021; as the published code does it",
    summary: "summed KL, batch-norm Wasserstein term, two optimisers, row-max at test time; collapses",
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

/// Weights of the two parts of `D = W_latent + D_gen`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistanceConfig {
    /// Of the latent part.
    pub latent: f32,
    /// Of the generated part.
    pub generated: f32,
    /// Norm of the generated part when a collection is searched (SPEC D10).
    pub retrieval_norm: Norm,
    /// Whether the columns of each part are first brought to length 1, so that directions are compared.
    pub rows: RowScaling,
    /// Whether each part is divided by its mean size between random training seconds,
    /// so that the weights mean the same whatever the widths are.
    pub balance: PartBalance,
}

/// What is compared of a part's columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowScaling {
    /// The columns themselves: `‖q − i‖`.
    AsIs,
    /// Their direction: each part of each row has length 1, so `‖q − i‖² = 2 − 2 cos`.
    /// How strongly a second stands out then no longer decides what it is like.
    Unit,
}

/// Whether the parts are brought to one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartBalance {
    /// Weights are used as they are.
    None,
    /// Each part is 1 on average between unrelated training seconds.
    UnitMean,
}

fn table(config: &MsVaeConfig) -> ConfigTable {
    serde_json::to_value(config).expect("a config is a plain table")
}

fn fit(fitting: &Fitting<'_>, observer: &mut dyn Observer) -> Fitted {
    let &Fitting { model: name, features, seed, .. } = fitting;
    let config: MsVaeConfig = crate::models::config(name, fitting.config)?;
    let mut paired = PairedRows::of(features);
    if paired.len() < MIN_SEGMENTS {
        let (needed, found) = (MIN_SEGMENTS, paired.len());
        return Err(Error::TooFewSegments { model: name, needed, found });
    }
    let statistics = scaling::fit(&paired.rows);
    for modality in Modality::ALL {
        let scaled =
            config.training_input.apply(paired.rows[modality].view(), &statistics[modality]);
        paired.rows[modality] = scaled;
    }
    let dims = features.spaces().as_ref().map(|space| space.dim);
    let network = Network::new(config.network.clone(), config.objective.clone(), dims);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let start = network.start(&paired.rows, &mut rng).ok_or_else(|| Error::Config {
        model: name,
        reason: "the closed form to start from does not converge".to_owned(),
    })?;
    let parameters = training::train(&network, start, &paired, &config.training, seed, observer)?;
    let mut model = MsVae {
        name,
        distances: Distances::plain(&config.distance, config.network.latent_dim, dims),
        config,
        spaces: features.spaces().clone(),
        statistics,
        network,
        parameters,
    };
    if model.config.distance.balance == PartBalance::UnitMean {
        model.balance_parts(features, &mut rng)?;
    }
    Ok(Box::new(model))
}

/// Fewer paired seconds than this teach nothing.
const MIN_SEGMENTS: usize = 2;

/// A fitted MS-VAE.
struct MsVae {
    name: &'static str,
    config: MsVaeConfig,
    spaces: PerModality<FeatureSpace>,
    statistics: PerModality<ColumnStatistics>,
    network: Network,
    parameters: Parameters,
    distances: Distances,
}

struct Distances {
    localization: Distance,
    retrieval: Distance,
}

impl Distances {
    fn plain(config: &DistanceConfig, latent_dim: usize, dims: PerModality<usize>) -> Self {
        let parts = |norm| {
            let end = latent_dim + dims.visual + dims.audio;
            vec![
                Part {
                    name: "latent".into(),
                    columns: 0..latent_dim,
                    weight: config.latent,
                    norm: Norm::Euclidean,
                },
                Part {
                    name: "generated".into(),
                    columns: latent_dim..end,
                    weight: config.generated,
                    norm,
                },
            ]
        };
        Distances {
            localization: Distance { parts: parts(Norm::Euclidean) },
            retrieval: Distance { parts: parts(config.retrieval_norm) },
        }
    }
}

impl MsVae {
    fn scaled(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        check_dim(&self.spaces, modality, features)?;
        Ok(self.config.inference_input.apply(features, &self.statistics[modality]))
    }

    /// Divides each part's weight by its mean between seconds of different clips.
    fn balance_parts(&mut self, features: &FeatureSet, rng: &mut ChaCha8Rng) -> Result<()> {
        let scales = crate::distance_scale::mean_of_parts(self, features, rng)?;
        for distance in [&mut self.distances.localization, &mut self.distances.retrieval] {
            for (part, scale) in distance.parts.iter_mut().zip(&scales) {
                part.weight /= *scale;
            }
        }
        Ok(())
    }
}

impl AudioVisualModel for MsVae {
    fn spaces(&self) -> &PerModality<FeatureSpace> {
        &self.spaces
    }

    /// The latent mean and the pair generated from it, in the network's units, visual columns first.
    fn embed(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        let scaled = self.scaled(modality, features)?;
        let posterior = self.network.posterior(&self.parameters, modality, scaled.view());
        let pair = self.network.decode(&self.parameters, posterior.mean.view());
        let mut parts = [posterior.mean, pair];
        if self.config.distance.rows == RowScaling::Unit {
            parts.iter_mut().for_each(scale_rows_to_unit);
        }
        let [latent, generated] = &parts;
        Ok(concatenate(Axis(1), &[latent.view(), generated.view()])
            .expect("as many pairs as posteriors"))
    }

    fn distance(&self) -> &Distance {
        &self.distances.localization
    }

    fn retrieval_distance(&self) -> &Distance {
        &self.distances.retrieval
    }

    fn generator(&self) -> Option<&dyn CrossModalGenerator> {
        Some(self)
    }

    fn latent(&self) -> Option<&dyn LatentModel> {
        Some(self)
    }

    fn checkpoint(&self) -> Checkpoint {
        let mut tensors = self.parameters.entries().to_vec();
        for (modality, statistics) in self.statistics.iter() {
            tensors.extend(statistics.parameters(modality));
        }
        tensors.sort_by(|a, b| a.name.cmp(&b.name));
        let mut config = table(&self.config);
        // The balanced weights are facts of the fit, so they are kept where the config keeps its own.
        for (part, key) in self.distances.localization.parts.iter().zip(["latent", "generated"]) {
            config["distance"][key] = part.weight.into();
        }
        config["distance"]["balance"] = json_value(&PartBalance::None);
        Checkpoint { model: self.name.to_owned(), config, spaces: self.spaces.clone(), tensors }
    }
}

impl CrossModalGenerator for MsVae {
    fn generate(
        &self,
        from: Modality,
        features: ArrayView2<'_, f32>,
    ) -> Result<PerModality<Array2<f32>>> {
        let scaled = self.scaled(from, features)?;
        let posterior = self.network.posterior(&self.parameters, from, scaled.view());
        let pair = self.network.decode(&self.parameters, posterior.mean.view());
        let n_visual = self.spaces.visual.dim;
        let sides = PerModality {
            audio: pair.slice(s![.., n_visual..]),
            visual: pair.slice(s![.., ..n_visual]),
        };
        Ok(PerModality::from_fn(|modality| {
            self.config.training_input.undo(sides[modality], &self.statistics[modality])
        }))
    }
}

impl LatentModel for MsVae {
    fn posterior(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Posterior> {
        let scaled = self.scaled(modality, features)?;
        Ok(self.network.posterior(&self.parameters, modality, scaled.view()))
    }
}

fn json_value(value: &impl Serialize) -> ConfigTable {
    serde_json::from_str(&json(value)).expect("what we wrote can be read")
}

fn load(checkpoint: &Checkpoint) -> Fitted {
    let entry = crate::models::entry(&checkpoint.model)?;
    let config: MsVaeConfig = crate::models::config(entry.name, &checkpoint.config)?;
    let dims = checkpoint.spaces.as_ref().map(|space| space.dim);
    let network = Network::new(config.network.clone(), config.objective.clone(), dims);
    let mut parameters = network.init(&mut ChaCha8Rng::seed_from_u64(0));
    parameters.load(|name| checkpoint.tensor(name).ok().cloned())?;
    Ok(Box::new(MsVae {
        name: entry.name,
        distances: Distances::plain(&config.distance, config.network.latent_dim, dims),
        statistics: PerModality::try_from_fn(|modality| {
            ColumnStatistics::load(checkpoint, modality)
        })?,
        spaces: checkpoint.spaces.clone(),
        config,
        network,
        parameters,
    }))
}
