//! §2.1: one Gaussian encoder per modality, `q_a` and `q_v`, and the decoder `p(x|z)` that they share.

use earsight_kernels::Variable;
use ndarray::ArrayView2;
use rand_chacha::ChaCha8Rng;

use super::inference::infer;
use super::layers::{LayerConfig, Linear, Mlp};
use super::posterior::Posterior;
use crate::parameters::{Initialization, Parameters, Weights};
use crate::training::noise::Noise;

/// Whether a network has a linear path parallel to its layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinearPath {
    /// Layers only.
    Absent,
    /// A linear map is added to the output of the layers, whose last one starts at zero.
    Parallel,
}

impl LinearPath {
    /// Initialization of the last of the layers.
    fn last_layer(self, otherwise: Initialization) -> Initialization {
        match self {
            LinearPath::Absent => otherwise,
            LinearPath::Parallel => Initialization::Zero,
        }
    }

    /// The linear map `[in, out]`, if there is one.
    fn linear(self, name: String, dims: [usize; 2]) -> Option<Linear> {
        (self == LinearPath::Parallel).then(|| Linear::new(name, dims, Initialization::Zero))
    }
}

/// `q(z|x) = N(mean, diag(exp(log_var)))` of each row, on a tape.
///
/// # Shapes
/// - both: `[B, Z]`
#[derive(Clone, Copy)]
pub(crate) struct Gaussian<'t> {
    pub(crate) mean: Variable<'t>,
    pub(crate) log_var: Variable<'t>,
}

impl<'t> Gaussian<'t> {
    /// Standard deviations, `exp(log_var / 2)`.
    pub(crate) fn std(&self) -> Variable<'t> {
        self.log_var.scale(0.5).exp()
    }

    /// Reparameterised sample `z = mean + σ·ε` with fresh noise (Kingma & Welling 2014, Eq. 10).
    pub(crate) fn sample(&self, noise: &mut Noise) -> Variable<'t> {
        self.sample_with(self.noise(noise))
    }

    /// Fresh `ε` for a sample. `[B, Z]`
    pub(crate) fn noise(&self, noise: &mut Noise) -> Variable<'t> {
        let shape = self.mean.shape();
        self.mean.constant(&noise.normal(shape), shape)
    }

    /// Reparameterised sample with the given `ε`, so that both modalities can share it (SPEC §13c).
    pub(crate) fn sample_with(&self, epsilon: Variable<'t>) -> Variable<'t> {
        self.mean + self.std() * epsilon
    }
}

/// A trunk and two heads: `x → h → (mean, log σ²)` (SPEC §1.2);
/// with a linear path, `mean = A x + head(h)` and the heads start at zero.
pub(crate) struct Encoder {
    latent_dim: usize,
    trunk: Mlp,
    mean: Linear,
    log_var: Linear,
    linear: Option<Linear>,
}

impl Encoder {
    /// With parameters under `name`; `widths` are input and trunk layers.
    pub(crate) fn new(
        name: &str,
        widths: &[usize],
        latent_dim: usize,
        config: LayerConfig,
        path: LinearPath,
    ) -> Self {
        let first = widths.first().copied().unwrap_or_default();
        let last = widths.last().copied().unwrap_or_default();
        let initialization = path.last_layer(config.initialization);
        let head = |head| Linear::new(format!("{name}.{head}"), [last, latent_dim], initialization);
        Encoder {
            latent_dim,
            trunk: Mlp::new(&format!("{name}.trunk"), widths, config),
            mean: head("mean"),
            log_var: head("log_var"),
            linear: path.linear(format!("{name}.linear"), [first, latent_dim]),
        }
    }

    pub(crate) fn init(&self, parameters: &mut Parameters, rng: &mut ChaCha8Rng) {
        self.trunk.init(parameters, rng);
        for layer in [&self.mean, &self.log_var].into_iter().chain(&self.linear) {
            layer.init(parameters, rng);
        }
    }

    /// # Shapes
    /// - `features`: `[B, D]` → posterior `[B, Z]`
    pub(crate) fn forward<'t>(
        &self,
        weights: &Weights<'t>,
        features: Variable<'t>,
    ) -> Gaussian<'t> {
        let hidden = self.trunk.forward(weights, features);
        let mut mean = self.mean.forward(weights, hidden);
        if let Some(linear) = &self.linear {
            mean = mean + linear.forward(weights, features);
        }
        Gaussian { mean, log_var: self.log_var.forward(weights, hidden) }
    }

    /// The same without gradients.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]` → posterior `[N, Z]`
    pub(crate) fn posterior(
        &self,
        parameters: &Parameters,
        rows: ArrayView2<'_, f32>,
    ) -> Posterior {
        let n_columns = [self.latent_dim; 2];
        let [mean, log_var] = infer(parameters, rows, n_columns, |weights, rows| {
            let Gaussian { mean, log_var } = self.forward(weights, rows);
            [mean, log_var]
        });
        Posterior { mean, log_var }
    }
}

/// `z → (x̂_v, x̂_a)`: decodes the pair, whichever modality `z` was inferred from.
///
/// The pair's columns are the visual features first, then the audio features,
/// as in the reference checkpoint (SPEC §1.2).
pub(crate) struct SharedDecoder {
    layers: Mlp,
    linear: Option<Linear>,
}

impl SharedDecoder {
    /// `widths` run from the latent to the pair.
    pub(crate) fn new(widths: &[usize], config: LayerConfig, path: LinearPath) -> Self {
        let first = widths.first().copied().unwrap_or_default();
        let last = widths.last().copied().unwrap_or_default();
        let initialization = path.last_layer(config.initialization);
        SharedDecoder {
            layers: Mlp::with_last("decoder", widths, config, initialization),
            linear: path.linear("decoder.linear".to_owned(), [first, last]),
        }
    }

    pub(crate) fn init(&self, parameters: &mut Parameters, rng: &mut ChaCha8Rng) {
        self.layers.init(parameters, rng);
        if let Some(linear) = &self.linear {
            linear.init(parameters, rng);
        }
    }

    /// # Shapes
    /// - `latent`: `[B, Z]` → pair `[B, D_v + D_a]`
    pub(crate) fn forward<'t>(&self, weights: &Weights<'t>, latent: Variable<'t>) -> Variable<'t> {
        let pair = self.layers.forward(weights, latent);
        match &self.linear {
            Some(linear) => pair + linear.forward(weights, latent),
            None => pair,
        }
    }
}
