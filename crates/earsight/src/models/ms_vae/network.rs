//! The network of an MS-VAE: its settings, its loss and its inference.

use earsight_core::{Modality, PerModality};
use ndarray::{Array2, ArrayView2};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::linear_start::LinearStart;
use crate::models::latent_variable::{LatentNetwork, latent_state};
use crate::network::infer;
use crate::network::layers::LayerConfig;
use crate::network::vae::{Encoder, LinearPath, SharedDecoder};
use crate::objective::{Losses, ObjectiveConfig};
use crate::parameters::{Parameters, Weights};
use crate::training::noise::Noise;
use crate::training::pairs::{PairBatch, PairedRows};
use crate::training::{LatentState, Step, StepLosses, Trainable};
use crate::{Error, Posterior, Result};

/// Layers and widths. Input and output widths come from the features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkConfig {
    /// Trunk of each encoder, from the first layer after the features.
    pub trunk: PerModality<Vec<usize>>,
    /// Dimensions of `z`.
    pub latent_dim: usize,
    /// Hidden layers of the shared decoder.
    pub decoder: Vec<usize>,
    /// What stands between layers.
    pub layers: LayerConfig,
    /// Linear paths parallel to encoders and decoder that start from the closed form; absent in the paper.
    pub linear_start: Option<LinearStart>,
    /// Share of feature columns that are set to 0 in training, 0..1.
    pub input_dropout: f64,
    /// Mixup: largest share of another second that is mixed into a second in training, 0..=1. Each modality is mixed
    /// with a different one, and the target of the decoder stays the second itself.
    #[serde(default, alias = "strange_share")]
    pub mixup: f32,
}

impl NetworkConfig {
    /// Refuses shares outside their range.
    pub(super) fn check(&self, model: &'static str) -> Result<()> {
        let refuse = |reason: String| Err(Error::Config { model, reason });
        let NetworkConfig { input_dropout, mixup, .. } = *self;
        if !(0.0..1.0).contains(&input_dropout) {
            return refuse(format!("`input_dropout` is in 0..1, not {input_dropout}"));
        }
        if !(0.0..=1.0).contains(&mixup) {
            return refuse(format!("`mixup` is in 0..=1, not {mixup}"));
        }
        Ok(())
    }
}

/// Two encoders and the decoder that they share.
pub(crate) struct Network {
    config: NetworkConfig,
    objective: ObjectiveConfig,
    pair_dim: usize,
    encoders: PerModality<Encoder>,
    decoder: SharedDecoder,
}

impl Network {
    pub(super) fn new(
        config: NetworkConfig,
        objective: ObjectiveConfig,
        dims: PerModality<usize>,
    ) -> Self {
        let path = match config.linear_start {
            Some(_) => LinearPath::Parallel,
            None => LinearPath::Absent,
        };
        let NetworkConfig { latent_dim, layers, .. } = config;
        let encoders = PerModality::from_fn(|modality| {
            let widths = [&[dims[modality]], &config.trunk[modality][..]].concat();
            Encoder::new(modality.name(), &widths, latent_dim, layers, path)
        });
        let pair_dim = dims.visual + dims.audio;
        let widths = [&[latent_dim], &config.decoder[..], &[pair_dim]].concat();
        let decoder = SharedDecoder::new(&widths, layers, path);
        Network { config, objective, pair_dim, encoders, decoder }
    }

    /// Parameters to learn from: fresh, with the closed form in the linear paths where there are any.
    ///
    /// `None` when the closed form cannot be computed.
    pub(super) fn start(&self, rows: &PairedRows, rng: &mut ChaCha8Rng) -> Option<Parameters> {
        let mut parameters = self.init(rng);
        match &self.config.linear_start {
            Some(linear) if !linear.write(rows, self.config.latent_dim, &mut parameters) => None,
            _ => Some(parameters),
        }
    }

    /// Fresh parameters: visual encoder, audio encoder, decoder.
    pub(super) fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        for modality in [Modality::Visual, Modality::Audio] {
            self.encoders[modality].init(&mut parameters, rng);
        }
        self.decoder.init(&mut parameters, rng);
        parameters
    }

    /// What is minimised.
    fn losses<'t>(
        &self,
        weights: &Weights<'t>,
        batch: &PairBatch,
        noise: &mut Noise,
        epoch: usize,
    ) -> Losses<'t> {
        let NetworkConfig { mixup, input_dropout, .. } = self.config;
        let posteriors = PerModality::from_fn(|modality| {
            let rows = match mixup > 0.0 {
                true => &noise.mixed(&batch.rows[modality], mixup),
                false => &batch.rows[modality],
            };
            let rows = match input_dropout > 0.0 {
                true => weights.constant(&noise.dropped_out(input_dropout, rows)),
                false => weights.constant(rows),
            };
            self.encoders[modality].forward(weights, rows)
        });
        self.objective.losses(weights, &self.decoder, &posteriors, (batch, noise, epoch))
    }
}

impl LatentNetwork for Network {
    fn latent_dim(&self) -> usize {
        self.config.latent_dim
    }

    fn posterior(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Posterior {
        self.encoders[modality].posterior(parameters, rows)
    }

    fn decode(&self, parameters: &Parameters, latent: ArrayView2<'_, f32>) -> Array2<f32> {
        let [pair] = infer(parameters, latent, [self.pair_dim], |weights, latent| {
            [self.decoder.forward(weights, latent)]
        });
        pair
    }
}

impl Trainable for Network {
    type Data = PairedRows;

    fn step(&self, step: Step<'_, PairedRows>) -> StepLosses {
        step.on_tape(|weights, batch, noise, epoch| self.losses(weights, batch, noise, epoch))
    }

    fn latent_state(&self, parameters: &Parameters, data: &PairedRows) -> Option<LatentState> {
        Some(latent_state(self, parameters, data))
    }
}
