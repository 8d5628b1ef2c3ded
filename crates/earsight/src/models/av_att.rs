//! AV-att, event localization with audio-guided visual attention (Tian et al., ECCV 2018), from its code:
//! supervised (SPEC §5.2), with either fusion (§5.3), and weakly supervised (§5.4).
//!
//! Given: whole clips of both senses, and the class of each second (background is one);
//! `av-att-weak` is told only the class of each clip.
//! Minimises: the multi-label soft margin of the softmax's output, as published, or cross-entropy;
//! the weak form takes each class's greatest score over the clip before the softmax.
//! Compares: the class probabilities that one sense alone gives, `‖p_v − p_a‖`. The source compares nothing:
//! this is our choice, see docs/deviations.md. The other sense's states are zero then, and without a sound
//! the attention goes by what is seen.

mod attention;

use burn::tensor::{Device, Tensor, activation};
use earsight_core::{Distance, Modality, PerModality};
use ndarray::{Array2, ArrayView2};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::supervised::{self, SupervisedConfig, SupervisedNetwork, one_clip};
use crate::Result;
use crate::layers::dmrn::Dmrn;
use crate::layers::lstm::BiLstm;
use crate::layers::{Linear, rows_of};
use crate::model::{Fit, ModelEntry, Reads};
use crate::noise::Noise;
use crate::objective::events::EventLoss;
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
use attention::{AttentionWidths, AudioGuidedAttention};

/// Supervised by the class of each second.
pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "av-att",
    paper: "Tian et al., ECCV 2018; event localization",
    summary: "looks where the sound points and names each second; learns from labels",
    reads: Reads::Features,
    default_config: || config(Supervision::Seconds).table(),
    fit: Fit::Supervised(supervised::fit::<AvAtt>),
    load: supervised::load::<AvAtt>,
};

/// Supervised by the class of each clip.
pub(crate) const WEAK_ENTRY: ModelEntry = ModelEntry {
    name: "av-att-weak",
    paper: "Tian et al., ECCV 2018; weakly supervised event localization",
    summary: "the same, told only what a clip holds and not when; learns from labels",
    reads: Reads::Features,
    default_config: || config(Supervision::Clips).table(),
    fit: Fit::Supervised(supervised::fit::<AvAtt>),
    load: supervised::load::<AvAtt>,
};

/// All settings of an AV-att.
pub type AvAttConfig = SupervisedConfig<AvAttNetworkConfig, AvAttObjective>;

/// Layers and widths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvAttNetworkConfig {
    /// `R`: a row of visual features is this many regions of a picture, one after the other; at least 1.
    /// The published network has 49. With one there is nothing to attend to, and no attention is made.
    pub regions: usize,
    /// Columns of both senses inside the attention.
    pub attention_dim: usize,
    /// Columns of the attention's scores.
    pub score_dim: usize,
    /// Units of each LSTM in each direction.
    pub hidden_dim: usize,
    /// Units between the fused states and the classes.
    pub fused_dim: usize,
    /// How the states of both senses become one.
    pub fusion: Fusion,
}

/// How the states of both senses become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fusion {
    /// Side by side, through a hidden layer (SPEC §5.2).
    Concat,
    /// Dual multimodal residual network, one block (SPEC §5.3).
    Dmrn,
}

/// What is minimised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvAttObjective {
    /// What a wrong name costs.
    pub event_loss: EventLoss,
    /// What is told.
    pub supervision: Supervision,
}

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Supervision {
    /// The class of each second.
    Seconds,
    /// The class of each clip.
    Clips,
}

fn config(supervision: Supervision) -> AvAttConfig {
    SupervisedConfig {
        network: AvAttNetworkConfig {
            regions: 1,
            attention_dim: 512,
            score_dim: 49,
            hidden_dim: 128,
            fused_dim: 64,
            fusion: Fusion::Concat,
        },
        objective: AvAttObjective { event_loss: EventLoss::SoftMarginOfProbabilities, supervision },
        input: InputScaling::None,
        categories: Vec::new(),
        training: TrainingConfig {
            epochs: 20,
            batching: Batching::Shuffled { size: 64 },
            learning_rate: 1e-3,
            learning_rate_schedule: LearningRateSchedule::TenthEvery { steps: 15_000 },
            adam: AdamConfig::default(),
            optimizers: Optimizers::One,
        },
    }
}

/// Attention, two BiLSTMs, fusion and head, as a function of parameters.
struct AvAtt {
    network: AvAttNetworkConfig,
    objective: AvAttObjective,
    /// Of one second of audio, and of one region of a picture.
    dims: PerModality<usize>,
    n_classes: usize,
}

struct BoundAvAtt {
    n_regions: usize,
    n_hidden: usize,
    attention: Option<AudioGuidedAttention>,
    lstms: PerModality<BiLstm>,
    merge: Merge,
    head: Linear,
}

/// Both senses' states as one row.
enum Merge {
    Concat(Box<Linear>),
    Dmrn(Box<Dmrn>),
}

impl AvAtt {
    fn attention_widths(&self) -> AttentionWidths {
        let AvAttNetworkConfig { attention_dim, score_dim, .. } = self.network;
        AttentionWidths { dims: self.dims, inner: attention_dim, score: score_dim }
    }

    fn bind(&self, parameters: &Parameters, device: &Device) -> (BoundAvAtt, Bound) {
        let mut binder = Binder::new(parameters, device);
        let attends = self.network.regions > 1;
        let network = BoundAvAtt {
            n_regions: self.network.regions,
            n_hidden: 2 * self.network.hidden_dim,
            attention: attends.then(|| AudioGuidedAttention::bind(&mut binder)),
            lstms: PerModality::from_fn(|_| BiLstm::bind(&mut binder)),
            merge: match self.network.fusion {
                Fusion::Concat => Merge::Concat(Box::new(Linear::bind(&mut binder))),
                Fusion::Dmrn => Merge::Dmrn(Box::new(Dmrn::bind(&mut binder))),
            },
            head: Linear::bind(&mut binder),
        };
        (network, binder.finish())
    }
}

impl BoundAvAtt {
    /// # Shapes
    /// - `visual`: `[B, T, R·D]`, `audio`: `[B, T, D_a]` → states `[B·T, 2H]`
    fn seen(&self, visual: Tensor<3>, audio: Option<Tensor<3>>) -> Tensor<2> {
        let attended = match &self.attention {
            None => visual,
            Some(attention) => {
                let [n_clips, n_segments, width] = visual.dims();
                let dim = width / self.n_regions;
                let regions = visual.reshape([n_clips * n_segments, self.n_regions, dim]);
                let looked_at = attention.forward(regions, audio.map(rows_of));
                looked_at.reshape([n_clips, n_segments, dim])
            }
        };
        rows_of(self.lstms.visual.forward(attended))
    }

    /// # Shapes
    /// - `audio`: `[B, T, D_a]` → states `[B·T, 2H]`
    fn heard(&self, audio: Tensor<3>) -> Tensor<2> {
        rows_of(self.lstms.audio.forward(audio))
    }

    /// # Shapes
    /// - `states`: `[B·T, 2H]` each → scores `[B·T, C + 1]`
    fn name(&self, states: PerModality<Tensor<2>>) -> Tensor<2> {
        let merged = match &self.merge {
            Merge::Concat(hidden) => {
                let both = Tensor::cat(vec![states.visual, states.audio], 1);
                activation::relu(hidden.forward(activation::relu(both)))
            }
            Merge::Dmrn(fusion) => fusion.forward(states),
        };
        self.head.forward(merged)
    }

    /// What one sense alone would name, the states of the other being zero.
    ///
    /// # Shapes
    /// - `clips`: `[1, T, D]` of that sense → scores `[T, C + 1]`
    fn name_alone(&self, modality: Modality, clips: Tensor<3>) -> Tensor<2> {
        let nothing = Tensor::zeros([clips.dims()[1], self.n_hidden], &clips.device());
        self.name(match modality {
            Modality::Audio => PerModality { audio: self.heard(clips), visual: nothing },
            Modality::Visual => PerModality { audio: nothing, visual: self.seen(clips, None) },
        })
    }
}

impl SupervisedNetwork for AvAtt {
    type Network = AvAttNetworkConfig;
    type Objective = AvAttObjective;
    const IS_CLASSIFIER: bool = true;

    fn new(
        network: &AvAttNetworkConfig,
        objective: &AvAttObjective,
        dims: PerModality<usize>,
        n_categories: usize,
    ) -> std::result::Result<Self, String> {
        supervised::at_least_one([
            ("attention_dim", network.attention_dim),
            ("score_dim", network.score_dim),
            ("hidden_dim", network.hidden_dim),
            ("fused_dim", network.fused_dim),
        ])?;
        let regions = network.regions;
        if regions == 0 || !dims.visual.is_multiple_of(regions) {
            let columns = dims.visual;
            return Err(format!("{columns} visual columns are not {regions} equal `regions`"));
        }
        Ok(AvAtt {
            network: network.clone(),
            objective: objective.clone(),
            dims: PerModality { audio: dims.audio, visual: dims.visual / regions },
            n_classes: n_categories + 1,
        })
    }

    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        let AvAttNetworkConfig { hidden_dim, fused_dim, regions, fusion, .. } = self.network;
        if regions > 1 {
            let widths = self.attention_widths();
            AudioGuidedAttention::init(&mut parameters, "attention", widths, rng);
        }
        for (modality, &dim) in self.dims.iter() {
            BiLstm::init(&mut parameters, &format!("{modality}.lstm"), [dim, hidden_dim], rng);
        }
        let state = 2 * hidden_dim;
        let merged = match fusion {
            Fusion::Concat => {
                let shape = [2 * state, fused_dim];
                parameters.push_linear("merge", shape, Initialization::Glorot, rng);
                fused_dim
            }
            Fusion::Dmrn => {
                Dmrn::init(&mut parameters, "merge", state, rng);
                state
            }
        };
        let shape = [merged, self.n_classes];
        parameters.push_linear("head", shape, Initialization::Glorot, rng);
        parameters
    }

    fn data(&self, model: &'static str, clips: LabelledClips) -> Result<LabelledClips> {
        clips.require_events(model)?;
        Ok(clips)
    }

    fn distance(&self) -> Distance {
        supervised::euclidean("classes", self.n_classes)
    }

    fn embed(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Array2<f32> {
        let device = inference_device();
        let (network, _) = self.bind(parameters, &device);
        let scores = network.name_alone(modality, one_clip(rows, &device));
        array(activation::softmax(scores, 1))
    }

    fn classify(
        &self,
        parameters: &Parameters,
        rows: PerModality<ArrayView2<'_, f32>>,
    ) -> Option<Array2<f32>> {
        let device = inference_device();
        let (network, _) = self.bind(parameters, &device);
        let PerModality { audio, visual } = rows.map(|rows| one_clip(rows, &device));
        let visual = network.seen(visual, Some(audio.clone()));
        let scores = network.name(PerModality { audio: network.heard(audio), visual });
        Some(array(activation::softmax(scores, 1)))
    }
}

impl Trainable for AvAtt {
    type Data = LabelledClips;

    fn losses(
        &self,
        parameters: &Parameters,
        batch: &ClipsBatch,
        _noise: &mut Noise,
        _epoch: usize,
    ) -> (Losses, Bound) {
        let (network, bound) = self.bind(parameters, &training_device());
        let PerModality { audio, visual } = batch.rows.clone();
        let visual = network.seen(visual, Some(audio.clone()));
        let scores = network.name(PerModality { audio: network.heard(audio), visual });
        let (scores, classes) = match self.objective.supervision {
            Supervision::Seconds => (scores, &batch.classes),
            Supervision::Clips => {
                let n_clips = batch.clip_classes.len();
                let by_clip = scores.reshape([n_clips, batch.n_segments(), self.n_classes]);
                (by_clip.max_dim(1).squeeze_dim(1), &batch.clip_classes)
            }
        };
        let mut losses = Losses::default();
        losses.push("event", self.objective.event_loss.of(scores, classes), 1.0);
        (losses, bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::supervised::small_clips;

    #[test]
    fn gradients_agree_with_finite_differences() {
        for (regions, fusion, event_loss, supervision) in [
            (2, Fusion::Concat, EventLoss::SoftMarginOfProbabilities, Supervision::Seconds),
            (1, Fusion::Dmrn, EventLoss::CrossEntropy, Supervision::Seconds),
            (2, Fusion::Dmrn, EventLoss::CrossEntropy, Supervision::Clips),
        ] {
            let network = AvAttNetworkConfig {
                regions,
                attention_dim: 5,
                score_dim: 3,
                hidden_dim: 3,
                fused_dim: 6,
                fusion,
            };
            let objective = AvAttObjective { event_loss, supervision };
            small_clips::assert_gradients_agree_on::<AvAtt>(&network, &objective);
        }
    }

    #[test]
    fn a_picture_that_is_no_whole_number_of_regions_is_refused() {
        let AvAttConfig { mut network, objective, .. } = config(Supervision::Seconds);
        network.regions = 3;
        let dims = PerModality { audio: 3, visual: 4 };
        let refused = AvAtt::new(&network, &objective, dims, 2).err().unwrap();
        assert!(refused.contains("3 equal `regions`"), "{refused}");
    }
}
