//! Linear layers, layer normalisation, activations, and multilayer perceptrons.

use earsight_kernels::{Function, Variable};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::parameters::{Initialization, Parameters, Weights};

/// Normalisation of a hidden layer's units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Normalization {
    /// None.
    None,
    /// Over the units of each row (Ba et al. 2016), before the activation, with learned scale and shift.
    Layer,
}

/// The function after a linear layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    /// `max(x, 0)`.
    Relu,
    /// `x Φ(x)` (Hendrycks & Gimpel 2016).
    Gelu,
    /// `x` above zero and `0.3 x` below, the slope that Keras takes by default.
    LeakyRelu,
}

/// Slope of [`Activation::LeakyRelu`] below zero.
const LEAKY_SLOPE: f32 = 0.3;

impl Activation {
    /// The function of each number.
    pub fn forward(self, x: Variable<'_>) -> Variable<'_> {
        x.map(match self {
            Activation::Relu => Function::LeakyRelu(0.0),
            Activation::Gelu => Function::Gelu,
            Activation::LeakyRelu => Function::LeakyRelu(LEAKY_SLOPE),
        })
    }
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

/// `y = x Wᵀ + b`, with the parameters `NAME.weight` `[out, in]` and `NAME.bias` `[out]`.
pub struct Linear {
    name: String,
    dims: [usize; 2],
    initialization: Initialization,
    weight: String,
    bias: String,
}

impl Linear {
    /// A layer of `[in, out]` units.
    pub fn new(name: impl Into<String>, dims: [usize; 2], initialization: Initialization) -> Self {
        let name = name.into();
        let (weight, bias) = (format!("{name}.weight"), format!("{name}.bias"));
        Linear { name, dims, initialization, weight, bias }
    }

    /// Adds the parameters.
    pub fn init(&self, parameters: &mut Parameters, rng: &mut ChaCha8Rng) {
        parameters.push_linear(&self.name, self.dims, self.initialization, rng);
    }

    /// # Shapes
    /// - `x`: `[B, in]` → `[B, out]`
    pub fn forward<'t>(&self, weights: &Weights<'t>, x: Variable<'t>) -> Variable<'t> {
        x.linear(weights.get(&self.weight), weights.get(&self.bias))
    }
}

/// `(x − mean) / √(var + 1e-5) · scale + shift` over each row (Ba et al. 2016).
struct LayerNorm {
    scale: String, // [D]
    shift: String, // [D]
    dim: usize,
}

impl LayerNorm {
    fn new(name: &str, dim: usize) -> Self {
        LayerNorm { scale: format!("{name}.scale"), shift: format!("{name}.shift"), dim }
    }

    fn init(&self, parameters: &mut Parameters) {
        parameters.push(&self.scale, vec![self.dim], vec![1.0; self.dim]);
        parameters.push(&self.shift, vec![self.dim], vec![0.0; self.dim]);
    }

    fn forward<'t>(&self, weights: &Weights<'t>, x: Variable<'t>) -> Variable<'t> {
        x.layer_norm(weights.get(&self.scale), weights.get(&self.shift))
    }
}

/// Linear layers with an activation between them; nothing after the last.
pub struct Mlp {
    layers: Vec<(Linear, Option<LayerNorm>)>,
    activation: Activation,
}

impl Mlp {
    /// Layers `widths[0] → widths[1] → …`, with parameters under `name`.
    ///
    /// Layers are numbered 0, 2, 4, … as in the reference checkpoint, where activations count too.
    pub fn new(name: &str, widths: &[usize], config: LayerConfig) -> Self {
        Mlp::with_last(name, widths, config, config.initialization)
    }

    /// The same with another initialization of the last layer.
    pub fn with_last(
        name: &str,
        widths: &[usize],
        config: LayerConfig,
        last: Initialization,
    ) -> Self {
        let n_layers = widths.len().saturating_sub(1);
        let layer = |(idx, pair): (usize, &[usize])| {
            let name = format!("{name}.{}", 2 * idx);
            let is_hidden = idx + 1 < n_layers;
            let is_normalized = is_hidden && config.normalization == Normalization::Layer;
            let norm = is_normalized.then(|| LayerNorm::new(&format!("{name}.norm"), pair[1]));
            let initialization = if is_hidden { config.initialization } else { last };
            (Linear::new(name, [pair[0], pair[1]], initialization), norm)
        };
        let layers = widths.windows(2).enumerate().map(layer).collect();
        Mlp { layers, activation: config.activation }
    }

    /// Adds the parameters, layer by layer.
    pub fn init(&self, parameters: &mut Parameters, rng: &mut ChaCha8Rng) {
        for (linear, norm) in &self.layers {
            linear.init(parameters, rng);
            if let Some(norm) = norm {
                norm.init(parameters);
            }
        }
    }

    /// # Shapes
    /// - `x`: `[B, widths[0]]` → `[B, widths[last]]`
    pub fn forward<'t>(&self, weights: &Weights<'t>, x: Variable<'t>) -> Variable<'t> {
        let last = self.layers.len().saturating_sub(1);
        self.layers.iter().enumerate().fold(x, |x, (idx, (linear, norm))| {
            let x = linear.forward(weights, x);
            let x = match norm {
                Some(norm) => norm.forward(weights, x),
                None => x,
            };
            if idx < last { self.activation.forward(x) } else { x }
        })
    }

    /// The same with an activation after the last layer too.
    pub fn forward_active<'t>(&self, weights: &Weights<'t>, x: Variable<'t>) -> Variable<'t> {
        self.activation.forward(self.forward(weights, x))
    }
}
