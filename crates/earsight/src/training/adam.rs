//! Adam (Kingma & Ba 2015) over a model's named parameters; the update itself is `earsight_kernels::adam`.

use earsight_kernels::adam::{AdamStep, Member};
use earsight_kernels::{GradientSink, GradientSinks};
use serde::{Deserialize, Serialize};

use crate::parameters::{Parameter, Parameters};

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
    /// Decoupled decay of weights, relative to the learning rate (Loshchilov & Hutter 2019); not of biases.
    pub weight_decay: f64,
}

impl Default for AdamConfig {
    fn default() -> Self {
        AdamConfig { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, weight_decay: 0.0 }
    }
}

impl AdamConfig {
    /// Constants of the `n`-th step, counted from 1, for values that do not decay.
    fn step(self, n: u64, learning_rate: f64) -> AdamStep {
        let AdamConfig { beta_1, beta_2, epsilon, .. } = self;
        AdamStep {
            beta_1: beta_1 as f32,
            beta_2: beta_2 as f32,
            epsilon: epsilon as f32,
            step_size: (learning_rate / (1.0 - beta_1.powf(n as f64))) as f32,
            inverse_root: (1.0 - beta_2.powf(n as f64)).sqrt().recip() as f32,
            kept: 1.0,
        }
    }
}

/// One Adam over some of a model's parameters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Adam {
    config: AdamConfig,
    /// Places of its parameters, ascending.
    pub(crate) members: Vec<usize>,
    /// Steps begun.
    pub(crate) n_steps: u64,
    /// Running means of gradients and of their squares, one array per member.
    pub(crate) moments: [Parameters; 2],
    /// Constants of the current step.
    step: AdamStep,
    /// Decay of weights in this step, relative to themselves.
    decay: f32,
}

impl Adam {
    /// The `number`-th optimiser, over the parameters at these places, ascending.
    pub(crate) fn new(
        config: AdamConfig,
        number: usize,
        members: Vec<usize>,
        parameters: &Parameters,
    ) -> Self {
        let mut moments = [Parameters::default(), Parameters::default()];
        for &idx in &members {
            // Both moments of an array one after the other: they are read together.
            let Parameter { name, shape, values } = &parameters.entries()[idx];
            for (moment, zeros) in moments.iter_mut().enumerate() {
                let name = format!("adam.{number}.{moment}.{name}");
                zeros.push(name, shape.clone(), vec![0.0; values.len()]);
            }
        }
        Adam { config, members, n_steps: 0, moments, step: config.step(1, 0.0), decay: 0.0 }
    }

    /// Begins a step; every value of every member must then be updated once.
    pub(crate) fn begin_step(&mut self, learning_rate: f64) {
        self.n_steps += 1;
        self.step = self.config.step(self.n_steps, learning_rate);
        self.decay = (learning_rate * self.config.weight_decay) as f32;
    }

    /// The update of a parameter in this step, `p ← p − lr · m̂ / (√v̂ + ε)`; `None` where the parameter is
    /// another optimiser's.
    pub(crate) fn member(&mut self, parameter: usize) -> Option<Member<'_>> {
        let member = self.members.binary_search(&parameter).ok()?;
        let moments = self.moments.each_mut().map(|moment| &mut moment.entries_mut()[member]);
        // Weights are matrices; biases do not decay.
        let kept = if moments[0].shape.len() > 1 { 1.0 - self.decay } else { 1.0 };
        let moments = moments.map(|entry| entry.values_mut().as_mut_slice());
        Some(Member { step: AdamStep { kept, ..self.step }, moments })
    }
}

/// All optimisers of a training, one after the other.
pub(crate) struct Sinks<'a>(pub(crate) &'a mut [Adam]);

impl GradientSinks for Sinks<'_> {
    fn sink(&mut self, parameter: usize) -> GradientSink<'_> {
        GradientSink::Steps(self.0.iter_mut().filter_map(|adam| adam.member(parameter)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_array(
        shape: Vec<usize>,
        values: Vec<f32>,
        config: AdamConfig,
    ) -> (Parameters, [Adam; 1]) {
        let mut parameters = Parameters::default();
        parameters.push("w", shape, values);
        let adam = [Adam::new(config, 0, vec![0], &parameters)];
        (parameters, adam)
    }

    #[test]
    fn the_first_step_is_the_learning_rate_against_the_gradients_sign() {
        let (mut parameters, mut adam) =
            of_array(vec![3], vec![1.0, 1.0, 1.0], AdamConfig::default());
        adam[0].begin_step(0.01);
        let values = parameters.entries_mut()[0].values_mut();
        Sinks(&mut adam).sink(0).take(values, &[5.0, -0.1, 0.0]);
        for (found, expected) in values.iter().zip([0.99, 1.01, 1.0]) {
            assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
        }
    }

    #[test]
    fn a_quadratic_is_minimised() {
        let (mut parameters, mut adam) = of_array(vec![2], vec![3.0, -4.0], AdamConfig::default());
        for _ in 0..2000 {
            let values = parameters.entries_mut()[0].values_mut();
            let gradient: Vec<f32> = values.iter().map(|w| 2.0 * w).collect();
            adam[0].begin_step(0.01);
            Sinks(&mut adam).sink(0).take(values, &gradient);
        }
        assert!(parameters.entries()[0].values.iter().all(|w| w.abs() < 1e-3));
    }

    #[test]
    fn weights_decay_and_biases_do_not() {
        let config = AdamConfig { weight_decay: 0.5, ..AdamConfig::default() };
        for (shape, expected) in [(vec![1, 1], 0.95), (vec![1], 1.0)] {
            let (mut parameters, mut adam) = of_array(shape, vec![1.0], config);
            adam[0].begin_step(0.1);
            let values = parameters.entries_mut()[0].values_mut();
            Sinks(&mut adam).sink(0).take(values, &[0.0]);
            assert!((values[0] - expected).abs() < 1e-6, "{} is not {expected}", values[0]);
        }
    }
}
