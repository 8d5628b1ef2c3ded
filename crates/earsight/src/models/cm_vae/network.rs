//! The network of a CM-VAE: an encoder and a decoder for each modality.

use earsight_core::{Modality, PerModality};
use ndarray::{Array2, ArrayView2, Axis, concatenate};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::Posterior;
use crate::models::latent_variable::{LatentNetwork, latent_state};
use crate::network::infer;
use crate::network::layers::{LayerConfig, Mlp};
use crate::network::vae::{Encoder, LinearPath};
use crate::objective::{KlReduction, Losses, WeightSchedule};
use crate::parameters::{Parameters, Weights};
use crate::training::noise::Noise;
use crate::training::pairs::{PairBatch, PairedRows};
use crate::training::{LatentState, Step, StepLosses, Trainable};

/// Layers and widths. Input and output widths come from the features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkConfig {
    /// Trunk of each encoder, from the first layer after the features.
    pub trunk: PerModality<Vec<usize>>,
    /// Dimensions of `z`.
    pub latent_dim: usize,
    /// Hidden layers of each decoder.
    pub decoder: PerModality<Vec<usize>>,
    /// What stands between layers.
    pub layers: LayerConfig,
}

/// Two encoders and two decoders.
pub(crate) struct Network {
    latent_dim: usize,
    kl: KlReduction,
    kl_weight: WeightSchedule,
    dims: PerModality<usize>,
    encoders: PerModality<Encoder>,
    decoders: PerModality<Mlp>,
}

impl Network {
    pub(super) fn new(
        config: &NetworkConfig,
        kl: KlReduction,
        kl_weight: WeightSchedule,
        dims: PerModality<usize>,
    ) -> Self {
        let NetworkConfig { latent_dim, layers, .. } = *config;
        let encoders = PerModality::from_fn(|modality| {
            let widths = [&[dims[modality]], &config.trunk[modality][..]].concat();
            Encoder::new(modality.name(), &widths, latent_dim, layers, LinearPath::Absent)
        });
        let decoders = PerModality::from_fn(|modality| {
            let hidden = &config.decoder[modality][..];
            let widths = [&[latent_dim], hidden, &[dims[modality]]].concat();
            Mlp::new(&format!("{modality}.decoder"), &widths, layers)
        });
        Network { latent_dim, kl, kl_weight, dims, encoders, decoders }
    }

    /// Fresh parameters: both encoders, then both decoders.
    pub(super) fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        for modality in Modality::ALL {
            self.encoders[modality].init(&mut parameters, rng);
        }
        for modality in Modality::ALL {
            self.decoders[modality].init(&mut parameters, rng);
        }
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
        let rows = batch.rows.as_ref().map(|rows| weights.constant(rows));
        let mut losses = Losses::default();
        for from in Modality::ALL {
            let posterior = self.encoders[from].forward(weights, rows[from]);
            let latent = posterior.sample(noise);
            for to in Modality::ALL {
                let decoded = self.decoders[to].forward(weights, latent);
                let error = (decoded - rows[to]).square().mean();
                losses.push(format!("{from}_to_{to}"), error, 1.0);
            }
            // Each of the two bounds that start from this modality has the divergence.
            let weight = 2.0 * self.kl_weight.at(epoch);
            losses.push(format!("kl_{from}"), self.kl.of(&posterior), weight);
        }
        losses
    }
}

impl LatentNetwork for Network {
    fn latent_dim(&self) -> usize {
        self.latent_dim
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
        let n_columns = [self.dims.visual, self.dims.audio];
        let [visual, audio] = infer(parameters, latent, n_columns, |weights, latent| {
            let PerModality { audio, visual } =
                self.decoders.as_ref().map(|decoder| decoder.forward(weights, latent));
            [visual, audio]
        });
        concatenate(Axis(1), &[visual.view(), audio.view()]).expect("as many rows of both")
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

#[cfg(test)]
mod tests {
    use earsight_testing::wave;
    use rand::SeedableRng;

    use super::*;
    use crate::network::{Activation, Normalization};
    use crate::parameters::Initialization;
    use crate::training::{gradcheck, gradients};

    const DIMS: PerModality<usize> = PerModality { audio: 3, visual: 4 };

    fn network(activation: Activation, weight: f64) -> (Network, Parameters, PairBatch) {
        let config = NetworkConfig {
            trunk: PerModality { audio: vec![4, 3], visual: vec![5, 4] },
            latent_dim: 3,
            decoder: PerModality { audio: vec![4], visual: vec![5] },
            layers: LayerConfig {
                activation,
                normalization: Normalization::None,
                initialization: Initialization::FanInUniform,
            },
        };
        let schedule = WeightSchedule::Constant { value: weight };
        let network = Network::new(&config, KlReduction::RowMean, schedule, DIMS);
        let parameters = network.init(&mut ChaCha8Rng::seed_from_u64(7));
        let rows = PerModality { audio: wave([6, 3], 0.0), visual: wave([6, 4], 1.0) };
        (network, parameters, PairBatch::new(rows, (0..6).collect()))
    }

    #[test]
    fn gradients_agree_with_finite_differences() {
        let (network, mut parameters, batch) = network(Activation::Gelu, 0.1);
        gradcheck(&network, &mut parameters, &batch, 3).unwrap();
    }

    /// The comparison with Fig. 3 depends on the terms.
    #[test]
    fn the_objective_is_the_sum_of_four_bounds() {
        let (network, mut parameters, batch) = network(Activation::Relu, 0.25);
        let noise = &mut Noise::of_epoch(0, 0);
        let (losses, _) = gradients(&network, &mut parameters, &batch, noise, 0);
        let terms: std::collections::BTreeMap<_, _> = losses.terms.into_iter().collect();
        let pairs = ["audio_to_audio", "audio_to_visual", "visual_to_audio", "visual_to_visual"];
        let errors: f64 = pairs.iter().map(|pair| terms[*pair]).sum();
        let expected = errors + 0.5 * (terms["kl_audio"] + terms["kl_visual"]);
        assert!((losses.total - expected).abs() < 1e-5, "{} {expected}", losses.total);
    }
}
