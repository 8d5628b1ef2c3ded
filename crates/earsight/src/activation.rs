//! What makes a network more than one linear map.

use burn::tensor::{Tensor, activation};
use serde::{Deserialize, Serialize};

/// What stands between two linear layers.
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

/// Of [`Activation::LeakyRelu`] below zero.
pub(crate) const LEAKY_SLOPE: f64 = 0.3;

impl Activation {
    pub(crate) fn forward<const D: usize>(self, x: Tensor<D>) -> Tensor<D> {
        match self {
            Activation::Relu => activation::relu(x),
            Activation::Gelu => activation::gelu(x),
            Activation::LeakyRelu => activation::leaky_relu(x, LEAKY_SLOPE),
        }
    }
}
