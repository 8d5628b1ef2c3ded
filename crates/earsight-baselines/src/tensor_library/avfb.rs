//! AVFB, the audio-visual fusion block (Ramaswamy & Das, WACV 2020) — *our reading*: its internals are not
//! published with code and were not obtainable (SPEC §7). No number of it is the authors'.
//!
//! Given: whole clips of both modalities, and the class of each second (background is one).
//! Minimises: AVDLN's contrast with a margin between both modalities' embedded seconds (`margin.rs`)
//! plus 0.5 times the cross-entropy of each second's class; on request their Gram-matrix triplet
//! ([`GramTripletConfig`]).
//! Compares: `‖e_v − e_a‖` of the embedded seconds; within a modality the same.
//!
//! Fusion: factorised bilinear pooling of both modalities' factors (Yu et al., ICCV 2017); segment-wise attention: self-attention over
//! the seconds; then a BiLSTM and a head. A second's embedding is a projection of its own modality's factors.
//! Choices of ours are in docs/deviations.md.

use burn::module::Module;
use burn::nn::attention::{MhaInput, MultiHeadAttention, MultiHeadAttentionConfig};
use burn::nn::{BiLstm, BiLstmConfig, Linear, LinearConfig};
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

use super::gram::GramTripletConfig;
use super::losses::{TensorLosses, cross_entropy, push_contrast};
use super::module::{self, Pair};
use super::{array, inference_device, one_clip, rows_of, sequences, training_device};
use crate::labelled::LabelledClips;
use crate::labelled::whole_clips::ClipsBatch;
use crate::supervised::{self, SupervisedConfig, SupervisedNetwork};

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "avfb",
    paper: "Ramaswamy & Das, WACV 2020; our reading",
    summary: "bilinear fusion, attention over seconds, a class for each; our reading; learns from labels",
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

/// Sizes of the network.
struct Avfb {
    network: AvfbNetworkConfig,
    objective: AvfbObjective,
    dims: PerModality<usize>,
    n_classes: usize,
}

/// Fusion, attention, BiLSTM, head and projections.
#[derive(Module, Debug)]
struct AvfbModule {
    /// `W x` of one modality; the `k` factors of an output are `k` runs of columns.
    factors: Pair<Linear>,
    attention: MultiHeadAttention,
    lstm: BiLstm,
    head: Linear,
    projections: Pair<Linear>,
}

/// Keeps the slope of the signed root finite at zero.
const ROOT_EPSILON: f64 = 1e-4;

impl Avfb {
    fn module(&self, device: &Device) -> AvfbModule {
        let AvfbNetworkConfig { n_factors, fused_dim, hidden_dim, embedding_dim } = self.network;
        let n_products = n_factors * fused_dim;
        let linear = |n_in, n_out| LinearConfig::new(n_in, n_out).init(device);
        AvfbModule {
            factors: Pair::from_fn(|modality| linear(self.dims[modality], n_products)),
            attention: MultiHeadAttentionConfig::new(fused_dim, 1).with_dropout(0.0).init(device),
            lstm: BiLstmConfig::new(fused_dim, hidden_dim, true).init(device),
            head: linear(2 * hidden_dim, self.n_classes),
            projections: Pair::from_fn(|_| linear(n_products, embedding_dim)),
        }
    }

    fn with(&self, parameters: &Parameters, device: &Device) -> AvfbModule {
        module::with_values(self.module(device), parameters)
    }

    fn losses(&self, module: &AvfbModule, batch: &ClipsBatch) -> TensorLosses {
        let AvfbNetworkConfig { n_factors, fused_dim, .. } = self.network;
        let device = training_device();
        let factors = PerModality::from_fn(|modality| {
            module.factors(modality, sequences(&batch.rows[modality], &device))
        });
        let embedded =
            PerModality::from_fn(|modality| module.embed(modality, factors[modality].clone()));
        let mut losses = TensorLosses::default();
        push_contrast(&mut losses, &embedded, &batch.is_event(), self.objective.margin);
        if let Some(triplet) = &self.objective.gram_triplet {
            let maps = factors.clone().map(|factors| {
                let n_rows = factors.dims()[0];
                activation::relu(factors).reshape([n_rows, n_factors, fused_dim])
            });
            let gram = triplet.of(maps, &batch.classes, batch.background);
            losses.push("gram_triplet", gram, triplet.weight);
        }
        let n_segments = batch.rows.audio.dim().1;
        let scores = module.classify(factors, n_factors, n_segments);
        let cross_entropy = cross_entropy(scores, &batch.classes);
        losses.push("cross_entropy", cross_entropy, self.objective.event_weight);
        losses
    }
}

impl AvfbModule {
    /// # Shapes
    /// - `clips`: `[B, T, D]` → `[B·T, k·o]`
    fn factors(&self, modality: Modality, clips: Tensor<3>) -> Tensor<2> {
        self.factors.get(modality).forward(rows_of(clips))
    }

    /// # Shapes
    /// - `factors`: `[B·T, k·o]` → `[B·T, E]`
    fn embed(&self, modality: Modality, factors: Tensor<2>) -> Tensor<2> {
        self.projections.get(modality).forward(activation::relu(factors))
    }

    /// # Shapes
    /// - `factors`: `[B·T, k·o]` each → scores `[B·T, C + 1]`
    fn classify(
        &self,
        factors: PerModality<Tensor<2>>,
        n_factors: usize,
        n_segments: usize,
    ) -> Tensor<2> {
        let fused = bilinear_pooling(factors, n_factors);
        let [n_rows, dim] = fused.dims();
        let clips = fused.reshape([n_rows / n_segments, n_segments, dim]);
        let attention = self.attention.forward(MhaInput::self_attn(clips.clone()));
        let (states, _) = self.lstm.forward(clips + attention.context, None);
        self.head.forward(rows_of(states))
    }
}

/// `u = sumpool_k(W_v v ⊙ W_a a)`, then `sign(u) √|u|`, then length 1 (SPEC §7).
///
/// # Shapes
/// - `factors`: `[N, k·o]` each → `[N, o]`
fn bilinear_pooling(factors: PerModality<Tensor<2>>, n_factors: usize) -> Tensor<2> {
    let [n_rows, width] = factors.audio.dims();
    let n_out = width / n_factors.max(1);
    let products = (factors.visual * factors.audio).reshape([n_rows, n_factors, n_out]);
    let sums = products.sum_dim(1).squeeze_dim::<2>(1);
    let roots = sums.clone() / (sums.abs() + ROOT_EPSILON).sqrt();
    let length = (roots.clone().powi_scalar(2).sum_dim(1) + 1e-12).sqrt();
    roots / length
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
        let factors = module.factors(modality, one_clip(rows, &device));
        array(module.embed(modality, factors))
    }

    fn classify(
        &self,
        parameters: &Parameters,
        rows: PerModality<ArrayView2<'_, f32>>,
    ) -> Option<Array2<f32>> {
        let device = inference_device();
        let module = self.with(parameters, &device);
        let factors = PerModality::from_fn(|modality| {
            module.factors(modality, one_clip(rows[modality], &device))
        });
        let scores = module.classify(factors, self.network.n_factors, rows.audio.nrows());
        Some(array(activation::softmax(scores, 1)))
    }
}

impl Trainable for Avfb {
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
    use crate::tensor_library::values;

    #[test]
    fn gradients_agree_with_finite_differences() {
        let network =
            AvfbNetworkConfig { n_factors: 2, fused_dim: 3, hidden_dim: 3, embedding_dim: 3 };
        for gram_triplet in [None, Some(GramTripletConfig { weight: 1.0, margin: 0.5 })] {
            let objective = AvfbObjective { margin: 2.0, event_weight: 0.5, gram_triplet };
            small_clips::check_gradients::<Avfb>(&network, &objective);
        }
    }

    /// By hand: two factors, two outputs; products 3, 8 | 6, −24, sums 9 and −16, roots 3 and −4.
    #[test]
    fn two_factors_by_hand() {
        let device = inference_device();
        let factors = PerModality {
            audio: Tensor::from_data([[1.0, 2.0, 2.0, -4.0]], &device),
            visual: Tensor::from_data([[3.0, 4.0, 3.0, 6.0]], &device),
        };
        let found = values(bilinear_pooling(factors, 2));
        assert!((found[0] - 0.6).abs() < 1e-4 && (found[1] + 0.8).abs() < 1e-4, "{found:?}");
    }
}
