//! Adam (Kingma & Ba 2015), as PyTorch computes it, over plain arrays.
//!
//! Ours and not the tensor library's: that one makes a dozen passes over every parameter,
//! and its state has no names to put into a checkpoint.

use serde::{Deserialize, Serialize};

use crate::parameters::Parameters;

/// Adam's constants; the defaults are PyTorch's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AdamConfig {
    /// Decay of the mean of gradients.
    pub beta_1: f64,
    /// Decay of the mean of squared gradients.
    pub beta_2: f64,
    /// Added to the root of the latter.
    pub epsilon: f64,
    /// Decoupled decay of weights, relative to the learning rate (Loshchilov & Hutter 2019); biases are spared.
    pub weight_decay: f64,
}

impl Default for AdamConfig {
    fn default() -> Self {
        AdamConfig { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, weight_decay: 0.0 }
    }
}

/// One Adam over some of a model's parameters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Adam {
    config: AdamConfig,
    /// Places of its parameters.
    pub(crate) members: Vec<usize>,
    /// Steps made.
    pub(crate) n_steps: u64,
    /// Running means of gradients and of their squares, per member.
    pub(crate) moments: Vec<[Vec<f32>; 2]>,
}

impl Adam {
    /// Over the parameters at these places.
    pub(crate) fn new(config: AdamConfig, members: Vec<usize>, parameters: &Parameters) -> Self {
        let zeros = |&idx: &usize| {
            let n = parameters.entries()[idx].values.len();
            [vec![0.0; n], vec![0.0; n]]
        };
        let moments = members.iter().map(zeros).collect();
        Adam { config, members, n_steps: 0, moments }
    }

    /// `p ← p − lr · m̂ / (√v̂ + ε)` for each of its parameters.
    ///
    /// `gradients` are in the parameters' order.
    pub(crate) fn step(
        &mut self,
        parameters: &mut Parameters,
        gradients: &[Vec<f32>],
        learning_rate: f64,
    ) {
        self.n_steps += 1;
        let AdamConfig { beta_1, beta_2, epsilon, weight_decay } = self.config;
        let steps = self.n_steps as f64;
        let step_size = (learning_rate / (1.0 - beta_1.powf(steps))) as f32;
        let root_correction = (1.0 - beta_2.powf(steps)).sqrt() as f32;
        let (beta_1, beta_2, epsilon) = (beta_1 as f32, beta_2 as f32, epsilon as f32);
        for (&idx, [first, second]) in self.members.iter().zip(&mut self.moments) {
            let entry = &mut parameters.entries_mut()[idx];
            let is_weight = entry.shape.len() > 1;
            let kept = if is_weight { 1.0 - (learning_rate * weight_decay) as f32 } else { 1.0 };
            let moments = first.iter_mut().zip(second.iter_mut());
            for ((value, &gradient), (m, v)) in
                entry.values.iter_mut().zip(&gradients[idx]).zip(moments)
            {
                let gradient = flushed(gradient, NEGLIGIBLE_GRADIENT);
                *m = flushed(*m + (gradient - *m) * (1.0 - beta_1), NEGLIGIBLE_MOMENT);
                *v = flushed(*v * beta_2 + gradient * gradient * (1.0 - beta_2), NEGLIGIBLE_MOMENT);
                *value = *value * kept - step_size * *m / (v.sqrt() / root_correction + epsilon);
            }
        }
    }
}

/// Units that died have gradients and moments that fade into subnormal numbers, which processors compute
/// a hundred times slower. Below these sizes a step moves a weight by less than 1e-10 of the learning rate.
const NEGLIGIBLE_GRADIENT: f32 = 1e-18;
const NEGLIGIBLE_MOMENT: f32 = 1e-30;

/// Zero where the size is negligible.
fn flushed(value: f32, negligible: f32) -> f32 {
    if value.abs() < negligible { 0.0 } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_step_is_the_learning_rate_against_the_gradients_sign() {
        let mut parameters = Parameters::default();
        parameters.push("w", vec![3], vec![1.0, 1.0, 1.0]);
        let mut adam = Adam::new(AdamConfig::default(), vec![0], &parameters);
        adam.step(&mut parameters, &[vec![5.0, -0.1, 0.0]], 0.01);
        let found = &parameters.entries()[0].values;
        for (found, expected) in found.iter().zip([0.99, 1.01, 1.0]) {
            assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
        }
    }

    #[test]
    fn a_quadratic_is_minimised() {
        let mut parameters = Parameters::default();
        parameters.push("w", vec![2], vec![3.0, -4.0]);
        let mut adam = Adam::new(AdamConfig::default(), vec![0], &parameters);
        for _ in 0..2000 {
            let gradient = parameters.entries()[0].values.iter().map(|w| 2.0 * w).collect();
            adam.step(&mut parameters, &[gradient], 0.01);
        }
        assert!(parameters.entries()[0].values.iter().all(|w| w.abs() < 1e-3));
    }
}
