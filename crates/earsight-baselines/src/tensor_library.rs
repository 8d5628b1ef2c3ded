//! The systems that need recurrence, attention or convolution, over burn's own modules.
//!
//! Only these need a tensor library, so it is a feature. Training is that of `earsight`: a step returns the
//! gradient of every parameter ([`module`]); epochs, seeds, snapshots and Adam are the same as for all systems.

pub mod avfb;
pub mod avsdn;
mod clip_network;
mod dmrn;
mod gram;
mod losses;
mod module;
pub mod raw_correspondence;
mod trunk;

use burn::tensor::{Device, Int, Tensor, TensorData};
use ndarray::{Array2, Array3, ArrayView2};

/// For training, with gradients.
fn training_device() -> Device {
    Device::flex().autodiff()
}

/// For inference, without gradients.
fn inference_device() -> Device {
    Device::flex()
}

/// # Shapes
/// - `rows`: `[N, D]` → `[N, D]`
fn matrix(rows: ArrayView2<'_, f32>, device: &Device) -> Tensor<2> {
    let values: Vec<f32> = rows.iter().copied().collect();
    Tensor::from_data(TensorData::new(values, [rows.nrows(), rows.ncols()]), device)
}

/// # Shapes
/// - `clips`: `[B, T, D]` → `[B, T, D]`
fn sequences(clips: &Array3<f32>, device: &Device) -> Tensor<3> {
    let (n_clips, n_segments, dim) = clips.dim();
    let values: Vec<f32> = clips.iter().copied().collect();
    Tensor::from_data(TensorData::new(values, [n_clips, n_segments, dim]), device)
}

/// A clip as a batch of one.
///
/// # Shapes
/// - `rows`: `[T, D]` → `[1, T, D]`
fn one_clip(rows: ArrayView2<'_, f32>, device: &Device) -> Tensor<3> {
    matrix(rows, device).unsqueeze_dim(0)
}

/// The numbers as a tensor of integers of that shape.
fn integers<const D: usize>(
    values: &[usize],
    shape: [usize; D],
    device: &Device,
) -> Tensor<D, Int> {
    let values = values.iter().map(|&value| value as i64).collect();
    Tensor::from_data(TensorData::new::<i64, _>(values, shape), device)
}

/// These rows of a tensor.
fn select<const D: usize>(tensor: &Tensor<D>, rows: &[usize]) -> Tensor<D> {
    tensor.clone().select(0, integers(rows, [rows.len()], &tensor.device()))
}

/// Seconds of all clips as rows, clip after clip.
///
/// # Shapes
/// - `clips`: `[B, T, D]` → `[B·T, D]`
fn rows_of(clips: Tensor<3>) -> Tensor<2> {
    let [n_clips, n_segments, dim] = clips.dims();
    clips.reshape([n_clips * n_segments, dim])
}

/// A tensor's numbers, row by row.
fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().expect("all our tensors are f32")
}

/// A tensor's numbers as a matrix.
fn array(tensor: Tensor<2>) -> Array2<f32> {
    let [rows, columns] = tensor.dims();
    Array2::from_shape_vec((rows, columns), values(tensor)).expect("a tensor's shape fits it")
}
