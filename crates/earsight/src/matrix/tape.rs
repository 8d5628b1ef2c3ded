//! Matrices of the kernels.

use earsight_kernels::{Function, Tape, Variable};
use ndarray::Array2;

use super::{Lender, Matrix, Scalar};
use crate::activation::{Activation, LEAKY_SLOPE};

impl Matrix for Variable<'_> {
    type Scalar = Self;

    fn shape(&self) -> [usize; 2] {
        Variable::shape(self)
    }

    fn constant(&self, values: Vec<f32>, shape: [usize; 2]) -> Self {
        Variable::constant(self, &values, shape)
    }

    fn linear(self, weight: &Self, bias: &Self) -> Self {
        Variable::linear(self, *weight, *bias)
    }

    fn layer_norm(self, scale: &Self, shift: &Self) -> Self {
        Variable::layer_norm(self, *scale, *shift)
    }

    fn activated(self, activation: Activation) -> Self {
        self.map(match activation {
            Activation::Relu => Function::LeakyRelu(0.0),
            Activation::Gelu => Function::Gelu,
            Activation::LeakyRelu => Function::LeakyRelu(LEAKY_SLOPE as f32),
        })
    }

    fn times_transposed(self, other: Self) -> Self {
        Variable::times_transposed(self, other)
    }

    fn scaled(self, factor: f64) -> Self {
        self.map(Function::Affine(factor as f32, 0.0))
    }

    fn shifted(self, shift: f64) -> Self {
        self.map(Function::Affine(1.0, shift as f32))
    }

    fn squared(self) -> Self {
        self.map(Function::Square)
    }

    fn root(self) -> Self {
        self.map(Function::Root)
    }

    fn at_least(self, bound: f64) -> Self {
        self.map(Function::AtLeast(bound as f32))
    }

    fn n_positive(&self) -> usize {
        self.values().iter().filter(|value| **value > 0.0).count()
    }

    fn exponential(self) -> Self {
        self.map(Function::Exp)
    }

    fn row_sums(self) -> Self {
        Variable::row_sums(self)
    }

    fn log_softmax(self) -> Self {
        Variable::log_softmax(self)
    }

    fn diagonal(self) -> Self {
        Variable::diagonal(self)
    }

    fn transposed(self) -> Self {
        Variable::transposed(self)
    }

    fn stacked(parts: Vec<Self>) -> Self {
        Variable::stacked(&parts)
    }

    fn beside(parts: Vec<Self>) -> Self {
        Variable::beside(&parts)
    }

    fn picked(self, rows: &[usize]) -> Self {
        Variable::picked(self, rows)
    }

    fn rows(self, first: usize, n: usize) -> Self {
        Variable::rows(self, first, n)
    }

    fn columns(self, first: usize, n: usize) -> Self {
        Variable::columns(self, first, n)
    }

    fn sum_of_all(self) -> Self {
        self.sum()
    }
}

impl Scalar for Variable<'_> {
    fn scaled(self, factor: f64) -> Self {
        Matrix::scaled(self, factor)
    }

    fn root(self) -> Self {
        Matrix::root(self)
    }

    fn value(&self) -> f64 {
        f64::from(self.values()[0])
    }
}

/// Lends the parameters that a tape was lent.
pub(crate) struct TapeLender<'t> {
    tape: &'t Tape,
    n_lent: usize,
}

impl<'t> TapeLender<'t> {
    pub(crate) fn new(tape: &'t Tape) -> Self {
        TapeLender { tape, n_lent: 0 }
    }

    /// Every parameter must have been asked for.
    pub(crate) fn finish(self) {
        assert_eq!(self.n_lent, self.tape.n_parameters(), "a parameter was never lent");
    }

    fn next(&mut self) -> Variable<'t> {
        self.n_lent += 1;
        self.tape.parameter(self.n_lent - 1)
    }
}

impl<'t> Lender for TapeLender<'t> {
    type Matrix = Variable<'t>;

    fn weight(&mut self) -> Variable<'t> {
        self.next()
    }

    fn row(&mut self) -> Variable<'t> {
        self.next()
    }

    fn constant(&self, rows: &Array2<f32>) -> Variable<'t> {
        let shape = [rows.nrows(), rows.ncols()];
        match rows.as_slice() {
            Some(values) => self.tape.constant(values, shape),
            None => self.tape.constant(&rows.iter().copied().collect::<Vec<f32>>(), shape),
        }
    }
}
