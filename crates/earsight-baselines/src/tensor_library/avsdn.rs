//! AVSDN, the dual-modality sequence-to-sequence network (Lin, Li & Wang, ICASSP 2019), with our choices
//! where the source gives no value (SPEC §6).
//!
//! Given: whole clips of both modalities, and the class of each second (background is one).
//! Minimises: AVDLN's contrast with a margin between the projected encoder states of both modalities
//! (`margin.rs`) plus 0.5 times the cross-entropy of each second's class.
//! Compares: `‖e_v − e_a‖` of the projected encoder states; within a modality the same.
//!
//! One LSTM reads each modality; their last hidden and cell states are fused by DMRN and are the initial state of a
//! decoder LSTM that reads both modalities' features again and classifies each second.
//! Our choices are in docs/deviations.md.

use burn::module::Module;
use burn::nn::{Linear, LinearConfig, Lstm, LstmConfig, LstmState};
use burn::tensor::{Device, Tensor};
use earsight::model::{Fit, ModelEntry, Reads};
use earsight::scaling::InputScaling;
use earsight_core::{Modality, PerModality};
use serde::{Deserialize, Serialize};

use super::clip_network::{ClipModule, ClipNetwork, Clips};
use super::dmrn::Dmrn;
use super::losses::{TensorLosses, cross_entropy, push_contrast};
use super::module::Pair;
use super::rows_of;
use crate::baseline::{BaselineConfig, load, training_config};
use crate::labelled::whole_clips::ClipsBatch;
use crate::supervised::{self, SupervisedConfig, WidthsConfig};

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "avsdn",
    paper: "Lin et al., ICASSP 2019",
    summary: "one LSTM per modality, fused, and a class for each second; learns from labels",
    reads: Reads::Features,
    weighs_parts: false,
    default_config: || config().table(),
    fit: Fit::Supervised(supervised::fit::<ClipNetwork<Avsdn>>),
    load: load::<ClipNetwork<Avsdn>>,
};

/// All settings of an AVSDN.
pub type AvsdnConfig = SupervisedConfig<WidthsConfig, AvsdnObjective>;

/// What is minimised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvsdnObjective {
    /// Background pairs farther apart than this have no loss; above 0.
    pub margin: f64,
    /// Factor of the cross-entropy; that of the contrast is 1.
    pub event_weight: f64,
}

fn config() -> AvsdnConfig {
    SupervisedConfig {
        network: WidthsConfig { hidden_dim: 128, embedding_dim: 64 },
        objective: AvsdnObjective { margin: 2.0, event_weight: 0.5 },
        input: InputScaling::Standardized,
        categories: Vec::new(),
        training: training_config(12, 64),
    }
}

/// Encoders, projections, fusion, decoder and head.
#[derive(Module, Debug)]
struct Avsdn {
    encoders: Pair<Lstm>,
    projections: Pair<Linear>,
    hidden_fusion: Dmrn,
    cell_fusion: Dmrn,
    decoder: Lstm,
    head: Linear,
}

impl Avsdn {
    /// # Shapes
    /// - `clips`: `[B, T, D]` → embedded `[B·T, E]`, and the encoder's last state
    fn encode(&self, modality: Modality, clips: Tensor<3>) -> (Tensor<2>, LstmState<2>) {
        let (states, last) = self.encoders.get(modality).forward(clips, None);
        (self.projections.get(modality).forward(rows_of(states)), last)
    }

    /// # Shapes
    /// - `clips`: `[B, T, D]` each, `encoded`: their last states → scores `[B·T, C + 1]`
    fn decode(&self, clips: Clips, encoded: PerModality<LstmState<2>>) -> Tensor<2> {
        let hidden = encoded.as_ref().map(|last| last.hidden.clone());
        let cell = encoded.map(|last| last.cell);
        let start =
            LstmState::new(self.cell_fusion.forward(cell), self.hidden_fusion.forward(hidden));
        let both = Tensor::cat(vec![clips.visual, clips.audio], 2);
        let (states, _) = self.decoder.forward(both, Some(start));
        self.head.forward(rows_of(states))
    }
}

impl ClipModule for Avsdn {
    type Network = WidthsConfig;
    type Objective = AvsdnObjective;

    fn embedding_dim(network: &WidthsConfig) -> usize {
        network.embedding_dim
    }

    fn new(
        network: &WidthsConfig,
        dims: PerModality<usize>,
        n_classes: usize,
        device: &Device,
    ) -> Self {
        let WidthsConfig { hidden_dim, embedding_dim } = *network;
        let lstm = |dim| LstmConfig::new(dim, hidden_dim, true).init(device);
        let linear = |n_out| LinearConfig::new(hidden_dim, n_out).init(device);
        Avsdn {
            encoders: Pair::from_fn(|modality| lstm(dims[modality])),
            projections: Pair::from_fn(|_| linear(embedding_dim)),
            hidden_fusion: Dmrn::new(hidden_dim, device),
            cell_fusion: Dmrn::new(hidden_dim, device),
            decoder: lstm(dims.visual + dims.audio),
            head: linear(n_classes),
        }
    }

    fn losses(
        &self,
        objective: &Self::Objective,
        clips: Clips,
        batch: &ClipsBatch,
    ) -> TensorLosses {
        let PerModality { audio, visual } =
            PerModality::from_fn(|modality| self.encode(modality, clips[modality].clone()));
        let embedded = PerModality { audio: audio.0, visual: visual.0 };
        let mut losses = TensorLosses::default();
        push_contrast(&mut losses, &embedded, &batch.is_event(), objective.margin);
        let scores = self.decode(clips, PerModality { audio: audio.1, visual: visual.1 });
        let cross_entropy = cross_entropy(scores, &batch.classes);
        losses.push("cross_entropy", cross_entropy, objective.event_weight);
        losses
    }

    fn embed(&self, modality: Modality, clips: Tensor<3>) -> Tensor<2> {
        self.encode(modality, clips).0
    }

    fn scores(&self, clips: Clips) -> Tensor<2> {
        let encoded =
            PerModality::from_fn(|modality| self.encode(modality, clips[modality].clone()).1);
        self.decode(clips, encoded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::small_clips;

    #[test]
    fn gradients_agree_with_finite_differences() {
        let network = WidthsConfig { hidden_dim: 4, embedding_dim: 3 };
        let config = AvsdnConfig { network, ..config() };
        small_clips::check_gradients::<ClipNetwork<Avsdn>>(config);
    }
}
