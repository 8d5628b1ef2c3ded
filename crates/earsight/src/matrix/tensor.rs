//! Matrices of the tensor library.

use burn::tensor::{Int, Tensor, TensorData, activation};
use ndarray::Array2;

use super::{Lender, Matrix, Scalar};
use crate::activation::Activation;
use crate::parameters::{Binder, values};
use crate::training::batch::matrix;

impl Matrix for Tensor<2> {
    type Scalar = Tensor<1>;

    fn shape(&self) -> [usize; 2] {
        self.dims()
    }

    fn constant(&self, values: Vec<f32>, shape: [usize; 2]) -> Self {
        Tensor::from_data(TensorData::new(values, shape), &self.device())
    }

    fn linear(self, weight: &Self, bias: &Self) -> Self {
        self.matmul(weight.clone().transpose()) + bias.clone()
    }

    fn layer_norm(self, scale: &Self, shift: &Self) -> Self {
        let centred = self.clone() - self.mean_dim(1);
        let variance = centred.clone().powi_scalar(2).mean_dim(1);
        centred / (variance + 1e-5).sqrt() * scale.clone() + shift.clone()
    }

    fn activated(self, activation: Activation) -> Self {
        activation.forward(self)
    }

    fn times_transposed(self, other: Self) -> Self {
        self.matmul(other.transpose())
    }

    fn scaled(self, factor: f64) -> Self {
        self * factor
    }

    fn shifted(self, shift: f64) -> Self {
        self + shift
    }

    fn squared(self) -> Self {
        self.powi_scalar(2)
    }

    fn root(self) -> Self {
        self.sqrt()
    }

    fn at_least(self, bound: f64) -> Self {
        self.clamp_min(bound)
    }

    fn n_positive(&self) -> usize {
        values(self.clone().detach()).iter().filter(|value| **value > 0.0).count()
    }

    fn exponential(self) -> Self {
        self.exp()
    }

    fn row_sums(self) -> Self {
        self.sum_dim(1)
    }

    fn log_softmax(self) -> Self {
        activation::log_softmax(self, 1)
    }

    fn diagonal(self) -> Self {
        let n = self.dims()[0];
        let own = Tensor::<1, Int>::arange(0..n as i64, &self.device()).reshape([n, 1]);
        self.gather(1, own)
    }

    fn transposed(self) -> Self {
        self.transpose()
    }

    fn stacked(parts: Vec<Self>) -> Self {
        Tensor::cat(parts, 0)
    }

    fn beside(parts: Vec<Self>) -> Self {
        Tensor::cat(parts, 1)
    }

    fn picked(self, rows: &[usize]) -> Self {
        let rows: Vec<i64> = rows.iter().map(|&row| row as i64).collect();
        let n = rows.len();
        let rows: Tensor<1, Int> = Tensor::from_data(TensorData::new(rows, [n]), &self.device());
        self.select(0, rows)
    }

    fn rows(self, first: usize, n: usize) -> Self {
        self.narrow(0, first, n)
    }

    fn columns(self, first: usize, n: usize) -> Self {
        self.narrow(1, first, n)
    }

    fn sum_of_all(self) -> Tensor<1> {
        self.sum()
    }

    fn mean_of_all(self) -> Tensor<1> {
        self.mean()
    }
}

impl Scalar for Tensor<1> {
    fn scaled(self, factor: f64) -> Self {
        self * factor
    }

    fn root(self) -> Self {
        self.sqrt()
    }

    fn value(&self) -> f64 {
        f64::from(self.clone().into_scalar::<f32>())
    }
}

impl Lender for Binder<'_> {
    type Matrix = Tensor<2>;

    fn weight(&mut self) -> Tensor<2> {
        self.matrix()
    }

    fn row(&mut self) -> Tensor<2> {
        self.vector().unsqueeze()
    }

    fn constant(&self, rows: &Array2<f32>) -> Tensor<2> {
        matrix(rows, self.device())
    }
}
