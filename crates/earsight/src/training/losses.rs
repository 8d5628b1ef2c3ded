//! Named summands of an objective.

use burn::tensor::Tensor;

use crate::matrix::Scalar;

/// The summands of an objective for one batch, each with its name and weight.
pub(crate) struct Losses<S = Tensor<1>> {
    terms: Vec<(String, S, f64)>,
}

impl<S> Default for Losses<S> {
    fn default() -> Self {
        Losses { terms: Vec::new() }
    }
}

impl<S: Scalar> Losses<S> {
    /// Adds `weight · value`.
    pub(crate) fn push(&mut self, name: impl Into<String>, value: S, weight: f64) {
        self.terms.push((name.into(), value, weight));
    }

    /// `Σ weight · value`.
    pub(crate) fn total(&self) -> S {
        let mut weighted =
            self.terms.iter().map(|(_, value, weight)| value.clone().scaled(*weight));
        let first = weighted.next().expect("an objective has terms");
        weighted.fold(first, |sum, term| sum + term)
    }

    /// Each term's value before its weight.
    pub(crate) fn values(&self) -> Vec<(String, f64)> {
        self.terms.iter().map(|(name, value, _)| (name.clone(), value.value())).collect()
    }
}
