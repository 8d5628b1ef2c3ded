//! How weights start.

use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Uniform};

use super::Parameters;

/// How the weights of a linear layer start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Initialization {
    /// Weight and bias uniform in ±1/√fan_in, PyTorch's default (SPEC §1.2).
    FanInUniform,
    /// Weight uniform in ±√(6/fan_in) (He et al. 2015), bias zero: preserves the variance of activations in ReLU-like layers.
    He,
    /// Weight uniform in ±√(6/(fan_in + fan_out)) (Glorot & Bengio 2010), bias zero: Keras's default.
    Glorot,
    /// All zero, for layers that are added to another path and start without effect.
    Zero,
}

impl Parameters {
    /// Adds `NAME.weight` `[out, in]` and `NAME.bias` `[out]` of a linear layer.
    pub fn push_linear(
        &mut self,
        name: &str,
        [n_in, n_out]: [usize; 2],
        initialization: Initialization,
        rng: &mut ChaCha8Rng,
    ) {
        let (fan_in, fan_out) = (n_in.max(1) as f32, n_out as f32);
        let n = n_in * n_out;
        let weight = match initialization {
            Initialization::FanInUniform => uniform(n, fan_in.sqrt().recip(), rng),
            Initialization::He => uniform(n, (6.0 / fan_in).sqrt(), rng),
            Initialization::Glorot => uniform(n, (6.0 / (fan_in + fan_out)).sqrt(), rng),
            Initialization::Zero => vec![0.0; n],
        };
        self.push(format!("{name}.weight"), vec![n_out, n_in], weight);
        let bias = match initialization {
            Initialization::FanInUniform => uniform(n_out, fan_in.sqrt().recip(), rng),
            Initialization::He | Initialization::Glorot | Initialization::Zero => vec![0.0; n_out],
        };
        self.push(format!("{name}.bias"), vec![n_out], bias);
    }
}

fn uniform(n: usize, bound: f32, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let values = Uniform::new_inclusive(-bound, bound).expect("a bound above zero");
    values.sample_iter(rng).take(n).collect()
}
