//! The frame of AVSDN and AVFB: a network over whole clips that embeds each second and predicts its class.

use burn::module::Module;
use burn::tensor::{Device, Tensor, activation};
use earsight::Result;
use earsight::parameters::Parameters;
use earsight::training::{Step, StepLosses, Trainable};
use earsight_core::{Distance, Modality, PerModality};
use ndarray::Array2;
use rand_chacha::ChaCha8Rng;

use super::losses::TensorLosses;
use super::{array, inference_device, module, one_clip, sequences, training_device};
use crate::baseline::{Baseline, Rows, Settings, Validated};
use crate::labelled::LabelledClips;
use crate::labelled::whole_clips::ClipsBatch;
use crate::supervised::{SupervisedBaseline, SupervisedConfig};

/// Clips of both modalities, `[B, T, D]` each.
pub(super) type Clips = PerModality<Tensor<3>>;

/// The layers of a network and its loss.
pub(super) trait ClipModule: Module + 'static {
    /// Its widths.
    type Network: Settings;
    /// What it minimises.
    type Objective: Settings;

    /// Columns of an embedding.
    fn embedding_dim(network: &Self::Network) -> usize;

    /// For features of these widths.
    fn new(
        network: &Self::Network,
        dims: PerModality<usize>,
        n_classes: usize,
        device: &Device,
    ) -> Self;

    /// # Shapes
    /// - `clips`: `[B, T, D]` each
    fn losses(&self, objective: &Self::Objective, clips: Clips, batch: &ClipsBatch)
    -> TensorLosses;

    /// # Shapes
    /// - `clips`: `[B, T, D]` → `[B·T, E]`
    fn embed(&self, modality: Modality, clips: Tensor<3>) -> Tensor<2>;

    /// Scores of each category and of background.
    ///
    /// # Shapes
    /// - `clips`: `[B, T, D]` each → `[B·T, C + 1]`
    fn scores(&self, clips: Clips) -> Tensor<2>;
}

/// Sizes and objective of a network of layers `M`.
pub(super) struct ClipNetwork<M: ClipModule> {
    config: SupervisedConfig<M::Network, M::Objective>,
    dims: PerModality<usize>,
}

impl<M: ClipModule> ClipNetwork<M> {
    fn module(&self, device: &Device) -> M {
        M::new(&self.config.network, self.dims, self.config.categories.len() + 1, device)
    }

    fn with(&self, parameters: &Parameters, device: &Device) -> M {
        module::with_values(self.module(device), parameters)
    }
}

impl<M: ClipModule> Baseline for ClipNetwork<M> {
    type Config = SupervisedConfig<M::Network, M::Objective>;
    const IS_CLASSIFIER: bool = true;

    fn new(config: &Self::Config, dims: PerModality<usize>) -> Validated<Self> {
        Ok(ClipNetwork { config: config.clone(), dims })
    }

    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        module::init(&self.module(&inference_device()), rng)
    }

    fn distance(&self, _: &Parameters) -> Distance {
        Distance::euclidean("embedding", M::embedding_dim(&self.config.network))
    }

    fn embed(&self, parameters: &Parameters, modality: Modality, rows: Rows<'_>) -> Array2<f32> {
        let device = inference_device();
        array(self.with(parameters, &device).embed(modality, one_clip(rows, &device)))
    }

    fn classify(
        &self,
        parameters: &Parameters,
        rows: PerModality<Rows<'_>>,
    ) -> Option<Array2<f32>> {
        let device = inference_device();
        let clips = rows.map(|rows| one_clip(rows, &device));
        let scores = self.with(parameters, &device).scores(clips);
        Some(array(activation::softmax(scores, 1)))
    }
}

impl<M: ClipModule> SupervisedBaseline for ClipNetwork<M> {
    type Network = M::Network;
    type Objective = M::Objective;

    fn data(&self, model: &'static str, clips: LabelledClips) -> Result<LabelledClips> {
        clips.require_background(model)?; // else all embedded rows become one point
        Ok(clips)
    }
}

impl<M: ClipModule> Trainable for ClipNetwork<M> {
    type Data = LabelledClips;

    fn step(&self, step: Step<'_, LabelledClips>) -> StepLosses {
        step.with_gradients(|parameters, batch, _, _| {
            let device = training_device();
            let module = self.with(parameters, &device);
            let clips = batch.rows.as_ref().map(|clips| sequences(clips, &device));
            module.losses(&self.config.objective, clips, batch).backward(&module)
        })
    }
}
