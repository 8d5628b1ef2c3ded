//! AVSDN, the dual-modality sequence-to-sequence network (Lin, Li & Wang, ICASSP 2019), with our choices
//! where the source is silent (SPEC §6).
//!
//! Given: whole clips of both modalities, and the class of each second (background is one).
//! Minimises: AVDLN's contrast with a margin between the projected encoder states of both modalities
//! (`margin.rs`) plus 0.5 times the cross-entropy of each second's class.
//! Compares: `‖e_v − e_a‖` of the projected encoder states; within a modality the same.
//!
//! One LSTM reads each modality; their last hidden and cell states are fused by DMRN and begin a decoder
//! LSTM that reads both modalities' features again and names each second.
//! Choices of ours are in docs/deviations.md.

use burn::module::Module;
use burn::nn::{Linear, LinearConfig, Lstm, LstmConfig, LstmState};
use burn::tensor::{Device, Tensor, activation};
use earsight::Result;
use earsight::model::{Fit, ModelEntry, Reads};
use earsight::parameters::Parameters;
use earsight::scaling::InputScaling;
use earsight::training::{
    AdamConfig, Batching, LearningRateSchedule, Optimizers, Step, StepLosses, Trainable,
    TrainingConfig,
};
use earsight_core::{Modality, PerModality};
use ndarray::{Array2, ArrayView2};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::dmrn::Dmrn;
use super::losses::{TensorLosses, cross_entropy, push_contrast};
use super::module::{self, Pair};
use super::{array, inference_device, one_clip, rows_of, sequences, training_device};
use crate::labelled::LabelledClips;
use crate::labelled::whole_clips::ClipsBatch;
use crate::supervised::{self, SupervisedConfig, SupervisedNetwork};

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "avsdn",
    paper: "Lin et al., ICASSP 2019",
    summary: "one LSTM per modality, fused, and a class for each second; learns from labels",
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

/// Sizes of the network.
struct Avsdn {
    network: AvsdnNetworkConfig,
    objective: AvsdnObjective,
    dims: PerModality<usize>,
    n_classes: usize,
}

/// Encoders, projections, fusion, decoder and head.
#[derive(Module, Debug)]
struct AvsdnModule {
    encoders: Pair<Lstm>,
    projections: Pair<Linear>,
    hidden_fusion: Dmrn,
    cell_fusion: Dmrn,
    decoder: Lstm,
    head: Linear,
}

impl Avsdn {
    fn module(&self, device: &Device) -> AvsdnModule {
        let AvsdnNetworkConfig { hidden_dim, embedding_dim } = self.network;
        let lstm = |dim| LstmConfig::new(dim, hidden_dim, true).init(device);
        let linear = |n_out| LinearConfig::new(hidden_dim, n_out).init(device);
        AvsdnModule {
            encoders: Pair::from_fn(|modality| lstm(self.dims[modality])),
            projections: Pair::from_fn(|_| linear(embedding_dim)),
            hidden_fusion: Dmrn::new(hidden_dim, device),
            cell_fusion: Dmrn::new(hidden_dim, device),
            decoder: lstm(self.dims.visual + self.dims.audio),
            head: linear(self.n_classes),
        }
    }

    fn with(&self, parameters: &Parameters, device: &Device) -> AvsdnModule {
        module::with_values(self.module(device), parameters)
    }

    fn losses(&self, module: &AvsdnModule, batch: &ClipsBatch) -> TensorLosses {
        let device = training_device();
        let clips = batch.rows.as_ref().map(|clips| sequences(clips, &device));
        let PerModality { audio, visual } =
            PerModality::from_fn(|modality| module.encode(modality, clips[modality].clone()));
        let embedded = PerModality { audio: audio.0, visual: visual.0 };
        let AvsdnObjective { margin, event_weight } = self.objective;
        let mut losses = TensorLosses::default();
        push_contrast(&mut losses, &embedded, &batch.is_event(), margin);
        let scores = module.decode(clips, PerModality { audio: audio.1, visual: visual.1 });
        losses.push("cross_entropy", cross_entropy(scores, &batch.classes), event_weight);
        losses
    }
}

impl AvsdnModule {
    /// # Shapes
    /// - `clips`: `[B, T, D]` → embedded `[B·T, E]`, and the encoder's last state
    fn encode(&self, modality: Modality, clips: Tensor<3>) -> (Tensor<2>, LstmState<2>) {
        let (states, last) = self.encoders.get(modality).forward(clips, None);
        (self.projections.get(modality).forward(rows_of(states)), last)
    }

    /// # Shapes
    /// - `clips`: `[B, T, D]` each, `encoded`: their last states → scores `[B·T, C + 1]`
    fn decode(
        &self,
        clips: PerModality<Tensor<3>>,
        encoded: PerModality<LstmState<2>>,
    ) -> Tensor<2> {
        let hidden = encoded.as_ref().map(|last| last.hidden.clone());
        let cell = encoded.map(|last| last.cell);
        let start =
            LstmState::new(self.cell_fusion.forward(cell), self.hidden_fusion.forward(hidden));
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
        module::init(&self.module(&inference_device()), rng)
    }

    fn data(&self, model: &'static str, clips: LabelledClips) -> Result<LabelledClips> {
        clips.require_background(model)?; // else all embedded rows fall into one point
        Ok(clips)
    }

    fn embedding_dim(&self) -> usize {
        self.network.embedding_dim
    }

    fn embed(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Array2<f32> {
        let device = inference_device();
        let module = self.with(parameters, &device);
        array(module.encode(modality, one_clip(rows, &device)).0)
    }

    fn classify(
        &self,
        parameters: &Parameters,
        rows: PerModality<ArrayView2<'_, f32>>,
    ) -> Option<Array2<f32>> {
        let device = inference_device();
        let module = self.with(parameters, &device);
        let clips = rows.map(|rows| one_clip(rows, &device));
        let encoded =
            PerModality::from_fn(|modality| module.encode(modality, clips[modality].clone()).1);
        Some(array(activation::softmax(module.decode(clips, encoded), 1)))
    }
}

impl Trainable for Avsdn {
    type Data = LabelledClips;

    fn step(&self, step: Step<'_, LabelledClips>) -> StepLosses {
        step.with_gradients(|parameters, batch, _, _| {
            let module = self.with(parameters, &training_device());
            self.losses(&module, batch).backward(&module)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervised::small_clips;

    #[test]
    fn gradients_agree_with_finite_differences() {
        let network = AvsdnNetworkConfig { hidden_dim: 4, embedding_dim: 3 };
        let objective = AvsdnObjective { margin: 2.0, event_weight: 0.5 };
        small_clips::check_gradients::<Avsdn>(&network, &objective);
    }
}
