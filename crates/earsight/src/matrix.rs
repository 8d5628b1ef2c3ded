//! What networks and objectives are written over: so few operations that two sides can run the same definition,
//! the tensor library, which also embeds and is the reference, and the kernels, which train faster.

#[cfg(test)]
pub(crate) mod agreement;
mod tape;
mod tensor;

use std::ops::{Add, Div, Mul, Sub};

use ndarray::Array2;

use crate::activation::Activation;
pub(crate) use tape::TapeLender;

/// A matrix that may depend on parameters.
///
/// In sums, differences, products and quotients a row, a column or one number stands beside every row or column.
pub(crate) trait Matrix:
    Clone + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// One number that may depend on parameters.
    type Scalar: Scalar;

    /// Rows and columns.
    fn shape(&self) -> [usize; 2];

    /// Numbers that depend on nothing, on the same side.
    fn constant(&self, values: Vec<f32>, shape: [usize; 2]) -> Self;

    /// `x Wᵀ + b`.
    ///
    /// # Shapes
    /// - `self`: `[B, in]`, `weight`: `[out, in]`, `bias`: `[1, out]` → `[B, out]`
    fn linear(self, weight: &Self, bias: &Self) -> Self;

    /// `(x − mean) / √(var + 1e-5) · scale + shift` over each row (Ba et al. 2016).
    fn layer_norm(self, scale: &Self, shift: &Self) -> Self;

    /// Of each number.
    fn activated(self, activation: Activation) -> Self;

    /// `a bᵀ`.
    fn times_transposed(self, other: Self) -> Self;

    /// `factor · x` of each number.
    fn scaled(self, factor: f64) -> Self;

    /// `x + shift` of each number.
    fn shifted(self, shift: f64) -> Self;

    /// `x²` of each number.
    fn squared(self) -> Self;

    /// `√x` of each number.
    fn root(self) -> Self;

    /// `max(x, bound)` of each number.
    fn at_least(self, bound: f64) -> Self;

    /// How many numbers are above zero. A count has no slope.
    fn n_positive(&self) -> usize;

    /// `eˣ` of each number.
    fn exponential(self) -> Self;

    /// The sum of each row. `[B, 1]`
    fn row_sums(self) -> Self;

    /// `log softmax` of each row.
    fn log_softmax(self) -> Self;

    /// The i-th number of the i-th row. `[B, 1]`
    fn diagonal(self) -> Self;

    /// Rows for columns.
    fn transposed(self) -> Self;

    /// One above the other.
    fn stacked(parts: Vec<Self>) -> Self;

    /// One beside the other.
    fn beside(parts: Vec<Self>) -> Self;

    /// These rows, in this order; one may be asked for several times.
    fn picked(self, rows: &[usize]) -> Self;

    /// Rows `first .. first + n`.
    fn rows(self, first: usize, n: usize) -> Self;

    /// Columns `first .. first + n`.
    fn columns(self, first: usize, n: usize) -> Self;

    /// Of all numbers.
    fn sum_of_all(self) -> Self::Scalar;

    /// Of all numbers.
    fn mean_of_all(self) -> Self::Scalar {
        let [rows, columns] = self.shape();
        self.sum_of_all().scaled(((rows * columns) as f64).recip())
    }
}

/// One number that may depend on parameters.
pub(crate) trait Scalar: Clone + Add<Output = Self> {
    /// `factor · x`.
    fn scaled(self, factor: f64) -> Self;

    /// `√x`.
    fn root(self) -> Self;

    /// The number.
    fn value(&self) -> f64;
}

/// Lends parameters to layers, in the order in which they were made.
pub(crate) trait Lender {
    /// What it lends them as.
    type Matrix: Matrix;

    /// The next array as a matrix `[out, in]`.
    fn weight(&mut self) -> Self::Matrix;

    /// The next array as a row `[1, out]`.
    fn row(&mut self) -> Self::Matrix;

    /// Numbers that depend on no parameter.
    fn constant(&self, rows: &Array2<f32>) -> Self::Matrix;
}

/// The number type of a lender's matrices.
pub(crate) type ScalarOf<L> = <<L as Lender>::Matrix as Matrix>::Scalar;
