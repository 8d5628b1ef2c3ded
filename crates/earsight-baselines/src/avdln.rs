//! AVDLN, the audio-visual distance learning network (Tian, Shi, Li, Duan & Xu, ECCV 2018), from its code (SPEC §5.1).
//!
//! Given: synchronised seconds of both modalities, and which of them belong to an event.
//! Minimises: `mean[y·D² + (1 − y)·max(m − D, 0)²]`, `y = 1` for event seconds, see `margin.rs`.
//! Compares: `D = ‖e_v − e_a‖` of two small networks' outputs; within a modality (not in the source) the same.
//!
//! `avdln` is as published: its only negatives are synchronised seconds of background. `avdln-mined` adds pairs of
//! different seconds, see [`mined`]. Our choices are in docs/deviations.md.

mod mined;

use earsight::Result;
use earsight::model::{Fit, ModelEntry, Reads};
use earsight::network::{Activation, LayerConfig, Mlp, Normalization, infer};
use earsight::objective::Losses;
use earsight::parameters::{Initialization, Parameters, Weights};
use earsight::scaling::InputScaling;
use earsight::training::{AdamConfig, Step, StepLosses, Trainable, TrainingConfig};
use earsight_core::{Distance, Modality, PerModality};
use ndarray::Array2;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::baseline::{Baseline, BaselineConfig, Rows, Validated, load, training_config};
use crate::labelled::LabelledClips;
use crate::labelled::seconds::{LabelledSeconds, SecondsBatch};
use crate::margin;
use crate::supervised::{self, SupervisedBaseline, SupervisedConfig, WidthsConfig};

/// As published.
pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "avdln",
    paper: "Tian et al., ECCV 2018; as the published code does it",
    summary: "event seconds of both modalities near, background seconds far; learns from labels",
    reads: Reads::Features,
    weighs_parts: false,
    default_config: || published().table(),
    fit: Fit::Supervised(supervised::fit::<Avdln>),
    load: load::<Avdln>,
};

/// With negatives across time and across clips.
pub(crate) const MINED_ENTRY: ModelEntry = ModelEntry {
    name: "avdln-mined",
    paper: "Tian et al., ECCV 2018; ours",
    summary: "AVDLN with negatives across time and across clips too; learns from labels",
    reads: Reads::Features,
    weighs_parts: false,
    default_config: || mined::config().table(),
    fit: Fit::Supervised(supervised::fit::<Avdln>),
    load: load::<Avdln>,
};

/// All settings of an AVDLN.
pub type AvdlnConfig = SupervisedConfig<WidthsConfig, AvdlnObjective>;

/// The negatives, and how far apart they are pushed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvdlnObjective {
    /// `m`: negatives farther apart than this have no loss. 2 in the published training, above 0.
    pub margin: f64,
    /// The negative pairs.
    pub negatives: Negatives,
}

/// The negative pairs.
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
        network: WidthsConfig { hidden_dim: 128, embedding_dim: 64 },
        objective: AvdlnObjective { margin: 2.0, negatives: Negatives::Background },
        input: InputScaling::None,
        categories: Vec::new(),
        training: TrainingConfig {
            adam: AdamConfig { epsilon: 1e-7, ..AdamConfig::default() },
            ..training_config(20, 8)
        },
    }
}

/// Dense layers with the defaults of Keras.
const LAYERS: LayerConfig = LayerConfig {
    activation: Activation::LeakyRelu,
    normalization: Normalization::None,
    initialization: Initialization::Glorot,
};

/// Two networks with comparable outputs.
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

impl Baseline for Avdln {
    type Config = AvdlnConfig;

    fn new(config: &AvdlnConfig, dims: PerModality<usize>) -> Validated<Self> {
        let WidthsConfig { hidden_dim, embedding_dim } = config.network;
        let networks = PerModality::from_fn(|modality| {
            Mlp::new(modality.name(), &[dims[modality], hidden_dim, embedding_dim], LAYERS)
        });
        Ok(Avdln { objective: config.objective.clone(), embedding_dim, networks })
    }

    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        for modality in Modality::ALL {
            self.networks[modality].init(&mut parameters, rng);
        }
        parameters
    }

    fn distance(&self, _: &Parameters) -> Distance {
        Distance::euclidean("embedding", self.embedding_dim)
    }

    fn embed(&self, parameters: &Parameters, modality: Modality, rows: Rows<'_>) -> Array2<f32> {
        let [embedded] = infer(parameters, rows, [self.embedding_dim], |weights, rows| {
            [self.networks[modality].forward(weights, rows)]
        });
        embedded
    }
}

impl SupervisedBaseline for Avdln {
    type Network = WidthsConfig;
    type Objective = AvdlnObjective;

    fn data(&self, model: &'static str, clips: LabelledClips) -> Result<LabelledSeconds> {
        let of_whole_clips = self.objective.negatives == Negatives::Mined;
        if !of_whole_clips {
            clips.require_background(model)?; // else all rows become one point
        }
        Ok(LabelledSeconds { clips, of_whole_clips })
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
    use crate::small_clips;
    use rand::SeedableRng;

    #[test]
    fn has_as_many_parameters_as_the_published_network() {
        let dims = PerModality { audio: 128, visual: 512 };
        let network = Avdln::new(&published(), dims).unwrap();
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
            let network = WidthsConfig { hidden_dim: 5, embedding_dim: 3 };
            small_clips::check_gradients::<Avdln>(AvdlnConfig { network, ..config });
        }
    }
}
