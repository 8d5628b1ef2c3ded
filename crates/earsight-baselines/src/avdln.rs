//! AVDLN, the audio-visual distance learning network (Tian, Shi, Li, Duan & Xu, ECCV 2018), from its code (SPEC §5.1).
//!
//! Given: synchronised seconds of both modalities, and which of them belong to an event.
//! Minimises: `mean[y·D² + (1 − y)·max(m − D, 0)²]`, `y = 1` for event seconds, see `objective/margin.rs`.
//! Compares: `D = ‖e_v − e_a‖` of two small networks' outputs; within a modality (source silent) the same.
//!
//! `avdln` is as published: no pair of different moments is ever pushed apart. `avdln-mined` adds such
//! pairs, see [`mined`]. What the source leaves open is in docs/deviations.md.

mod mined;

use earsight::Result;
use earsight::model::{Fit, ModelEntry, Reads};
use earsight::network::{Activation, LayerConfig, Mlp, Normalization, infer};
use earsight::objective::Losses;
use earsight::parameters::{Initialization, Parameters, Weights};
use earsight::scaling::InputScaling;
use earsight::training::{
    AdamConfig, Batching, LearningRateSchedule, Optimizers, Step, StepLosses, Trainable,
    TrainingConfig,
};
use earsight_core::{Modality, PerModality};
use ndarray::{Array2, ArrayView2};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::labelled::LabelledClips;
use crate::labelled::seconds::{Draw, LabelledSeconds, SecondsBatch};
use crate::margin;
use crate::supervised::{self, SupervisedConfig, SupervisedNetwork};

/// As published.
pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "avdln",
    paper: "Tian et al., ECCV 2018; as the published code does it",
    summary: "event seconds of both modalities near, background seconds far; learns from labels",
    reads: Reads::Features,
    default_config: || published().table(),
    fit: Fit::Supervised(supervised::fit::<Avdln>),
    load: supervised::load::<Avdln>,
};

/// With negatives across time and across clips.
pub(crate) const MINED_ENTRY: ModelEntry = ModelEntry {
    name: "avdln-mined",
    paper: "Tian et al., ECCV 2018; ours",
    summary: "AVDLN with negatives across time and across clips too; learns from labels",
    reads: Reads::Features,
    default_config: || mined::config().table(),
    fit: Fit::Supervised(supervised::fit::<Avdln>),
    load: supervised::load::<Avdln>,
};

/// All settings of an AVDLN.
pub type AvdlnConfig = SupervisedConfig<AvdlnNetworkConfig, AvdlnObjective>;

/// Widths of both networks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvdlnNetworkConfig {
    /// Units between features and embedding.
    pub hidden_dim: usize,
    /// Columns that are compared.
    pub embedding_dim: usize,
}

/// What is pushed apart, and how far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvdlnObjective {
    /// `m`: pairs farther apart than this are far enough. 2 in the published training, above 0.
    pub margin: f64,
    /// Which pairs do not belong together.
    pub negatives: Negatives,
}

/// Which pairs do not belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Negatives {
    /// Synchronised seconds of background, as published. A step draws seconds.
    Background,
    /// These, and pairs across time and across clips. A step draws whole clips.
    Mined,
}

/// SPEC §5.1; Keras 2.1.4's Adam has an epsilon of 1e-7.
fn published() -> AvdlnConfig {
    SupervisedConfig {
        network: AvdlnNetworkConfig { hidden_dim: 128, embedding_dim: 64 },
        objective: AvdlnObjective { margin: 2.0, negatives: Negatives::Background },
        input: InputScaling::None,
        categories: Vec::new(),
        training: TrainingConfig {
            epochs: 20,
            batching: Batching::Shuffled { size: 8 },
            learning_rate: 1e-3,
            learning_rate_schedule: LearningRateSchedule::Constant,
            adam: AdamConfig { epsilon: 1e-7, ..AdamConfig::default() },
            optimizers: Optimizers::One,
        },
    }
}

/// Dense layers as Keras makes them.
const LAYERS: LayerConfig = LayerConfig {
    activation: Activation::LeakyRelu,
    normalization: Normalization::None,
    initialization: Initialization::Glorot,
};

/// Two networks whose outputs are compared.
struct Avdln {
    objective: AvdlnObjective,
    embedding_dim: usize,
    networks: PerModality<Mlp>,
}

impl Avdln {
    fn losses<'t>(&self, weights: &Weights<'t>, batch: &SecondsBatch) -> Losses<'t> {
        let embedded = PerModality::from_fn(|modality| {
            let rows = weights.constant(&batch.rows[modality]);
            self.networks[modality].forward(weights, rows)
        });
        let is_event: Vec<bool> =
            batch.classes.iter().map(|&class| class != batch.background).collect();
        let AvdlnObjective { margin, negatives } = self.objective;
        let mut losses = Losses::default();
        margin::push_losses(&mut losses, &embedded, &is_event, margin);
        if negatives == Negatives::Mined {
            mined::push_losses(&mut losses, &embedded, batch, margin);
        }
        losses
    }
}

impl SupervisedNetwork for Avdln {
    type Network = AvdlnNetworkConfig;
    type Objective = AvdlnObjective;

    fn new(
        network: &AvdlnNetworkConfig,
        objective: &AvdlnObjective,
        dims: PerModality<usize>,
        _n_categories: usize,
    ) -> std::result::Result<Self, String> {
        let AvdlnNetworkConfig { hidden_dim, embedding_dim } = *network;
        supervised::at_least_one([("hidden_dim", hidden_dim), ("embedding_dim", embedding_dim)])?;
        let networks = PerModality::from_fn(|modality| {
            Mlp::new(modality.name(), &[dims[modality], hidden_dim, embedding_dim], LAYERS)
        });
        Ok(Avdln { objective: objective.clone(), embedding_dim, networks })
    }

    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        for modality in Modality::ALL {
            self.networks[modality].init(&mut parameters, rng);
        }
        parameters
    }

    fn data(&self, model: &'static str, clips: LabelledClips) -> Result<LabelledSeconds> {
        let draw = match self.objective.negatives {
            Negatives::Background => Draw::Seconds,
            Negatives::Mined => Draw::Clips,
        };
        if self.objective.negatives == Negatives::Background {
            clips.require_background(model)?; // else all rows fall into one point
        }
        Ok(LabelledSeconds::of(&clips, draw))
    }

    fn embedding_dim(&self) -> usize {
        self.embedding_dim
    }

    fn embed(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Array2<f32> {
        let [embedded] = infer(parameters, rows, [self.embedding_dim], |weights, rows| {
            [self.networks[modality].forward(weights, rows)]
        });
        embedded
    }
}

impl Trainable for Avdln {
    type Data = LabelledSeconds;

    fn step(&self, step: Step<'_, LabelledSeconds>) -> StepLosses {
        step.on_tape(|weights, batch, _, _| self.losses(weights, batch))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervised::small_clips;
    use rand::SeedableRng;

    #[test]
    fn has_as_many_parameters_as_the_published_network() {
        let AvdlnConfig { network, objective, .. } = published();
        let dims = PerModality { audio: 128, visual: 512 };
        let network = Avdln::new(&network, &objective, dims, 28).unwrap();
        let parameters = network.init(&mut ChaCha8Rng::seed_from_u64(0));
        let count = |modality: Modality| -> usize {
            let entries = parameters.entries().iter();
            let own = entries.filter(|entry| entry.name.starts_with(modality.name()));
            own.map(|entry| entry.values.len()).sum()
        };
        assert_eq!((count(Modality::Visual), count(Modality::Audio)), (73_920, 24_768));
    }

    #[test]
    fn gradients_agree_with_finite_differences() {
        for config in [published(), mined::config()] {
            let network = AvdlnNetworkConfig { hidden_dim: 5, embedding_dim: 3 };
            small_clips::check_gradients::<Avdln>(&network, &config.objective);
        }
    }
}
