//! Named summands of an objective.

use burn::tensor::Tensor;

/// The summands of an objective for one batch, each with its name and weight.
#[derive(Default)]
pub(crate) struct Losses {
    terms: Vec<(String, Tensor<1>, f64)>,
}

impl Losses {
    /// Adds `weight · value`.
    pub(crate) fn push(&mut self, name: impl Into<String>, value: Tensor<1>, weight: f64) {
        self.terms.push((name.into(), value, weight));
    }

    /// `Σ weight · value`.
    pub(crate) fn total(&self) -> Tensor<1> {
        let mut weighted = self.terms.iter().map(|(_, value, weight)| value.clone() * *weight);
        let first = weighted.next().expect("an objective has terms");
        weighted.fold(first, |sum, term| sum + term)
    }

    /// Each term's value before its weight.
    pub(crate) fn values(&self) -> Vec<(String, f64)> {
        let read = |value: &Tensor<1>| f64::from(value.clone().into_scalar::<f32>());
        self.terms.iter().map(|(name, value, _)| (name.clone(), read(value))).collect()
    }
}
