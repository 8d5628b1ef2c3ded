//! The network of a CM-VAE: an encoder and a decoder for each sense.

use earsight_core::{Modality, PerModality};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::encoder::Encoder;
use crate::layers::{LayerConfig, LinearPath, Mlp};
use crate::matrix::{Lender, Matrix, ScalarOf};
use crate::models::latent_variable::{LatentFunctions, LearnedLatentNetwork};
use crate::noise::Noise;
use crate::objective::KlReduction;
use crate::parameters::Parameters;
use crate::posterior::Gaussian;
use crate::training::losses::Losses;
use crate::training::pairs::PairBatch;
use crate::training::schedule::WeightSchedule;

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

/// Two encoders and two decoders, as a function of parameters.
pub(super) struct Network {
    config: NetworkConfig,
    kl: KlReduction,
    kl_weight: WeightSchedule,
    dims: PerModality<usize>,
}

/// With the parameters that somebody lent.
pub(super) struct BoundNetwork<M> {
    encoders: PerModality<Encoder<M>>,
    decoders: PerModality<Mlp<M>>,
}

impl<M: Matrix> LatentFunctions<M> for BoundNetwork<M> {
    fn posterior(&self, modality: Modality, rows: M) -> Gaussian<M> {
        self.encoders[modality].forward(rows)
    }

    fn pair(&self, latent: M) -> M {
        let visual = self.decoders.visual.forward(latent.clone());
        M::beside(vec![visual, self.decoders.audio.forward(latent)])
    }
}

impl Network {
    pub(super) fn new(
        config: NetworkConfig,
        kl: KlReduction,
        kl_weight: WeightSchedule,
        dims: PerModality<usize>,
    ) -> Self {
        Network { config, kl, kl_weight, dims }
    }

    fn encoder_widths(&self, modality: Modality) -> Vec<usize> {
        let trunk = self.config.trunk[modality].iter().copied();
        std::iter::once(self.dims[modality]).chain(trunk).collect()
    }

    fn decoder_widths(&self, modality: Modality) -> Vec<usize> {
        let hidden = self.config.decoder[modality].iter().copied();
        std::iter::once(self.config.latent_dim).chain(hidden).chain([self.dims[modality]]).collect()
    }

    /// Fresh parameters: both encoders, then both decoders.
    pub(super) fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let NetworkConfig { latent_dim, layers, .. } = self.config;
        let mut parameters = Parameters::default();
        for modality in Modality::ALL {
            let widths = self.encoder_widths(modality);
            let name = modality.name();
            let path = LinearPath::Absent;
            Encoder::init(&mut parameters, name, &widths, latent_dim, layers, path, rng);
        }
        for modality in Modality::ALL {
            let name = format!("{modality}.decoder");
            Mlp::init(&mut parameters, &name, &self.decoder_widths(modality), layers, rng);
        }
        parameters
    }
}

impl LearnedLatentNetwork for Network {
    type Bound<M: Matrix> = BoundNetwork<M>;

    fn latent_dim(&self) -> usize {
        self.config.latent_dim
    }

    fn pair_dim(&self) -> usize {
        self.dims.visual + self.dims.audio
    }

    fn bind<L: Lender>(&self, lender: &mut L) -> BoundNetwork<L::Matrix> {
        let layers = self.config.layers;
        let encoders = PerModality::from_fn(|modality| {
            let widths = self.encoder_widths(modality);
            Encoder::bind(lender, &widths, layers, LinearPath::Absent)
        });
        let decoders = PerModality::from_fn(|modality| {
            Mlp::bind(lender, self.decoder_widths(modality).len() - 1, layers)
        });
        BoundNetwork { encoders, decoders }
    }

    fn define<L: Lender>(
        &self,
        lender: &mut L,
        batch: &PairBatch,
        noise: &mut Noise,
        epoch: usize,
    ) -> Losses<ScalarOf<L>> {
        let network = self.bind(lender);
        let seen = PerModality::from_fn(|modality| lender.constant(&batch.rows[modality]));
        let mut losses = Losses::default();
        for from in Modality::ALL {
            let posterior = network.encoders[from].forward(seen[from].clone());
            let latent = posterior.sample(noise);
            for to in Modality::ALL {
                let told = network.decoders[to].forward(latent.clone());
                let error = (told - seen[to].clone()).squared().mean_of_all();
                losses.push(format!("{from}_to_{to}"), error, 1.0);
            }
            // Each of the two bounds that start from this sense has the divergence.
            let weight = 2.0 * self.kl_weight.at(epoch);
            losses.push(format!("kl_{from}"), self.kl.of(&posterior), weight);
        }
        losses
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::activation::Activation;
    use crate::finite_differences::{assert_gradients_agree, wavy_batch};
    use crate::layers::Normalization;
    use crate::matrix::agreement::assert_both_sides_agree;
    use crate::parameters::Initialization;
    use crate::training::Trainable;

    #[test]
    fn gradients_agree_with_finite_differences() {
        let config = NetworkConfig {
            trunk: PerModality { audio: vec![4, 3], visual: vec![5, 4] },
            latent_dim: 3,
            decoder: PerModality { audio: vec![4], visual: vec![5] },
            layers: LayerConfig {
                activation: Activation::Gelu,
                normalization: Normalization::None,
                initialization: Initialization::FanInUniform,
            },
        };
        let dims = PerModality { audio: 3, visual: 4 };
        let schedule = WeightSchedule::Constant { value: 0.1 };
        let network = Network::new(config, KlReduction::RowMean, schedule, dims);
        let mut parameters = network.init(&mut ChaCha8Rng::seed_from_u64(7));
        let batch = wavy_batch(6, dims);
        assert_both_sides_agree(&network, &mut parameters, &batch);
        assert_gradients_agree(&mut parameters, |parameters| {
            network.losses(parameters, &batch, &mut Noise::of_epoch(3, 0), 0)
        });
    }

    /// The claim of Fig. 3 can only be looked at where the terms mean what they say.
    #[test]
    fn the_objective_is_the_sum_of_four_bounds() {
        let layers = LayerConfig {
            activation: Activation::Relu,
            normalization: Normalization::None,
            initialization: Initialization::He,
        };
        let config = NetworkConfig {
            trunk: PerModality { audio: vec![4], visual: vec![4] },
            latent_dim: 2,
            decoder: PerModality { audio: vec![], visual: vec![] },
            layers,
        };
        let dims = PerModality { audio: 3, visual: 4 };
        let schedule = WeightSchedule::Constant { value: 0.25 };
        let network = Network::new(config, KlReduction::RowMean, schedule, dims);
        let parameters = network.init(&mut ChaCha8Rng::seed_from_u64(1));
        let batch = wavy_batch(5, dims);
        let (losses, _) = network.losses(&parameters, &batch, &mut Noise::of_epoch(0, 0), 0);
        let terms: std::collections::BTreeMap<_, _> = losses.values().into_iter().collect();
        let pairs = ["audio_to_audio", "audio_to_visual", "visual_to_audio", "visual_to_visual"];
        let errors: f64 = pairs.iter().map(|pair| terms[*pair]).sum();
        let expected = errors + 0.5 * (terms["kl_audio"] + terms["kl_visual"]);
        let total = f64::from(losses.total().into_scalar::<f32>());
        assert!((total - expected).abs() < 1e-5, "{total} {expected}");
    }
}
