//! Every trainable array of a model, by the name it has in the reference checkpoint.

use std::sync::{Arc, OnceLock};

use burn::tensor::{Device, Gradients, Tensor, TensorData};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Uniform};

use crate::{Error, Result};

/// One trainable array.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Name in the checkpoint: `visual.trunk.0.weight`.
    pub name: String,
    /// Weights are `[out, in]`, biases `[out]`, as PyTorch stores them.
    pub shape: Vec<usize>,
    /// Row-major values.
    pub values: Vec<f32>,
}

impl Parameter {
    /// Rows and columns, where all axes but the last are rows.
    fn as_matrix(&self) -> [usize; 2] {
        let n_columns = self.shape.last().copied().unwrap_or(1);
        [self.values.len() / n_columns.max(1), n_columns]
    }
}

/// All trainable arrays of one model, in the order they were made.
///
/// They live outside the tensor library, so that a checkpoint, an optimiser's state and
/// another kernel can name them; [`Binder`] lends them to it for one step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parameters {
    entries: Vec<Parameter>,
    at_rest: AtRest,
}

/// The arrays as those hold them who compute, made when a model that no longer learns is first asked,
/// so that asking about one second does not copy a network. It says nothing that the arrays do not say.
#[derive(Debug, Default)]
struct AtRest {
    tensors: OnceLock<Vec<Tensor<1>>>,
    lent: OnceLock<Vec<earsight_kernels::Parameter>>,
}

impl Clone for AtRest {
    fn clone(&self) -> Self {
        AtRest::default()
    }
}

impl PartialEq for AtRest {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// How the weights of a linear layer start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Initialization {
    /// Weight and bias uniform in ±1/√fan_in, PyTorch's default (SPEC §1.2).
    FanInUniform,
    /// Weight uniform in ±√(6/fan_in) (He et al. 2015), bias zero: keeps the signal's size through ReLU-like layers.
    He,
    /// Weight uniform in ±√(6/(fan_in + fan_out)) (Glorot & Bengio 2010), bias zero: Keras's default.
    Glorot,
    /// All zero, for layers that begin as nothing beside a path that is already good.
    Zero,
}

impl Parameters {
    /// All arrays in order.
    pub fn entries(&self) -> &[Parameter] {
        &self.entries
    }

    /// All arrays in order, to be updated.
    pub fn entries_mut(&mut self) -> &mut [Parameter] {
        self.at_rest = AtRest::default();
        &mut self.entries
    }

    fn at_rest(&self, device: &Device) -> &[Tensor<1>] {
        self.at_rest.tensors.get_or_init(|| {
            let tensor = |entry: &Parameter| {
                let data = TensorData::new(entry.values.clone(), [entry.values.len()]);
                Tensor::from_data(data, device)
            };
            self.entries.iter().map(tensor).collect()
        })
    }

    /// Moves the arrays to the kernels for a step; they are empty here until [`Parameters::take_back`].
    pub(crate) fn lend(&mut self) -> Vec<earsight_kernels::Parameter> {
        let lend = |entry: &mut Parameter| {
            let shape = entry.as_matrix();
            let values = Arc::new(std::mem::take(&mut entry.values));
            earsight_kernels::Parameter { shape, values }
        };
        self.entries_mut().iter_mut().map(lend).collect()
    }

    /// The arrays for the kernels to read; they stay here, too.
    pub(crate) fn lent_at_rest(&self) -> Vec<earsight_kernels::Parameter> {
        let lend = |entry: &Parameter| {
            let values = Arc::new(entry.values.clone());
            earsight_kernels::Parameter { shape: entry.as_matrix(), values }
        };
        self.at_rest.lent.get_or_init(|| self.entries.iter().map(lend).collect()).clone()
    }

    /// `(1 − share) · these + share · others`, value by value; they must be of one network.
    pub(crate) fn toward(&self, others: &Parameters, share: f32) -> Parameters {
        let mut between = self.clone();
        for (entry, other) in between.entries_mut().iter_mut().zip(&others.entries) {
            for (value, other) in entry.values.iter_mut().zip(&other.values) {
                *value += share * (other - *value);
            }
        }
        between
    }

    /// Takes back what was lent.
    pub(crate) fn take_back(&mut self, lent: Vec<earsight_kernels::Parameter>) {
        for (entry, lent) in self.entries_mut().iter_mut().zip(lent) {
            entry.values = Arc::unwrap_or_clone(lent.values);
        }
    }

    /// Adds an array.
    pub fn push(&mut self, name: impl Into<String>, shape: Vec<usize>, values: Vec<f32>) {
        debug_assert_eq!(shape.iter().product::<usize>(), values.len());
        self.at_rest = AtRest::default();
        self.entries.push(Parameter { name: name.into(), shape, values });
    }

    /// Adds `NAME.weight` `[out, in]` and `NAME.bias` `[out]` of a linear layer.
    pub(crate) fn push_linear(
        &mut self,
        name: &str,
        [n_in, n_out]: [usize; 2],
        initialization: Initialization,
        rng: &mut ChaCha8Rng,
    ) {
        self.push_weight(name, [n_in, n_out], initialization, rng);
        let bias = match initialization {
            Initialization::FanInUniform => {
                uniform(n_out, (n_in.max(1) as f32).sqrt().recip(), rng)
            }
            Initialization::He | Initialization::Glorot | Initialization::Zero => vec![0.0; n_out],
        };
        self.push(format!("{name}.bias"), vec![n_out], bias);
    }

    /// Adds `NAME.weight` `[out, in]` alone.
    pub(crate) fn push_weight(
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
    }

    /// Adds `NAME.weight` `[out, in, height, width]` of a convolution, uniform in ±√(6/fan_in) (He et al. 2015).
    pub(crate) fn push_kernel(&mut self, name: &str, shape: [usize; 4], rng: &mut ChaCha8Rng) {
        let fan_in = shape[1..].iter().product::<usize>().max(1) as f32;
        let bound = (6.0 / fan_in).sqrt();
        let uniform = Uniform::new_inclusive(-bound, bound).expect("a bound above zero");
        let n = shape.iter().product();
        let weight = uniform.sample_iter(&mut *rng).take(n).collect();
        self.push(format!("{name}.weight"), shape.to_vec(), weight);
    }

    /// Takes the values of a checkpoint for every array that the model has.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] when an array is missing or has another shape.
    pub fn load(&mut self, mut find: impl FnMut(&str) -> Option<Parameter>) -> Result<()> {
        for entry in self.entries_mut() {
            let found = find(&entry.name).ok_or_else(|| Error::Checkpoint {
                reason: format!("`{}` is missing", entry.name),
            })?;
            if found.shape != entry.shape {
                return Err(Error::Checkpoint {
                    reason: format!(
                        "`{}` has shape {:?}, the model has {:?}",
                        entry.name, found.shape, entry.shape
                    ),
                });
            }
            entry.values = found.values;
        }
        Ok(())
    }
}

fn uniform(n: usize, bound: f32, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let values = Uniform::new_inclusive(-bound, bound).expect("a bound above zero");
    values.sample_iter(rng).take(n).collect()
}

/// Lends parameters to the tensor library, in the order they were made.
pub(crate) struct Binder<'a> {
    parameters: std::slice::Iter<'a, Parameter>,
    /// The same as tensors, where nothing is to be learned.
    at_rest: Option<std::slice::Iter<'a, Tensor<1>>>,
    device: Device,
    bound: Bound,
}

/// The lent tensors, to ask for their gradients.
#[derive(Default)]
pub(crate) struct Bound {
    tensors: Vec<BoundTensor>,
}

enum BoundTensor {
    Kernel(Tensor<4>),
    Matrix(Tensor<2>),
    Vector(Tensor<1>),
}

impl<'a> Binder<'a> {
    pub(crate) fn new(parameters: &'a Parameters, device: &Device) -> Self {
        Binder {
            parameters: parameters.entries.iter(),
            at_rest: (!device.is_autodiff()).then(|| parameters.at_rest(device).iter()),
            device: device.clone(),
            bound: Bound::default(),
        }
    }

    pub(crate) fn device(&self) -> &Device {
        &self.device
    }

    fn next(&mut self) -> &'a Parameter {
        self.parameters.next().expect("a network asks for what it made")
    }

    /// The next array as a tensor of that shape; one that learns is told apart by its own copy.
    fn tensor<const D: usize>(&mut self) -> Tensor<D> {
        let entry = self.next();
        let shape: [usize; D] = std::array::from_fn(|axis| entry.shape[axis]);
        match self.at_rest.as_mut().and_then(Iterator::next) {
            Some(tensor) => tensor.clone().reshape(shape),
            None => {
                let data = TensorData::new(entry.values.clone(), shape);
                Tensor::from_data(data, &self.device).require_grad()
            }
        }
    }

    /// The next array as a matrix `[out, in]`.
    pub(crate) fn matrix(&mut self) -> Tensor<2> {
        let tensor = self.tensor();
        self.bound.tensors.push(BoundTensor::Matrix(tensor.clone()));
        tensor
    }

    /// The next array as the kernels of a convolution `[out, in, height, width]`.
    pub(crate) fn kernel(&mut self) -> Tensor<4> {
        let tensor = self.tensor();
        self.bound.tensors.push(BoundTensor::Kernel(tensor.clone()));
        tensor
    }

    /// The next array as a row `[out]`.
    pub(crate) fn vector(&mut self) -> Tensor<1> {
        let tensor = self.tensor();
        self.bound.tensors.push(BoundTensor::Vector(tensor.clone()));
        tensor
    }

    /// What was lent; every parameter must have been asked for.
    pub(crate) fn finish(mut self) -> Bound {
        assert!(self.parameters.next().is_none(), "a parameter was never bound");
        self.bound
    }
}

impl Bound {
    /// The gradient of every parameter, in the parameters' order; zeros where the loss does not depend on it.
    pub(crate) fn gradients(&self, gradients: &Gradients) -> Vec<Vec<f32>> {
        self.tensors
            .iter()
            .map(|tensor| match tensor {
                BoundTensor::Matrix(tensor) => match tensor.grad(gradients) {
                    // `x Wᵀ` leaves the gradient of W as a transposed view; read as it lies, then turned in
                    // blocks, it costs a third of what the tensor library takes to read it across.
                    Some(gradient) => {
                        let [rows, columns] = gradient.dims();
                        transposed(&values(gradient.transpose()), [columns, rows])
                    }
                    None => vec![0.0; tensor.dims().iter().product()],
                },
                BoundTensor::Vector(tensor) => gradient(tensor, gradients),
                BoundTensor::Kernel(tensor) => gradient(tensor, gradients),
            })
            .collect()
    }
}

fn gradient<const D: usize>(tensor: &Tensor<D>, gradients: &Gradients) -> Vec<f32> {
    match tensor.grad(gradients) {
        Some(gradient) => values(gradient),
        None => vec![0.0; tensor.dims().iter().product()],
    }
}

/// Side of the blocks in which a matrix is turned, so that both sides stay in the cache.
const BLOCK: usize = 16;

/// # Shapes
/// - `matrix`: `[rows, columns]` → `[columns, rows]`
fn transposed(matrix: &[f32], [rows, columns]: [usize; 2]) -> Vec<f32> {
    let mut turned = vec![0.0; matrix.len()];
    for first_row in (0..rows).step_by(BLOCK) {
        for first_column in (0..columns).step_by(BLOCK) {
            for row in first_row..rows.min(first_row + BLOCK) {
                let last_column = columns.min(first_column + BLOCK);
                let line = &matrix[row * columns..][first_column..last_column];
                for (place, &value) in line.iter().enumerate() {
                    turned[(first_column + place) * rows + row] = value;
                }
            }
        }
    }
    turned
}

/// A tensor's numbers, row by row.
pub(crate) fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().expect("every tensor of ours is f32")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_is_turned_across_blocks() {
        let (rows, columns) = (19, 35);
        let matrix: Vec<f32> = (0..rows * columns).map(|place| place as f32).collect();
        let turned = transposed(&matrix, [rows, columns]);
        for row in 0..rows {
            for column in 0..columns {
                assert_eq!(turned[column * rows + row], matrix[row * columns + column]);
            }
        }
        assert_eq!(transposed(&turned, [columns, rows]), matrix);
    }
}
