//! AVFB, the audio-visual fusion block (Ramaswamy & Das, WACV 2020) — *our reading*: its internals are not
//! published with code and were not obtainable (SPEC §7). No number of it is the authors'.
//!
//! Given: whole clips of both senses, and the class of each second (background is one).
//! Minimises: AVDLN's contrast with a margin between both senses' embedded seconds (`objective/margin.rs`)
//! plus 0.5 times the cross-entropy of each second's class; on request their Gram-matrix triplet
//! (`objective/gram.rs`).
//! Compares: `‖e_v − e_a‖` of the embedded seconds; within a sense the same.
//!
//! Fusion: factorised bilinear pooling of both senses' factors; segment-wise attention: self-attention over
//! the seconds; then a BiLSTM and a head. A second's embedding is a projection of its own sense's factors.
//! Choices of ours are in docs/deviations.md.

use burn::tensor::{Device, Tensor, activation};
use earsight_core::{Distance, Modality, PerModality};
use ndarray::{Array2, ArrayView2};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::supervised::{self, SupervisedConfig, SupervisedNetwork, one_clip};
use crate::Result;
use crate::layers::bilinear_pooling::BilinearPooling;
use crate::layers::lstm::BiLstm;
use crate::layers::self_attention::SelfAttention;
use crate::layers::{Linear, rows_of};
use crate::model::{Fit, ModelEntry, Reads};
use crate::noise::Noise;
use crate::objective::events::cross_entropy;
use crate::objective::gram::GramTripletConfig;
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
    name: "avfb",
    paper: "Ramaswamy & Das, WACV 2020; our reading",
    summary: "bilinear fusion, attention over seconds, and a name for each; our reading; learns from labels",
    reads: Reads::Features,
    default_config: || config().table(),
    fit: Fit::Supervised(supervised::fit::<Avfb>),
    load: supervised::load::<Avfb>,
};

/// All settings of an AVFB.
pub type AvfbConfig = SupervisedConfig<AvfbNetworkConfig, AvfbObjective>;

/// Widths of the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvfbNetworkConfig {
    /// `k`: factors of each fused unit.
    pub n_factors: usize,
    /// `o`: fused units.
    pub fused_dim: usize,
    /// Units of the LSTM in each direction.
    pub hidden_dim: usize,
    /// Columns that are compared.
    pub embedding_dim: usize,
}

/// What is minimised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvfbObjective {
    /// Background pairs farther apart than this are far enough; above 0.
    pub margin: f64,
    /// Factor of the cross-entropy beside the contrast.
    pub event_weight: f64,
    /// The triplet loss of Gram matrices, if wanted.
    pub gram_triplet: Option<GramTripletConfig>,
}

fn config() -> AvfbConfig {
    SupervisedConfig {
        network: AvfbNetworkConfig {
            n_factors: 5,
            fused_dim: 256,
            hidden_dim: 128,
            embedding_dim: 64,
        },
        objective: AvfbObjective { margin: 2.0, event_weight: 0.5, gram_triplet: None },
        input: InputScaling::Standardized,
        categories: Vec::new(),
        training: TrainingConfig {
            epochs: 12,
            batching: Batching::Shuffled { size: 32 },
            learning_rate: 1e-3,
            learning_rate_schedule: LearningRateSchedule::Constant,
            adam: AdamConfig::default(),
            optimizers: Optimizers::One,
        },
    }
}

/// Fusion, attention, BiLSTM, head and projections, as a function of parameters.
struct Avfb {
    network: AvfbNetworkConfig,
    objective: AvfbObjective,
    dims: PerModality<usize>,
    n_classes: usize,
}

struct BoundAvfb {
    fusion: BilinearPooling,
    attention: SelfAttention,
    lstm: BiLstm,
    head: Linear,
    projections: PerModality<Linear>,
}

impl Avfb {
    fn bind(&self, parameters: &Parameters, device: &Device) -> (BoundAvfb, Bound) {
        let mut binder = Binder::new(parameters, device);
        let network = BoundAvfb {
            fusion: BilinearPooling::bind(&mut binder, self.network.n_factors),
            attention: SelfAttention::bind(&mut binder),
            lstm: BiLstm::bind(&mut binder),
            head: Linear::bind(&mut binder),
            projections: PerModality::from_fn(|_| Linear::bind(&mut binder)),
        };
        (network, binder.finish())
    }
}

impl BoundAvfb {
    /// # Shapes
    /// - `clips`: `[B, T, D]` → `[B·T, k·o]`
    fn factors(&self, modality: Modality, clips: Tensor<3>) -> Tensor<2> {
        self.fusion.factors(modality, rows_of(clips))
    }

    /// # Shapes
    /// - `factors`: `[B·T, k·o]` → `[B·T, E]`
    fn embed(&self, modality: Modality, factors: Tensor<2>) -> Tensor<2> {
        self.projections[modality].forward(activation::relu(factors))
    }

    /// # Shapes
    /// - `factors`: `[B·T, k·o]` each → scores `[B·T, C + 1]`
    fn name(&self, factors: PerModality<Tensor<2>>, n_segments: usize) -> Tensor<2> {
        let fused = self.fusion.pool(factors);
        let [n_rows, dim] = fused.dims();
        let clips = fused.reshape([n_rows / n_segments, n_segments, dim]);
        let attended = clips.clone() + self.attention.forward(clips, None);
        self.head.forward(rows_of(self.lstm.forward(attended)))
    }
}

impl SupervisedNetwork for Avfb {
    type Network = AvfbNetworkConfig;
    type Objective = AvfbObjective;
    const IS_CLASSIFIER: bool = true;

    fn new(
        network: &AvfbNetworkConfig,
        objective: &AvfbObjective,
        dims: PerModality<usize>,
        n_categories: usize,
    ) -> std::result::Result<Self, String> {
        supervised::at_least_one([
            ("n_factors", network.n_factors),
            ("fused_dim", network.fused_dim),
            ("hidden_dim", network.hidden_dim),
            ("embedding_dim", network.embedding_dim),
        ])?;
        let (network, objective) = (network.clone(), objective.clone());
        Ok(Avfb { network, objective, dims, n_classes: n_categories + 1 })
    }

    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        let AvfbNetworkConfig { n_factors, fused_dim, hidden_dim, embedding_dim } = self.network;
        let linear = Initialization::FanInUniform;
        BilinearPooling::init(&mut parameters, "fusion", &self.dims, n_factors, fused_dim, rng);
        SelfAttention::init(&mut parameters, "attention", fused_dim, rng);
        BiLstm::init(&mut parameters, "lstm", [fused_dim, hidden_dim], rng);
        parameters.push_linear("head", [2 * hidden_dim, self.n_classes], linear, rng);
        for modality in Modality::ALL {
            let shape = [n_factors * fused_dim, embedding_dim];
            parameters.push_linear(&format!("{modality}.projection"), shape, linear, rng);
        }
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
        let factors = network.factors(modality, one_clip(rows, &device));
        array(network.embed(modality, factors))
    }

    fn classify(
        &self,
        parameters: &Parameters,
        rows: PerModality<ArrayView2<'_, f32>>,
    ) -> Option<Array2<f32>> {
        let device = inference_device();
        let (network, _) = self.bind(parameters, &device);
        let factors = PerModality::from_fn(|modality| {
            network.factors(modality, one_clip(rows[modality], &device))
        });
        let scores = network.name(factors, rows.audio.nrows());
        Some(array(activation::softmax(scores, 1)))
    }
}

impl Trainable for Avfb {
    type Data = LabelledClips;

    fn losses(
        &self,
        parameters: &Parameters,
        batch: &ClipsBatch,
        _noise: &mut Noise,
        _epoch: usize,
    ) -> (Losses, Bound) {
        let (network, bound) = self.bind(parameters, &training_device());
        let factors = PerModality::from_fn(|modality| {
            network.factors(modality, batch.rows[modality].clone())
        });
        let embedded =
            PerModality::from_fn(|modality| network.embed(modality, factors[modality].clone()));
        let mut losses = Losses::default();
        margin::push_losses(&mut losses, &embedded, &batch.is_event(), self.objective.margin);
        if let Some(triplet) = &self.objective.gram_triplet {
            let AvfbNetworkConfig { n_factors, fused_dim, .. } = self.network;
            let maps = factors.clone().map(|factors| {
                let n_rows = factors.dims()[0];
                activation::relu(factors).reshape([n_rows, n_factors, fused_dim])
            });
            let gram = triplet.of(maps, &batch.classes, batch.background);
            losses.push("gram_triplet", gram, triplet.weight);
        }
        let scores = network.name(factors, batch.n_segments());
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
        let network =
            AvfbNetworkConfig { n_factors: 2, fused_dim: 3, hidden_dim: 3, embedding_dim: 3 };
        for gram_triplet in [None, Some(GramTripletConfig { weight: 1.0, margin: 0.5 })] {
            let objective = AvfbObjective { margin: 2.0, event_weight: 0.5, gram_triplet };
            small_clips::assert_gradients_agree_on::<Avfb>(&network, &objective);
        }
    }
}
