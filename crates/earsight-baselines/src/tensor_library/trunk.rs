//! The trunk of L³-Net: blocks of two 3×3 convolutions with batch normalisation, max-pooling between
//! the blocks, and one maximum over the whole plane at the end (SPEC §8).

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, PaddingConfig2d};
use burn::tensor::{Device, Tensor, activation};
use earsight::network::Activation;

/// Size of a plane and widths of the blocks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TrunkShape {
    /// Planes, rows and columns of the input.
    pub(super) input: [usize; 3],
    /// Channels of each block.
    pub(super) widths: Vec<usize>,
    /// Stride of the first convolution.
    pub(super) first_stride: usize,
}

impl TrunkShape {
    /// Rows and columns of the last block's output; 0 where the plane is too small for the blocks.
    pub(super) fn last_plane(&self) -> [usize; 2] {
        let n_pools = self.widths.len().saturating_sub(1) as u32;
        [self.input[1], self.input[2]]
            .map(|side| side.div_ceil(self.first_stride.max(1)) >> n_pools)
    }
}

/// The convolutions and their normalisations.
#[derive(Module, Debug)]
pub(super) struct Trunk {
    convolutions: Vec<Conv2d>,
    norms: Vec<BatchNorm>,
    pool: MaxPool2d,
    #[module(skip)]
    input: [usize; 3],
}

impl Trunk {
    pub(super) fn new(shape: &TrunkShape, device: &Device) -> Self {
        let mut n_in = shape.input[0];
        let (mut convolutions, mut norms) = (Vec::new(), Vec::new());
        for &width in &shape.widths {
            for channels in [[n_in, width], [width, width]] {
                let stride = if convolutions.is_empty() { shape.first_stride } else { 1 };
                let convolution = Conv2dConfig::new(channels, [3, 3])
                    .with_stride([stride, stride])
                    .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                    .with_bias(false); // the normalisation has one
                convolutions.push(convolution.init(device));
                norms.push(BatchNormConfig::new(width).init(device));
            }
            n_in = width;
        }
        let pool = MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init();
        Trunk { convolutions, norms, pool, input: shape.input }
    }

    /// Weight of the next batch in the moments for inference.
    pub(super) fn set_momentum(&mut self, momentum: f64) {
        self.norms.iter_mut().for_each(|norm| norm.momentum = momentum);
    }

    /// # Shapes
    /// - `rows`: `[B, planes · H · W]`, plane by plane, row by row → `[B, widths[last]]`
    pub(super) fn forward(&self, rows: Tensor<2>, activation: Activation) -> Tensor<2> {
        let [planes, height, width] = self.input;
        let n = rows.dims()[0];
        let mut x: Tensor<4> = rows.reshape([n, planes, height, width]);
        for (layer, (convolution, norm)) in self.convolutions.iter().zip(&self.norms).enumerate() {
            if layer > 0 && layer.is_multiple_of(2) {
                x = self.pool.forward(x);
            }
            x = activate(norm.forward(convolution.forward(x)), activation);
        }
        let [n, channels, height, width] = x.dims();
        x.reshape([n, channels, height * width]).max_dim(2).reshape([n, channels])
    }
}

/// The activations of `earsight`'s networks, for tensors.
pub(super) fn activate<const D: usize>(x: Tensor<D>, function: Activation) -> Tensor<D> {
    match function {
        Activation::Relu => activation::relu(x),
        Activation::Gelu => activation::gelu(x),
        Activation::LeakyRelu => activation::leaky_relu(x, 0.3),
    }
}
