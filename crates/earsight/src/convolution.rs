//! The trunk of L³-Net: blocks of two 3×3 convolutions with batch normalisation, max-pooling between
//! the blocks, and one maximum over the whole plane at the end (SPEC §8).

use burn::tensor::module::{conv2d, max_pool2d};
use burn::tensor::ops::{ConvOptions, MaxPoolOptions};
use burn::tensor::{Device, Tensor, TensorData};
use rand_chacha::ChaCha8Rng;

use crate::activation::Activation;
use crate::parameters::{Binder, Parameter, Parameters, values};

/// What a plane looks like and how wide the blocks are.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ConvolutionShape {
    /// Planes, rows and columns of the input.
    pub(crate) input: [usize; 3],
    /// Channels of each block.
    pub(crate) widths: Vec<usize>,
    /// Of the very first convolution.
    pub(crate) first_stride: usize,
    /// After each normalisation.
    pub(crate) activation: Activation,
}

impl ConvolutionShape {
    /// Channels in and out of each convolution.
    fn convolutions(&self) -> Vec<[usize; 2]> {
        let mut n_in = self.input[0];
        let mut all = Vec::new();
        for &width in &self.widths {
            all.extend([[n_in, width], [width, width]]);
            n_in = width;
        }
        all
    }

    /// Rows and columns that the last block gives; 0 where the plane is too small for the blocks.
    pub(crate) fn last_plane(&self) -> [usize; 2] {
        let n_pools = self.widths.len().saturating_sub(1) as u32;
        [self.input[1], self.input[2]]
            .map(|side| side.div_ceil(self.first_stride.max(1)) >> n_pools)
    }

    /// Adds `NAME.i.weight`, `NAME.i.norm.scale` and `NAME.i.norm.shift` of every convolution.
    ///
    /// Weights start as He et al. (2015) propose; there is no bias, the normalisation has one.
    pub(crate) fn init(&self, parameters: &mut Parameters, name: &str, rng: &mut ChaCha8Rng) {
        for (idx, [n_in, n_out]) in self.convolutions().into_iter().enumerate() {
            parameters.push_kernel(&format!("{name}.{idx}"), [n_out, n_in, KERNEL, KERNEL], rng);
            let shape = || vec![n_out];
            parameters.push(format!("{name}.{idx}.norm.scale"), shape(), vec![1.0; n_out]);
            parameters.push(format!("{name}.{idx}.norm.shift"), shape(), vec![0.0; n_out]);
        }
    }

    /// Arrays for the known moments, zero until they are measured or loaded.
    pub(crate) fn push_moments(&self, moments: &mut Parameters, name: &str) {
        for (idx, [_, n_out]) in self.convolutions().into_iter().enumerate() {
            for moment in MOMENTS {
                moments.push(format!("{name}.{idx}.norm.{moment}"), vec![n_out], vec![0.0; n_out]);
            }
        }
    }
}

/// Rows and columns of every kernel.
const KERNEL: usize = 3;
/// Added to a variance, as PyTorch does.
const EPSILON: f64 = 1e-5;
const MOMENTS: [&str; 2] = ["mean", "variance"];

/// Where batch normalisation (Ioffe & Szegedy 2015) takes mean and variance of a channel from.
pub(crate) enum Moments<'a> {
    /// From the batch, while learning.
    OfBatch,
    /// From the batch, and notes them down.
    Noted(&'a mut NotedMoments),
    /// From what was noted, when the model is asked: a row's embedding then depends on no other row.
    Known(&'a [[Tensor<4>; 2]]),
}

/// Sums of the moments of several batches.
#[derive(Default)]
pub(crate) struct NotedMoments {
    sums: Vec<[Vec<f64>; 2]>,
    n_batches: usize,
}

impl NotedMoments {
    /// Means over the batches, variances unbiased (Ioffe & Szegedy 2015, Algorithm 2).
    pub(crate) fn write(&self, name: &str, moments: &mut Parameters) {
        for (idx, layer) in self.sums.iter().enumerate() {
            for (moment, sums) in MOMENTS.iter().zip(layer) {
                let full = format!("{name}.{idx}.norm.{moment}");
                let slots = moments.entries_mut().iter_mut().filter(|entry| entry.name == full);
                for Parameter { values, .. } in slots {
                    let n = self.n_batches.max(1) as f64;
                    *values = sums.iter().map(|sum| (sum / n) as f32).collect();
                }
            }
        }
    }

    /// To be called once after each batch.
    pub(crate) fn end_batch(&mut self) {
        self.n_batches += 1;
    }

    fn add(&mut self, layer: usize, [mean, variance]: &[Tensor<4>; 2], n: usize) {
        let unbiased = n as f64 / (n.saturating_sub(1).max(1)) as f64;
        let found = [(mean, 1.0), (variance, unbiased)]
            .map(|(moment, factor)| (values(moment.clone()), factor));
        if self.sums.len() <= layer {
            self.sums.push(found.each_ref().map(|(values, _)| vec![0.0; values.len()]));
        }
        for (sums, (values, factor)) in self.sums[layer].iter_mut().zip(found) {
            sums.iter_mut().zip(values).for_each(|(sum, x)| *sum += factor * f64::from(x));
        }
    }
}

/// The known moments as tensors `[1, C, 1, 1]`, one pair per convolution.
pub(crate) fn known_moments(
    moments: &Parameters,
    name: &str,
    device: &Device,
) -> Vec<[Tensor<4>; 2]> {
    let prefix = format!("{name}.");
    let of_trunk: Vec<_> =
        moments.entries().iter().filter(|entry| entry.name.starts_with(&prefix)).collect();
    of_trunk
        .chunks_exact(2)
        .map(|pair| {
            [pair[0], pair[1]].map(|entry| {
                let shape = [1, entry.values.len(), 1, 1];
                Tensor::from_data(TensorData::new(entry.values.clone(), shape), device)
            })
        })
        .collect()
}

impl Moments<'_> {
    fn of(&mut self, layer: usize, x: &Tensor<4>) -> [Tensor<4>; 2] {
        let found = |x: &Tensor<4>| {
            let mean = channel_mean(x.clone());
            [mean.clone(), channel_mean((x.clone() - mean).powi_scalar(2))]
        };
        match self {
            Moments::OfBatch => found(x),
            Moments::Noted(noted) => {
                let moments = found(x);
                let [n, _, rows, columns] = x.dims();
                noted.add(layer, &moments, n * rows * columns);
                moments
            }
            Moments::Known(known) => known[layer].clone(),
        }
    }
}

/// Over rows and the plane. `[B, C, H, W]` → `[1, C, 1, 1]`
fn channel_mean(x: Tensor<4>) -> Tensor<4> {
    x.mean_dim(3).mean_dim(2).mean_dim(0)
}

/// A bound trunk.
pub(crate) struct ConvolutionTrunk {
    shape: ConvolutionShape,
    convolutions: Vec<Convolution>,
}

struct Convolution {
    weight: Tensor<4>, // [out, in, 3, 3]
    scale: Tensor<1>,
    shift: Tensor<1>,
}

impl ConvolutionTrunk {
    pub(crate) fn bind(binder: &mut Binder<'_>, shape: &ConvolutionShape) -> Self {
        let convolutions = shape.convolutions().into_iter().map(|_| Convolution {
            weight: binder.kernel(),
            scale: binder.vector(),
            shift: binder.vector(),
        });
        ConvolutionTrunk { convolutions: convolutions.collect(), shape: shape.clone() }
    }

    /// # Shapes
    /// - `rows`: `[B, planes · H · W]`, plane by plane, row by row → `[B, widths[last]]`
    pub(crate) fn forward(&self, rows: Tensor<2>, moments: &mut Moments<'_>) -> Tensor<2> {
        let [planes, height, width] = self.shape.input;
        let n = rows.dims()[0];
        let mut x: Tensor<4> = rows.reshape([n, planes, height, width]);
        for (layer, convolution) in self.convolutions.iter().enumerate() {
            if layer > 0 && layer.is_multiple_of(2) {
                x = max_pool2d(x, MaxPoolOptions::new([2, 2]));
            }
            let stride = if layer == 0 { self.shape.first_stride } else { 1 };
            let options = ConvOptions::new([stride, stride], [1, 1], [1, 1], 1);
            x = conv2d(x, convolution.weight.clone(), None, options);
            let [mean, variance] = moments.of(layer, &x);
            let per_channel = |values: &Tensor<1>| -> Tensor<4> {
                let n_channels = values.dims()[0];
                values.clone().reshape([1, n_channels, 1, 1])
            };
            let scale = per_channel(&convolution.scale) / (variance + EPSILON).sqrt();
            let shift = per_channel(&convolution.shift) - mean * scale.clone();
            x = self.shape.activation.forward(x * scale + shift);
        }
        let [n, channels, height, width] = x.dims();
        x.reshape([n, channels, height * width]).max_dim(2).reshape([n, channels])
    }
}
