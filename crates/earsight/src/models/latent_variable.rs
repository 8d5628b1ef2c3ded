//! What all models with one Gaussian latent have in common:
//! a posterior of each modality, a pair generated from the latent, and `D = W_latent + D_gen`.
//!
//! They differ in the network between (see [`LatentNetwork`]) and in how its parameters were found.

mod distance;
mod distance_scale;

use earsight_core::{Distance, FeatureSet, FeatureSpace, Modality, PerModality};
use earsight_kernels::Variable;
use earsight_metrics::own_second_reciprocal_rank;
use ndarray::{Array2, ArrayView2, s};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use crate::checkpoint::json;
use crate::model::{
    AudioVisualModel, ConfigTable, CrossModalGenerator, Fitted, LatentModel, check_dim,
};
use crate::network::infer;
use crate::network::posterior::Posterior;
use crate::network::vae::Gaussian;
use crate::parameters::{Parameters, Weights};
use crate::scaling::{self, ColumnStatistics, InputScaling};
use crate::training::LatentState;
use crate::training::pairs::PairedRows;
use crate::{Checkpoint, Error, Result};
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

/// A latent variable model whose functions are written over a tape.
pub(super) trait LearnedLatentNetwork: Send + Sync + 'static {
    /// Dimensions of `z`.
    fn latent_dim(&self) -> usize;

    /// Columns of a pair, `D_v + D_a`.
    fn pair_dim(&self) -> usize;

    /// `q(z|x)` of one modality.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]`, scaled → `[N, Z]` twice
    fn encode<'t>(
        &self,
        weights: &Weights<'t>,
        modality: Modality,
        rows: Variable<'t>,
    ) -> Gaussian<'t>;

    /// `E[x|z]` of both modalities, visual columns first.
    ///
    /// # Shapes
    /// - `latent`: `[N, Z]` → `[N, D_v + D_a]`
    fn decode<'t>(&self, weights: &Weights<'t>, latent: Variable<'t>) -> Variable<'t>;
}

impl<N: LearnedLatentNetwork> LatentNetwork for N {
    fn latent_dim(&self) -> usize {
        LearnedLatentNetwork::latent_dim(self)
    }

    fn posterior(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Posterior {
        let n_columns = [LearnedLatentNetwork::latent_dim(self); 2];
        let [mean, log_var] = infer(parameters, rows, n_columns, |weights, rows| {
            let Gaussian { mean, log_var } = self.encode(weights, modality, rows);
            [mean, log_var]
        });
        Posterior { mean, log_var }
    }

    fn decode(&self, parameters: &Parameters, latent: ArrayView2<'_, f32>) -> Array2<f32> {
        let [pair] = infer(parameters, latent, [self.pair_dim()], |weights, latent| {
            [LearnedLatentNetwork::decode(self, weights, latent)]
        });
        pair
    }
}

/// Rows that active units are counted on.
const ACTIVITY_ROWS: usize = 2048;
/// Rows that are to find each other: the time of that grows with their square.
const PAIR_ROWS: usize = 256;

/// Active units of each modality on the training data, dimensions of the latent, and whether pairs find each other.
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
    /// While learning, and so the units of what is generated.
    pub(super) training: InputScaling,
    /// When asked.
    pub(super) inference: InputScaling,
}

/// Everything that a fit found, or that a checkpoint gave back.
pub(super) struct Learned<N> {
    /// Registry name.
    pub(super) name: &'static str,
    /// All settings; it has a table `distance`.
    pub(super) config: ConfigTable,
    pub(super) distance: DistanceConfig,
    pub(super) inputs: Inputs,
    pub(super) spaces: PerModality<FeatureSpace>,
    pub(super) statistics: PerModality<ColumnStatistics>,
    pub(super) network: N,
    pub(super) parameters: Parameters,
}

/// A fitted latent variable model.
pub(super) struct LatentVariableModel<N> {
    learned: Learned<N>,
    distances: Distances,
}

impl<N: LatentNetwork> LatentVariableModel<N> {
    pub(super) fn new(learned: Learned<N>) -> Self {
        let pair_dim = learned.spaces.visual.dim + learned.spaces.audio.dim;
        let latent_dim = learned.network.latent_dim();
        let distances = Distances::plain(&learned.distance, latent_dim, pair_dim);
        LatentVariableModel { learned, distances }
    }

    /// After a fit: brings the parts of the distance to one size where that is configured.
    pub(super) fn balanced(mut self, features: &FeatureSet, rng: &mut ChaCha8Rng) -> Fitted {
        if self.learned.distance.balance == PartBalance::UnitMean {
            let scales = distance_scale::mean_of_parts(&self, features, rng)?;
            self.distances.divide_by(&scales);
        }
        Ok(Box::new(self))
    }

    fn scaled(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        check_dim(&self.learned.spaces, modality, features)?;
        Ok(self.learned.inputs.inference.apply(features, &self.learned.statistics[modality]))
    }
}

impl<N: LatentNetwork> AudioVisualModel for LatentVariableModel<N> {
    fn spaces(&self) -> &PerModality<FeatureSpace> {
        &self.learned.spaces
    }

    /// The latent mean and the pair generated from it, in the network's units, visual columns first.
    fn embed(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        let mean = self.posterior(modality, features)?.mean;
        let pair = self.learned.network.decode(&self.learned.parameters, mean.view());
        Ok(self.learned.distance.rows(mean, pair))
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
        let mut tensors = self.learned.parameters.entries().to_vec();
        tensors.extend(scaling::parameters(&self.learned.statistics));
        let mut config = self.learned.config.clone();
        // The balanced weights are facts of the fit, so they are kept where the config keeps its own.
        for (part, key) in self.distances.localization.parts.iter().zip(["latent", "generated"]) {
            config["distance"][key] = part.weight.into();
        }
        config["distance"]["balance"] = json_value(&PartBalance::None);
        Checkpoint::new(self.learned.name, config, &self.learned.spaces, tensors)
    }
}

impl<N: LatentNetwork> CrossModalGenerator for LatentVariableModel<N> {
    fn decode(&self, latent: ArrayView2<'_, f32>) -> Result<PerModality<Array2<f32>>> {
        let (expected, found) = (self.learned.network.latent_dim(), latent.ncols());
        if expected != found {
            return Err(Error::LatentDim { expected, found });
        }
        let pair = self.learned.network.decode(&self.learned.parameters, latent);
        let n_visual = self.learned.spaces.visual.dim;
        let sides = PerModality {
            audio: pair.slice(s![.., n_visual..]),
            visual: pair.slice(s![.., ..n_visual]),
        };
        Ok(PerModality::from_fn(|modality| {
            self.learned.inputs.training.undo(sides[modality], &self.learned.statistics[modality])
        }))
    }
}

impl<N: LatentNetwork> LatentModel for LatentVariableModel<N> {
    fn posterior(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Posterior> {
        let scaled = self.scaled(modality, features)?;
        Ok(self.learned.network.posterior(&self.learned.parameters, modality, scaled.view()))
    }
}

fn json_value(value: &impl Serialize) -> ConfigTable {
    serde_json::from_str(&json(value)).expect("what we wrote can be read")
}
