//! AVSDN, the dual-modality sequence-to-sequence network (Lin, Li & Wang, ICASSP 2019), with our choices
//! where the source is silent (SPEC §6).
//!
//! Given: whole clips of both senses, and the class of each second (background is one).
//! Minimises: AVDLN's contrast with a margin between the projected encoder states of both senses
//! (`objective/margin.rs`) plus 0.5 times the cross-entropy of each second's class.
//! Compares: `‖e_v − e_a‖` of the projected encoder states; within a sense the same.
//!
//! One LSTM reads each sense; their last hidden and cell states are fused by DMRN and begin a decoder
//! LSTM that reads both senses' features again and names each second.
//! Choices of ours are in docs/deviations.md.

use burn::tensor::{Device, Tensor, activation};
use earsight_core::{Distance, Modality, PerModality};
use ndarray::{Array2, ArrayView2};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::supervised::{self, SupervisedConfig, SupervisedNetwork, one_clip};
use crate::Result;
use crate::layers::dmrn::Dmrn;
use crate::layers::lstm::{Lstm, LstmState};
use crate::layers::{Linear, rows_of};
use crate::model::{Fit, ModelEntry, Reads};
use crate::noise::Noise;
use crate::objective::events::cross_entropy;
use crate::objective::margin;
use crate::parameters::{Binder, Bound, Initialization, Parameters};
use crate::scaling::InputScaling;
use crate::training::batch::array;
use crate::training::labelled::LabelledClips;
use crate::training::labelled::whole_clips::ClipsBatch;
use crate::training::losses::Losses;
use crate::training::{
    AdamConfig, Batching, LearningRateSchedule, Optimizers, Trainable, TrainingConfig,
    inference_device, training_device,
};

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "avsdn",
    paper: "Lin et al., ICASSP 2019",
    summary: "reads a clip with one LSTM per sense, fuses them, and names each second; learns from labels",
    reads: Reads::Features,
    default_config: || config().table(),
    fit: Fit::Supervised(supervised::fit::<Avsdn>),
    load: supervised::load::<Avsdn>,
};

/// All settings of an AVSDN.
pub type AvsdnConfig = SupervisedConfig<AvsdnNetworkConfig, AvsdnObjective>;

/// Widths of the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvsdnNetworkConfig {
    /// Units of each encoder and of the decoder that goes on from them.
    pub hidden_dim: usize,
    /// Columns that are compared.
    pub embedding_dim: usize,
}

/// What is minimised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvsdnObjective {
    /// Background pairs farther apart than this are far enough; above 0.
    pub margin: f64,
    /// Factor of the cross-entropy beside the contrast.
    pub event_weight: f64,
}

fn config() -> AvsdnConfig {
    SupervisedConfig {
        network: AvsdnNetworkConfig { hidden_dim: 128, embedding_dim: 64 },
        objective: AvsdnObjective { margin: 2.0, event_weight: 0.5 },
        input: InputScaling::Standardized,
        categories: Vec::new(),
        training: TrainingConfig {
            epochs: 12,
            batching: Batching::Shuffled { size: 64 },
            learning_rate: 1e-3,
            learning_rate_schedule: LearningRateSchedule::Constant,
            adam: AdamConfig::default(),
            optimizers: Optimizers::One,
        },
    }
}

/// Encoders, projections, fusion, decoder and head, as a function of parameters.
struct Avsdn {
    network: AvsdnNetworkConfig,
    objective: AvsdnObjective,
    dims: PerModality<usize>,
    n_classes: usize,
}

struct BoundAvsdn {
    encoders: PerModality<Lstm>,
    projections: PerModality<Linear>,
    hidden_fusion: Dmrn,
    cell_fusion: Dmrn,
    decoder: Lstm,
    head: Linear,
}

impl Avsdn {
    fn bind(&self, parameters: &Parameters, device: &Device) -> (BoundAvsdn, Bound) {
        let mut binder = Binder::new(parameters, device);
        let network = BoundAvsdn {
            encoders: PerModality::from_fn(|_| Lstm::bind(&mut binder)),
            projections: PerModality::from_fn(|_| Linear::bind(&mut binder)),
            hidden_fusion: Dmrn::bind(&mut binder),
            cell_fusion: Dmrn::bind(&mut binder),
            decoder: Lstm::bind(&mut binder),
            head: Linear::bind(&mut binder),
        };
        (network, binder.finish())
    }
}

impl BoundAvsdn {
    /// # Shapes
    /// - `clips`: `[B, T, D]` → embedded `[B·T, E]`, and the encoder's last state
    fn encode(&self, modality: Modality, clips: Tensor<3>) -> (Tensor<2>, LstmState) {
        let (states, last) = self.encoders[modality].forward(clips, None);
        (self.projections[modality].forward(rows_of(states)), last)
    }

    /// # Shapes
    /// - `clips`: `[B, T, D]` each, `encoded`: their last states → scores `[B·T, C + 1]`
    fn decode(&self, clips: PerModality<Tensor<3>>, encoded: PerModality<LstmState>) -> Tensor<2> {
        let start = LstmState {
            hidden: self.hidden_fusion.forward(encoded.as_ref().map(|last| last.hidden.clone())),
            cell: self.cell_fusion.forward(encoded.map(|last| last.cell)),
        };
        let both = Tensor::cat(vec![clips.visual, clips.audio], 2);
        let (states, _) = self.decoder.forward(both, Some(start));
        self.head.forward(rows_of(states))
    }
}

impl SupervisedNetwork for Avsdn {
    type Network = AvsdnNetworkConfig;
    type Objective = AvsdnObjective;
    const IS_CLASSIFIER: bool = true;

    fn new(
        network: &AvsdnNetworkConfig,
        objective: &AvsdnObjective,
        dims: PerModality<usize>,
        n_categories: usize,
    ) -> std::result::Result<Self, String> {
        let AvsdnNetworkConfig { hidden_dim, embedding_dim } = *network;
        supervised::at_least_one([("hidden_dim", hidden_dim), ("embedding_dim", embedding_dim)])?;
        let (network, objective) = (network.clone(), objective.clone());
        Ok(Avsdn { network, objective, dims, n_classes: n_categories + 1 })
    }

    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        let AvsdnNetworkConfig { hidden_dim, embedding_dim } = self.network;
        let linear = Initialization::FanInUniform;
        for (modality, &dim) in self.dims.iter() {
            let name = format!("{modality}.encoder");
            Lstm::init(&mut parameters, &name, [dim, hidden_dim], rng);
        }
        for modality in Modality::ALL {
            let name = format!("{modality}.projection");
            parameters.push_linear(&name, [hidden_dim, embedding_dim], linear, rng);
        }
        Dmrn::init(&mut parameters, "fusion.hidden", hidden_dim, rng);
        Dmrn::init(&mut parameters, "fusion.cell", hidden_dim, rng);
        let pair = self.dims.visual + self.dims.audio;
        Lstm::init(&mut parameters, "decoder", [pair, hidden_dim], rng);
        parameters.push_linear("head", [hidden_dim, self.n_classes], linear, rng);
        parameters
    }

    fn data(&self, model: &'static str, clips: LabelledClips) -> Result<LabelledClips> {
        clips.require_events(model)?;
        clips.require_background(model)?; // else all embedded rows fall into one point
        Ok(clips)
    }

    fn distance(&self) -> Distance {
        supervised::euclidean("embedding", self.network.embedding_dim)
    }

    fn embed(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Array2<f32> {
        let device = inference_device();
        let (network, _) = self.bind(parameters, &device);
        array(network.encode(modality, one_clip(rows, &device)).0)
    }

    fn classify(
        &self,
        parameters: &Parameters,
        rows: PerModality<ArrayView2<'_, f32>>,
    ) -> Option<Array2<f32>> {
        let device = inference_device();
        let (network, _) = self.bind(parameters, &device);
        let clips = rows.map(|rows| one_clip(rows, &device));
        let encoded =
            PerModality::from_fn(|modality| network.encode(modality, clips[modality].clone()).1);
        Some(array(activation::softmax(network.decode(clips, encoded), 1)))
    }
}

impl Trainable for Avsdn {
    type Data = LabelledClips;

    fn losses(
        &self,
        parameters: &Parameters,
        batch: &ClipsBatch,
        _noise: &mut Noise,
        _epoch: usize,
    ) -> (Losses, Bound) {
        let (network, bound) = self.bind(parameters, &training_device());
        let PerModality { audio, visual } =
            PerModality::from_fn(|modality| network.encode(modality, batch.rows[modality].clone()));
        let embedded = PerModality { audio: audio.0, visual: visual.0 };
        let last = PerModality { audio: audio.1, visual: visual.1 };
        let mut losses = Losses::default();
        margin::push_losses(&mut losses, &embedded, &batch.is_event(), self.objective.margin);
        let scores = network.decode(batch.rows.clone(), last);
        let named = cross_entropy(scores, &batch.classes);
        losses.push("cross_entropy", named, self.objective.event_weight);
        (losses, bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::supervised::small_clips;

    #[test]
    fn gradients_agree_with_finite_differences() {
        let network = AvsdnNetworkConfig { hidden_dim: 4, embedding_dim: 3 };
        let objective = AvsdnObjective { margin: 2.0, event_weight: 0.5 };
        small_clips::assert_gradients_agree_on::<Avsdn>(&network, &objective);
    }
}
