//! DAM, dual attention matching (Wu, Zhu, Yan & Yang, ICCV 2019), from public notes (SPEC §9b): each sense's
//! event as a whole is looked for among the seconds of the other.
//!
//! Given: whole clips of both senses, the seconds of each clip's event and its category.
//! Minimises: with `φ` the mean over the event's seconds of self-attention in one sense and `x_t` a second of
//! the other, the binary cross-entropy of `p_t = σ(s φ·x_t + b)` against the event's seconds, both ways;
//! the same with `φ` over all seconds; and 0.5 times the cross-entropy of the clip's category.
//! Compares: `‖φ_v − x_a‖² + ‖x_v − φ_a‖²` of unit rows, `φ` of each second alone; summed over a query it is
//! smallest where `Σ φ·x_t` is greatest. Within a sense, `φ` with `φ` and `x` with `x`.
//! Choices of ours are in docs/deviations.md.

use burn::tensor::{Device, Int, Tensor, TensorData, activation};
use earsight_core::{Distance, Modality, Norm, Part, PerModality};
use ndarray::{Array2, ArrayView2, Axis};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::supervised::{self, SupervisedConfig, SupervisedNetwork, one_clip};
use crate::Result;
use crate::activation::Activation;
use crate::layers::self_attention::SelfAttention;
use crate::layers::{LayerConfig, Linear, Mlp, Normalization, rows_of};
use crate::model::{Fit, ModelEntry, Reads};
use crate::noise::Noise;
use crate::objective::events::{binary_cross_entropy, cross_entropy};
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
    name: "dam",
    paper: "Wu et al., ICCV 2019",
    summary: "looks for one sense's whole event among the other's seconds; learns from labels",
    reads: Reads::Features,
    default_config: || config().table(),
    fit: Fit::Supervised(supervised::fit::<Dam>),
    load: supervised::load::<Dam>,
};

/// All settings of a DAM.
pub type DamConfig = SupervisedConfig<DamNetworkConfig, DamObjective>;

/// Widths of the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DamNetworkConfig {
    /// Units between the features of a second and its local vector.
    pub hidden_dim: usize,
    /// Columns of local vectors `x` and global vectors `φ`.
    pub embedding_dim: usize,
}

/// What is minimised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DamObjective {
    /// Factor of the clip's category beside the matching.
    pub category_weight: f64,
}

fn config() -> DamConfig {
    SupervisedConfig {
        network: DamNetworkConfig { hidden_dim: 256, embedding_dim: 128 },
        objective: DamObjective { category_weight: 0.5 },
        input: InputScaling::Standardized,
        categories: Vec::new(),
        training: TrainingConfig {
            epochs: 20,
            batching: Batching::Shuffled { size: 64 },
            learning_rate: 1e-3,
            learning_rate_schedule: LearningRateSchedule::Constant,
            adam: AdamConfig::default(),
            optimizers: Optimizers::One,
        },
    }
}

const LAYERS: LayerConfig = LayerConfig {
    activation: Activation::Relu,
    normalization: Normalization::None,
    initialization: Initialization::FanInUniform,
};

/// `s` at the start, so that unit vectors can be told apart from the first step.
const START_SCALE: f32 = 5.0;

/// Local networks, attention, the two numbers of `p_t` and the category head, as a function of parameters.
struct Dam {
    network: DamNetworkConfig,
    objective: DamObjective,
    dims: PerModality<usize>,
    n_categories: usize,
}

struct BoundDam {
    locals: PerModality<Mlp>,
    attention: PerModality<SelfAttention>,
    /// `s`, `[1]`.
    scale: Tensor<1>,
    /// `b`, `[1]`.
    offset: Tensor<1>,
    categories: Linear,
}

impl Dam {
    fn bind(&self, parameters: &Parameters, device: &Device) -> (BoundDam, Bound) {
        let mut binder = Binder::new(parameters, device);
        let network = BoundDam {
            locals: PerModality::from_fn(|_| Mlp::bind(&mut binder, 2, LAYERS)),
            attention: PerModality::from_fn(|_| SelfAttention::bind(&mut binder)),
            scale: binder.vector(),
            offset: binder.vector(),
            categories: Linear::bind(&mut binder),
        };
        (network, binder.finish())
    }
}

/// Each row at length 1.
fn unit(rows: Tensor<2>) -> Tensor<2> {
    let length = (rows.clone().powi_scalar(2).sum_dim(1) + 1e-12).sqrt();
    rows / length
}

impl BoundDam {
    /// # Shapes
    /// - `clips`: `[B, T, D]` → `x`, `[B, T, d]`
    fn local(&self, modality: Modality, clips: Tensor<3>) -> Tensor<3> {
        let [n_clips, n_segments, _] = clips.dims();
        let rows = unit(self.locals[modality].forward(rows_of(clips)));
        let dim = rows.dims()[1];
        rows.reshape([n_clips, n_segments, dim])
    }

    /// # Shapes
    /// - `local`: `[B, T, d]`, `seconds`: `[B, 1, T]`, 1 for those that count → `φ`, `[B, d]`
    fn global(&self, modality: Modality, local: Tensor<3>, seconds: Tensor<3>) -> Tensor<2> {
        let attended = self.attention[modality].forward(local, Some(seconds.clone()));
        unit(seconds.matmul(attended).squeeze_dim(1)) // the length does not matter, so the sum is the mean
    }

    /// # Shapes
    /// - `global`: `[B, d]`, `local`: `[B, T, d]` of the other sense → scores of `p`, `[B, T]`
    fn scores(&self, global: Tensor<2>, local: Tensor<3>) -> Tensor<2> {
        let products = local.matmul(global.unsqueeze_dim::<3>(2)).squeeze_dim::<2>(2);
        products * self.scale.clone().unsqueeze() + self.offset.clone().unsqueeze()
    }

    /// Both directions' scores, by the sense of `φ`.
    ///
    /// # Shapes
    /// - `locals`: `[B, T, d]` each, `globals`: `[B, d]` each → `[B, T]` each
    fn both_scores(
        &self,
        locals: &PerModality<Tensor<3>>,
        globals: &PerModality<Tensor<2>>,
    ) -> PerModality<Tensor<2>> {
        PerModality::from_fn(|from| {
            self.scores(globals[from].clone(), locals[from.other()].clone())
        })
    }

    fn globals(
        &self,
        locals: &PerModality<Tensor<3>>,
        seconds: &Tensor<3>,
    ) -> PerModality<Tensor<2>> {
        PerModality::from_fn(|sense| self.global(sense, locals[sense].clone(), seconds.clone()))
    }

    /// # Shapes
    /// - `globals`: `[B, d]` each → scores `[B, C]`
    fn name(&self, globals: PerModality<Tensor<2>>) -> Tensor<2> {
        self.categories.forward(Tensor::cat(vec![globals.visual, globals.audio], 1))
    }
}

impl SupervisedNetwork for Dam {
    type Network = DamNetworkConfig;
    type Objective = DamObjective;
    const IS_CLASSIFIER: bool = true;

    fn new(
        network: &DamNetworkConfig,
        objective: &DamObjective,
        dims: PerModality<usize>,
        n_categories: usize,
    ) -> std::result::Result<Self, String> {
        let DamNetworkConfig { hidden_dim, embedding_dim } = *network;
        supervised::at_least_one([("hidden_dim", hidden_dim), ("embedding_dim", embedding_dim)])?;
        let (network, objective) = (network.clone(), objective.clone());
        Ok(Dam { network, objective, dims, n_categories })
    }

    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        let DamNetworkConfig { hidden_dim, embedding_dim } = self.network;
        for (modality, &dim) in self.dims.iter() {
            let widths = [dim, hidden_dim, embedding_dim];
            Mlp::init(&mut parameters, &format!("{modality}.local"), &widths, LAYERS, rng);
        }
        for modality in Modality::ALL {
            let name = format!("{modality}.attention");
            SelfAttention::init(&mut parameters, &name, embedding_dim, rng);
        }
        parameters.push("relevance.scale", vec![1], vec![START_SCALE]);
        parameters.push("relevance.offset", vec![1], vec![0.0]);
        let shape = [2 * embedding_dim, self.n_categories];
        parameters.push_linear("categories", shape, Initialization::FanInUniform, rng);
        parameters
    }

    fn data(&self, model: &'static str, clips: LabelledClips) -> Result<LabelledClips> {
        clips.require_events(model)?;
        clips.require_background(model)?; // else every second is the answer
        Ok(clips)
    }

    /// Squares, so that a sum over a query is a sum of products: `‖φ − x‖² = 2 − 2 φ·x`.
    fn distance(&self) -> Distance {
        let dim = self.network.embedding_dim;
        let part = |name: &'static str, columns| Part {
            name: name.into(),
            columns,
            weight: 1.0,
            norm: Norm::MeanSquare,
        };
        Distance { parts: vec![part("from_audio", 0..dim), part("from_visual", dim..2 * dim)] }
    }

    /// `φ | x` of audio and `x | φ` of visual, so that each sense's `φ` meets the other's `x`.
    fn embed(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Array2<f32> {
        let device = inference_device();
        let (network, _) = self.bind(parameters, &device);
        let local = rows_of(network.local(modality, one_clip(rows, &device)));
        let global = unit(network.attention[modality].alone(local.clone()));
        array(match modality {
            Modality::Audio => Tensor::cat(vec![global, local], 1),
            Modality::Visual => Tensor::cat(vec![local, global], 1),
        })
    }

    /// The clip's category times `p_t`; background is the greatest of them where `p_t` is below a half.
    fn classify(
        &self,
        parameters: &Parameters,
        rows: PerModality<ArrayView2<'_, f32>>,
    ) -> Option<Array2<f32>> {
        let device = inference_device();
        let (network, _) = self.bind(parameters, &device);
        let n_segments = rows.audio.nrows();
        let locals =
            PerModality::from_fn(|sense| network.local(sense, one_clip(rows[sense], &device)));
        let globals = network.globals(&locals, &Tensor::ones([1, 1, n_segments], &device));
        let scores = network.both_scores(&locals, &globals).map(activation::sigmoid);
        let relevance = array((scores.audio + scores.visual) * 0.5);
        let categories = array(activation::softmax(network.name(globals), 1));
        let greatest = categories.iter().copied().fold(0.0_f32, f32::max);
        let mut classes = Array2::zeros((n_segments, self.n_categories + 1));
        for (mut row, &p) in classes.axis_iter_mut(Axis(0)).zip(&relevance) {
            for (class, &category) in row.iter_mut().zip(&categories) {
                *class = p * category;
            }
            row[self.n_categories] = (1.0 - p) * greatest;
            let sum = row.sum();
            row /= sum;
        }
        Some(classes)
    }
}

impl Trainable for Dam {
    type Data = LabelledClips;

    fn losses(
        &self,
        parameters: &Parameters,
        batch: &ClipsBatch,
        _noise: &mut Noise,
        _epoch: usize,
    ) -> (Losses, Bound) {
        let device = training_device();
        let (network, bound) = self.bind(parameters, &device);
        let (n_clips, n_segments) = (batch.clip_classes.len(), batch.n_segments());
        let is_event: Vec<f32> =
            batch.is_event().into_iter().map(|event| f32::from(u8::from(event))).collect();
        let event: Tensor<2> =
            Tensor::from_data(TensorData::new(is_event, [n_clips, n_segments]), &device);
        let locals = PerModality::from_fn(|sense| network.local(sense, batch.rows[sense].clone()));
        let mut losses = Losses::default();

        let everything = Tensor::ones([n_clips, 1, n_segments], &device);
        let globals = network.globals(&locals, &everything);
        let relevance = network.both_scores(&locals, &globals);
        let relevance = relevance.map(|scores| binary_cross_entropy(scores, event.clone()));
        losses.push("relevance", (relevance.audio + relevance.visual) * 0.5, 1.0);

        // A clip without an event has nothing to look for and no category.
        let with_event: Vec<usize> =
            (0..n_clips).filter(|&clip| batch.clip_classes[clip] != batch.background).collect();
        let classes: Vec<usize> = with_event.iter().map(|&clip| batch.clip_classes[clip]).collect();
        if with_event.is_empty() {
            for name in ["from_audio", "from_visual", "category"] {
                losses.push(name, Tensor::zeros([1], &device), 1.0);
            }
            return (losses, bound);
        }
        let places: Vec<i64> = with_event.iter().map(|&clip| clip as i64).collect();
        let n_places = places.len();
        let places = Tensor::<1, Int>::from_data(TensorData::new(places, [n_places]), &device);
        let locals = locals.map(|local| local.select(0, places.clone()));
        let event = event.select(0, places.clone());
        let queries = network.globals(&locals, &event.clone().unsqueeze_dim(1));
        let found = network.both_scores(&locals, &queries);
        losses.push("from_audio", binary_cross_entropy(found.audio, event.clone()), 1.0);
        losses.push("from_visual", binary_cross_entropy(found.visual, event), 1.0);
        let named = network.name(globals.map(|global| global.select(0, places.clone())));
        losses.push("category", cross_entropy(named, &classes), self.objective.category_weight);
        (losses, bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::supervised::small_clips;

    #[test]
    fn gradients_agree_with_finite_differences() {
        let network = DamNetworkConfig { hidden_dim: 5, embedding_dim: 4 };
        small_clips::assert_gradients_agree_on::<Dam>(
            &network,
            &DamObjective { category_weight: 0.5 },
        );
    }
}
