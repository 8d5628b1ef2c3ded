//! The functions that make a network more than one linear map.

use earsight_kernels::{Function, Variable};
use serde::{Deserialize, Serialize};

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
