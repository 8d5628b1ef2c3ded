//! The network of an MS-VAE: widths, and what the trainer sees of it.

use earsight_core::{Modality, PerModality};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::linear_start::LinearStart;
use crate::decoder::SharedDecoder;
use crate::encoder::Encoder;
use crate::layers::{LayerConfig, LinearPath};
use crate::matrix::{Lender, Matrix, ScalarOf};
use crate::models::latent_variable::{LatentFunctions, LearnedLatentNetwork};
use crate::noise::Noise;
use crate::objective::ObjectiveConfig;
use crate::parameters::Parameters;
use crate::posterior::Gaussian;
use crate::training::losses::Losses;
use crate::training::pairs::{PairBatch, PairedRows};
use crate::{Error, Result};

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
    /// Linear paths beside encoders and decoder that start from the closed form; absent in the paper.
    pub linear_start: Option<LinearStart>,
    /// Share of feature columns that are blanked while learning, 0..1.
    pub input_dropout: f64,
    /// Largest share of another second that is mixed into a second while learning, 0..=1. Each sense gets another's,
    /// and the decoder is to give back the second itself: what is heard or seen besides belongs to nothing.
    #[serde(default)]
    pub strange_share: f32,
}

impl NetworkConfig {
    /// Whether its shares are shares.
    pub(super) fn check(&self, model: &'static str) -> Result<()> {
        let refuse = |reason: String| Err(Error::Config { model, reason });
        let NetworkConfig { input_dropout, strange_share, .. } = *self;
        if !(0.0..1.0).contains(&input_dropout) {
            return refuse(format!("`input_dropout` is in 0..1, not {input_dropout}"));
        }
        if !(0.0..=1.0).contains(&strange_share) {
            return refuse(format!("`strange_share` is in 0..=1, not {strange_share}"));
        }
        Ok(())
    }
}

/// Two encoders and the decoder they share, as a function of parameters.
pub(super) struct Network {
    config: NetworkConfig,
    objective: ObjectiveConfig,
    dims: PerModality<usize>,
}

/// With the parameters that somebody lent.
pub(super) struct BoundNetwork<M> {
    encoders: PerModality<Encoder<M>>,
    decoder: SharedDecoder<M>,
}

impl Network {
    pub(super) fn new(
        config: NetworkConfig,
        objective: ObjectiveConfig,
        dims: PerModality<usize>,
    ) -> Self {
        Network { config, objective, dims }
    }

    fn trunk_widths(&self, modality: Modality) -> Vec<usize> {
        let trunk = self.config.trunk[modality].iter().copied();
        std::iter::once(self.dims[modality]).chain(trunk).collect()
    }

    fn decoder_widths(&self) -> Vec<usize> {
        let hidden = self.config.decoder.iter().copied();
        std::iter::once(self.config.latent_dim).chain(hidden).chain([self.pair_dim()]).collect()
    }

    fn path(&self) -> LinearPath {
        match self.config.linear_start {
            Some(_) => LinearPath::Beside,
            None => LinearPath::Absent,
        }
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
            let widths = self.trunk_widths(modality);
            let latent_dim = self.config.latent_dim;
            let layers = self.config.layers;
            let (name, path) = (modality.name(), self.path());
            Encoder::init(&mut parameters, name, &widths, latent_dim, layers, path, rng);
        }
        let widths = self.decoder_widths();
        SharedDecoder::init(&mut parameters, &widths, self.config.layers, self.path(), rng);
        parameters
    }
}

impl<M: Matrix> LatentFunctions<M> for BoundNetwork<M> {
    fn posterior(&self, modality: Modality, rows: M) -> Gaussian<M> {
        self.encoders[modality].forward(rows)
    }

    fn pair(&self, latent: M) -> M {
        self.decoder.forward(latent)
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
        let mut encoder =
            |modality| Encoder::bind(lender, &self.trunk_widths(modality), layers, self.path());
        let (visual, audio) = (encoder(Modality::Visual), encoder(Modality::Audio));
        let decoder = SharedDecoder::bind(lender, &self.decoder_widths(), layers, self.path());
        BoundNetwork { encoders: PerModality { audio, visual }, decoder }
    }

    fn define<L: Lender>(
        &self,
        lender: &mut L,
        batch: &PairBatch,
        noise: &mut Noise,
        epoch: usize,
    ) -> Losses<ScalarOf<L>> {
        let network = self.bind(lender);
        let posteriors = PerModality::from_fn(|modality| {
            let strange_share = self.config.strange_share;
            let rows = match strange_share > 0.0 {
                true => &noise.mixed(&batch.rows[modality], strange_share),
                false => &batch.rows[modality],
            };
            let seen = if self.config.input_dropout > 0.0 {
                lender.constant(&noise.dropped_out(self.config.input_dropout, rows))
            } else {
                lender.constant(rows)
            };
            network.encoders[modality].forward(seen)
        });
        self.objective.losses(&posteriors, &network.decoder, batch, noise, epoch)
    }
}
