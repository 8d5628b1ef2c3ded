//! The few layers that the networks are made of.

pub(crate) mod bilinear_pooling;
pub(crate) mod dmrn;
pub(crate) mod lstm;
pub(crate) mod self_attention;

use burn::tensor::Tensor;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::activation::Activation;
use crate::matrix::{Lender, Matrix};
use crate::parameters::{Initialization, Parameters};

/// Whether a hidden layer's units are brought to zero mean and unit variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Normalization {
    /// Left as they are.
    None,
    /// Over the units of each row (Ba et al. 2016), before the activation, with learned scale and shift.
    Layer,
}

/// How the hidden layers of a network are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerConfig {
    /// Between two linear layers.
    pub activation: Activation,
    /// On hidden units.
    pub normalization: Normalization,
    /// Of all linear layers.
    pub initialization: Initialization,
}

/// Whether a network has a linear path beside its layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinearPath {
    /// Layers only.
    Absent,
    /// A linear map is added to what the layers give; their last one starts at zero.
    Beside,
}

impl LinearPath {
    /// How the last layer beside the path starts.
    pub(crate) fn of_last_layer(self, otherwise: Initialization) -> Initialization {
        match self {
            LinearPath::Absent => otherwise,
            LinearPath::Beside => Initialization::Zero,
        }
    }
}

/// Seconds of all clips as rows, clip after clip.
///
/// # Shapes
/// - `clips`: `[B, T, D]` → `[B·T, D]`
pub(crate) fn rows_of(clips: Tensor<3>) -> Tensor<2> {
    let [n_clips, n_segments, dim] = clips.dims();
    clips.reshape([n_clips * n_segments, dim])
}

/// `y = x Wᵀ + b`.
pub(crate) struct Linear<M = Tensor<2>> {
    weight: M, // [out, in]
    bias: M,   // [1, out]
}

impl<M: Matrix> Linear<M> {
    pub(crate) fn bind(lender: &mut impl Lender<Matrix = M>) -> Self {
        Linear { weight: lender.weight(), bias: lender.row() }
    }

    /// # Shapes
    /// - `x`: `[B, in]` → `[B, out]`
    pub(crate) fn forward(&self, x: M) -> M {
        x.linear(&self.weight, &self.bias)
    }
}

/// What brings the units of a row to zero mean and unit variance, and then to what was learned.
struct LayerNorm<M> {
    scale: M, // [1, D]
    shift: M, // [1, D]
}

/// Linear layers with an activation between them; nothing after the last.
pub(crate) struct Mlp<M = Tensor<2>> {
    layers: Vec<(Linear<M>, Option<LayerNorm<M>>)>,
    activation: Activation,
}

impl Mlp {
    /// Adds the parameters of `widths[0] → widths[1] → …` under `name`.
    ///
    /// Layers are numbered 0, 2, 4, … as in the reference checkpoint, where activations count too.
    pub(crate) fn init(
        parameters: &mut Parameters,
        name: &str,
        widths: &[usize],
        config: LayerConfig,
        rng: &mut ChaCha8Rng,
    ) {
        Mlp::init_with_last(parameters, name, widths, config, LinearPath::Absent, rng);
    }

    /// The same, the last layer beginning as `path` wants it.
    pub(crate) fn init_with_last(
        parameters: &mut Parameters,
        name: &str,
        widths: &[usize],
        config: LayerConfig,
        path: LinearPath,
        rng: &mut ChaCha8Rng,
    ) {
        for (idx, pair) in widths.windows(2).enumerate() {
            let layer = format!("{name}.{}", 2 * idx);
            let is_hidden = idx + 2 < widths.len();
            let initialization = if is_hidden {
                config.initialization
            } else {
                path.of_last_layer(config.initialization)
            };
            parameters.push_linear(&layer, [pair[0], pair[1]], initialization, rng);
            if is_hidden && config.normalization == Normalization::Layer {
                parameters.push(format!("{layer}.norm.scale"), vec![pair[1]], vec![1.0; pair[1]]);
                parameters.push(format!("{layer}.norm.shift"), vec![pair[1]], vec![0.0; pair[1]]);
            }
        }
    }
}

impl<M: Matrix> Mlp<M> {
    pub(crate) fn bind(
        lender: &mut impl Lender<Matrix = M>,
        n_layers: usize,
        config: LayerConfig,
    ) -> Self {
        let layers = (0..n_layers)
            .map(|idx| {
                let linear = Linear::bind(lender);
                let is_hidden = idx + 1 < n_layers;
                let norm = (is_hidden && config.normalization == Normalization::Layer)
                    .then(|| LayerNorm { scale: lender.row(), shift: lender.row() });
                (linear, norm)
            })
            .collect();
        Mlp { layers, activation: config.activation }
    }

    /// The same with an activation after the last layer too.
    pub(crate) fn forward_active(&self, x: M) -> M {
        self.forward(x).activated(self.activation)
    }

    /// # Shapes
    /// - `x`: `[B, widths[0]]` → `[B, widths[last]]`
    pub(crate) fn forward(&self, x: M) -> M {
        let last = self.layers.len().saturating_sub(1);
        self.layers.iter().enumerate().fold(x, |x, (idx, (linear, norm))| {
            let x = linear.forward(x);
            let x = match norm {
                Some(LayerNorm { scale, shift }) => x.layer_norm(scale, shift),
                None => x,
            };
            if idx < last { x.activated(self.activation) } else { x }
        })
    }
}
