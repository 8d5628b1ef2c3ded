//! What all models with one Gaussian latent have in common:
//! a posterior of each modality, a pair generated from the latent, and `D = W_latent + D_gen`.
//!
//! They differ in the network between (see [`LatentNetwork`]) and in how its parameters are learned (see [`LatentConfig`]).

mod distance;
mod distance_scale;

use earsight_core::{Distance, FeatureSpace, Modality, PerModality};
use earsight_metrics::own_second_reciprocal_rank;
use ndarray::{Array2, ArrayView2, s};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{
    AudioVisualModel, CrossModalGenerator, Fitted, Fitting, LatentModel, check_dim,
};
use crate::parameters::Parameters;
use crate::scaling::{self, ColumnStatistics, InputScaling};
use crate::training::LatentState;
use crate::training::observer::Observer;
use crate::training::pairs::PairedRows;
use crate::{Checkpoint, Error, Posterior, Result};
use distance::Distances;
pub use distance::{DistanceConfig, PartBalance, RowScaling};

/// The functions of a latent variable model, over its parameters.
pub(super) trait LatentNetwork: Send + Sync + 'static {
    /// Dimensions of `z`.
    fn latent_dim(&self) -> usize;

    /// `q(z|x)` of one modality.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]`, scaled → `[N, Z]` twice
    fn posterior(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Posterior;

    /// `E[x|z]` of both modalities, visual columns first.
    ///
    /// # Shapes
    /// - `latent`: `[N, Z]` → `[N, D_v + D_a]`
    fn decode(&self, parameters: &Parameters, latent: ArrayView2<'_, f32>) -> Array2<f32>;
}

/// Rows that active units are counted on.
const ACTIVITY_ROWS: usize = 2048;
/// Rows that are ranked among each other: the time of that grows with their square.
const PAIR_ROWS: usize = 256;

/// Active units of each modality on the training data, dimensions of the latent, and the rank of the own second.
pub(super) fn latent_state(
    network: &impl LatentNetwork,
    parameters: &Parameters,
    data: &PairedRows,
) -> LatentState {
    let rows = data.every_kth(ACTIVITY_ROWS);
    let posteriors = PerModality::from_fn(|modality| {
        network.posterior(parameters, modality, rows[modality].view())
    });
    let step = rows.audio.nrows().div_ceil(PAIR_ROWS).max(1);
    let few = posteriors.as_ref().map(|posterior| posterior.mean.slice(s![..;step, ..]));
    LatentState {
        active_units: posteriors.as_ref().map(Posterior::n_active_units),
        latent_dim: network.latent_dim(),
        own_second: own_second_reciprocal_rank(few),
    }
}

/// How features are scaled before the network sees them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inputs {
    /// In training, and so the units of what is generated.
    pub(super) training: InputScaling,
    /// In use.
    pub(super) inference: InputScaling,
}

/// The settings of a latent variable model; serialized, they have a table `distance`.
pub(super) trait LatentConfig: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The network that the settings describe.
    type Network: LatentNetwork;

    /// Fewer paired seconds than this cannot be learned from.
    const MIN_SEGMENTS: usize;

    /// How embedded rows are compared.
    fn distance(&self) -> &DistanceConfig;

    /// How features are scaled.
    fn inputs(&self) -> Inputs;

    /// Fails for settings outside their range.
    ///
    /// # Errors
    /// [`Error::Config`].
    fn check(&self, _model: &'static str) -> Result<()> {
        Ok(())
    }

    /// Fits the network to scaled rows.
    ///
    /// # Errors
    /// [`Error::Config`] for settings that do not fit the data, and those of the training.
    fn learn(
        &self,
        fitting: &Fitting<'_>,
        paired: &PairedRows,
        rng: &mut ChaCha8Rng,
        observer: &mut dyn Observer,
    ) -> Result<(Self::Network, Parameters)>;

    /// The network of a checkpoint, with parameters of the right shapes and any values.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] when an array that determines a shape is missing.
    fn untrained(&self, checkpoint: &Checkpoint) -> Result<(Self::Network, Parameters)>;
}

/// Fits a latent variable model without labels.
pub(super) fn fit<C: LatentConfig>(fitting: &Fitting<'_>, observer: &mut dyn Observer) -> Fitted {
    let &Fitting { model, features, seed, .. } = fitting;
    let config: C = super::config(model, fitting.config)?;
    config.check(model)?;
    let mut paired = PairedRows::at_least(C::MIN_SEGMENTS, model, features)?;
    let statistics = scaling::fit(&paired.rows);
    paired.scale(config.inputs().training, &statistics);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let learned = config.learn(fitting, &paired, &mut rng, observer)?;
    let spaces = features.spaces().clone();
    let mut fitted = LatentVariableModel::new(model, config, spaces, statistics, learned);
    if fitted.config.distance().balance == PartBalance::UnitMean {
        let scales = distance_scale::mean_of_parts(&fitted, features, &mut rng)?;
        fitted.distances.divide_by(&scales);
    }
    Ok(Box::new(fitted))
}

/// The fitted latent variable model that a checkpoint holds.
pub(super) fn load<C: LatentConfig>(checkpoint: &Checkpoint) -> Fitted {
    let model = super::REGISTRY.entry(&checkpoint.model)?.name;
    let config: C = super::config(model, &checkpoint.config)?;
    let (network, parameters) = config.untrained(checkpoint)?;
    let learned = (network, parameters.of_checkpoint(checkpoint)?);
    let (spaces, statistics) = (checkpoint.spaces.clone(), scaling::load(checkpoint)?);
    Ok(Box::new(LatentVariableModel::new(model, config, spaces, statistics, learned)))
}

/// A fitted latent variable model.
pub(super) struct LatentVariableModel<C: LatentConfig> {
    /// Registry name.
    name: &'static str,
    config: C,
    spaces: PerModality<FeatureSpace>,
    statistics: PerModality<ColumnStatistics>,
    network: C::Network,
    parameters: Parameters,
    distances: Distances,
}

impl<C: LatentConfig> LatentVariableModel<C> {
    pub(super) fn new(
        name: &'static str,
        config: C,
        spaces: PerModality<FeatureSpace>,
        statistics: PerModality<ColumnStatistics>,
        (network, parameters): (C::Network, Parameters),
    ) -> Self {
        let pair_dim = spaces.visual.dim + spaces.audio.dim;
        let distances = Distances::plain(config.distance(), network.latent_dim(), pair_dim);
        LatentVariableModel { name, config, spaces, statistics, network, parameters, distances }
    }
}

impl<C: LatentConfig> AudioVisualModel for LatentVariableModel<C> {
    fn spaces(&self) -> &PerModality<FeatureSpace> {
        &self.spaces
    }

    /// The latent mean and the pair generated from it, in the network's units, visual columns first.
    fn embed(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        let mean = self.posterior(modality, features)?.mean;
        let pair = self.network.decode(&self.parameters, mean.view());
        Ok(self.config.distance().rows(mean, pair))
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
        tensors.extend(scaling::parameters(&self.statistics));
        let mut config = super::table(&self.config);
        // The fit determined the balanced weights: the checkpoint holds them as settings.
        for (part, key) in self.distances.localization.parts.iter().zip(["latent", "generated"]) {
            config["distance"][key] = part.weight.into();
        }
        config["distance"]["balance"] = super::table(&PartBalance::None);
        Checkpoint::new(self.name, config, &self.spaces, tensors)
    }
}

impl<C: LatentConfig> CrossModalGenerator for LatentVariableModel<C> {
    fn decode(&self, latent: ArrayView2<'_, f32>) -> Result<PerModality<Array2<f32>>> {
        let (expected, found) = (self.network.latent_dim(), latent.ncols());
        if expected != found {
            return Err(Error::LatentDim { expected, found });
        }
        let pair = self.network.decode(&self.parameters, latent);
        let n_visual = self.spaces.visual.dim;
        let sides = PerModality {
            audio: pair.slice(s![.., n_visual..]),
            visual: pair.slice(s![.., ..n_visual]),
        };
        Ok(PerModality::from_fn(|modality| {
            self.config.inputs().training.undo(sides[modality], &self.statistics[modality])
        }))
    }

    fn standardize(
        &self,
        modality: Modality,
        features: ArrayView2<'_, f32>,
    ) -> Result<Array2<f32>> {
        check_dim(&self.spaces, modality, features)?;
        Ok(self.statistics[modality].standardize(features))
    }
}

impl<C: LatentConfig> LatentModel for LatentVariableModel<C> {
    fn posterior(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Posterior> {
        check_dim(&self.spaces, modality, features)?;
        let scaled = self.config.inputs().inference.apply(features, &self.statistics[modality]);
        Ok(self.network.posterior(&self.parameters, modality, scaled.view()))
    }
}
