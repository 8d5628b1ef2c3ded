//! AVFB, the audio-visual fusion block (Ramaswamy & Das, WACV 2020) — *our reading*: its internals are not
//! published with code and were not obtainable (SPEC §7). No number of it is the authors'.
//!
//! Given: whole clips of both modalities, and the class of each second (background is one).
//! Minimises: AVDLN's contrast with a margin between both modalities' embedded seconds (`margin.rs`)
//! plus 0.5 times the cross-entropy of each second's class; optionally their Gram-matrix triplet
//! ([`GramTripletConfig`]).
//! Compares: `‖e_v − e_a‖` of the embedded seconds; within a modality the same.
//!
//! Fusion: factorised bilinear pooling of both modalities' factors (Yu et al., ICCV 2017); segment-wise attention: self-attention over
//! the seconds; then a BiLSTM and a head. A second's embedding is a projection of its own modality's factors.
//! Our choices are in docs/deviations.md.

use burn::module::Module;
use burn::nn::attention::{MhaInput, MultiHeadAttention, MultiHeadAttentionConfig};
use burn::nn::{BiLstm, BiLstmConfig, Linear, LinearConfig};
use burn::tensor::{Device, Tensor, activation};
use earsight::model::{Fit, ModelEntry, Reads};
use earsight::scaling::InputScaling;
use earsight_core::{Modality, PerModality};
use serde::{Deserialize, Serialize};

use super::clip_network::{ClipModule, ClipNetwork, Clips};
use super::gram::GramTripletConfig;
use super::losses::{TensorLosses, cross_entropy, push_contrast};
use super::module::Pair;
use super::rows_of;
use crate::baseline::{BaselineConfig, load, training_config};
use crate::labelled::whole_clips::ClipsBatch;
use crate::supervised::{self, SupervisedConfig};

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "avfb",
    paper: "Ramaswamy & Das, WACV 2020; our reading",
    summary: "bilinear fusion, attention over seconds, a class for each; our reading; learns from labels",
    reads: Reads::Features,
    weighs_parts: false,
    default_config: || config().table(),
    fit: Fit::Supervised(supervised::fit::<ClipNetwork<Avfb>>),
    load: load::<ClipNetwork<Avfb>>,
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
    /// Columns of an embedding.
    pub embedding_dim: usize,
}

/// What is minimised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvfbObjective {
    /// Background pairs farther apart than this have no loss; above 0.
    pub margin: f64,
    /// Factor of the cross-entropy; that of the contrast is 1.
    pub event_weight: f64,
    /// The triplet loss of Gram matrices, if any.
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
        training: training_config(12, 32),
    }
}

/// Fusion, attention, BiLSTM, head and projections.
#[derive(Module, Debug)]
struct Avfb {
    /// `W x` of one modality; the `k` factors of an output are `k` runs of columns.
    factors: Pair<Linear>,
    attention: MultiHeadAttention,
    lstm: BiLstm,
    head: Linear,
    projections: Pair<Linear>,
    #[module(skip)]
    n_factors: usize,
}

/// Makes the slope of the signed root finite at zero.
const ROOT_EPSILON: f64 = 1e-4;

impl Avfb {
    /// # Shapes
    /// - `clips`: `[B, T, D]` → `[B·T, k·o]`
    fn factors(&self, modality: Modality, clips: Tensor<3>) -> Tensor<2> {
        self.factors.get(modality).forward(rows_of(clips))
    }

    /// # Shapes
    /// - `factors`: `[B·T, k·o]` → `[B·T, E]`
    fn project(&self, modality: Modality, factors: Tensor<2>) -> Tensor<2> {
        self.projections.get(modality).forward(activation::relu(factors))
    }

    /// # Shapes
    /// - `factors`: `[B·T, k·o]` each → scores `[B·T, C + 1]`
    fn classify(&self, factors: PerModality<Tensor<2>>, n_segments: usize) -> Tensor<2> {
        let fused = bilinear_pooling(factors, self.n_factors);
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

impl ClipModule for Avfb {
    type Network = AvfbNetworkConfig;
    type Objective = AvfbObjective;

    fn embedding_dim(network: &AvfbNetworkConfig) -> usize {
        network.embedding_dim
    }

    fn new(
        network: &AvfbNetworkConfig,
        dims: PerModality<usize>,
        n_classes: usize,
        device: &Device,
    ) -> Self {
        let AvfbNetworkConfig { n_factors, fused_dim, hidden_dim, embedding_dim } = *network;
        let n_products = n_factors * fused_dim;
        let linear = |n_in, n_out| LinearConfig::new(n_in, n_out).init(device);
        Avfb {
            factors: Pair::from_fn(|modality| linear(dims[modality], n_products)),
            attention: MultiHeadAttentionConfig::new(fused_dim, 1).with_dropout(0.0).init(device),
            lstm: BiLstmConfig::new(fused_dim, hidden_dim, true).init(device),
            head: linear(2 * hidden_dim, n_classes),
            projections: Pair::from_fn(|_| linear(n_products, embedding_dim)),
            n_factors,
        }
    }

    fn losses(
        &self,
        objective: &Self::Objective,
        clips: Clips,
        batch: &ClipsBatch,
    ) -> TensorLosses {
        let n_segments = clips.audio.dims()[1];
        let factors =
            PerModality::from_fn(|modality| self.factors(modality, clips[modality].clone()));
        let embedded =
            PerModality::from_fn(|modality| self.project(modality, factors[modality].clone()));
        let mut losses = TensorLosses::default();
        push_contrast(&mut losses, &embedded, &batch.is_event(), objective.margin);
        if let Some(triplet) = &objective.gram_triplet {
            let maps = factors.clone().map(|factors| {
                let [n_rows, width] = factors.dims();
                let shape = [n_rows, self.n_factors, width / self.n_factors];
                activation::relu(factors).reshape(shape)
            });
            let gram = triplet.of(maps, &batch.classes, batch.background);
            losses.push("gram_triplet", gram, triplet.weight);
        }
        let scores = self.classify(factors, n_segments);
        let cross_entropy = cross_entropy(scores, &batch.classes);
        losses.push("cross_entropy", cross_entropy, objective.event_weight);
        losses
    }

    fn embed(&self, modality: Modality, clips: Tensor<3>) -> Tensor<2> {
        self.project(modality, self.factors(modality, clips))
    }

    fn scores(&self, clips: Clips) -> Tensor<2> {
        let n_segments = clips.audio.dims()[1];
        let factors =
            PerModality::from_fn(|modality| self.factors(modality, clips[modality].clone()));
        self.classify(factors, n_segments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::small_clips;
    use crate::tensor_library::{inference_device, values};

    #[test]
    fn gradients_agree_with_finite_differences() {
        let network =
            AvfbNetworkConfig { n_factors: 2, fused_dim: 3, hidden_dim: 3, embedding_dim: 3 };
        for gram_triplet in [None, Some(GramTripletConfig { weight: 1.0, margin: 0.5 })] {
            let objective = AvfbObjective { gram_triplet, ..config().objective };
            let config = AvfbConfig { network: network.clone(), objective, ..config() };
            small_clips::check_gradients::<ClipNetwork<Avfb>>(config);
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
