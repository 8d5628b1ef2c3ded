//! Kernels of Earsight: the inner loops of training small networks and of running frozen ones, without a tensor library.
//!
//! - [`Tape`] records the forward pass of a network and runs it backward (reverse-mode differentiation); a weight is
//!   updated while its piece of the gradient is still in the cache, so that no gradient is ever stored whole.
//! - [`adam`] is the optimiser's update in one pass.
//! - [`matrix_product`] multiplies matrices in any memory order, on all threads.
//! - [`Convolution`], [`DepthwiseConvolution`] and [`pooling`] are the layers of audio and visual backbones.
//!
//! Loops are compiled for several kinds of processor and chosen at run time (AVX-512, AVX2, NEON, portable);
//! buffers are allocated once and reused in every step. The same input gives the same bits whatever the number
//! of threads. The networks are in the crate `earsight`, written over [`Variable`].

pub mod adam;
mod arithmetic;
mod convolution;
mod depthwise;
mod feature_map;
mod few_rows;
pub mod matrix_product;
mod matrix_view;
mod packed_product;
mod peak;
mod pieces;
pub mod pooling;
mod sliding;
mod sums;
mod tape;
mod threads;
mod vector_math;
mod vectorized;

pub use arithmetic::n_multiplications;
pub use convolution::Convolution;
pub use depthwise::DepthwiseConvolution;
pub use feature_map::{Bounds, MapShape};
pub use peak::Peak;
pub use sliding::Sliding;
pub use tape::{Function, GradientSink, GradientSinks, Parameter, Place, Tape, Variable};
pub use threads::{on_tapes, on_threads};

/// Numbers without a pattern, for tests.
#[cfg(test)]
fn wave(n: usize, phase: f32) -> Vec<f32> {
    (0..n).map(|place| (place as f32 * 0.7 + phase).sin()).collect()
}
