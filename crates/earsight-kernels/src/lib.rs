//! Kernels of Earsight: what training small networks and running frozen ones spends its time on, and no tensor library.
//!
//! - [`Tape`] runs a network forward, remembers it, and runs it backward; a weight is updated while the part of
//!   its gradient that concerns it is still in the cache, so that no gradient is ever stored whole.
//! - [`adam`] is the optimiser's update in one pass.
//! - [`matrix_product`] calls the matrix kernels of `gemm`.
//! - [`Convolution`], [`DepthwiseConvolution`] and [`pooling`] are the layers of networks that look and listen.
//!
//! Loops are compiled for several kinds of processor and chosen when they run (AVX-512, AVX2, NEON, portable);
//! buffers are made once and used again in every step. The same input gives the same bits whatever the number
//! of threads. What a network *is* stands elsewhere: the paper's crate defines it once, over a trait that
//! both the tensor library and [`Variable`] implement.

pub mod adam;
mod convolution;
mod depthwise;
mod feature_map;
mod few_rows;
pub mod matrix_product;
pub mod pooling;
mod tape;
mod threads;
mod vector_math;

pub use convolution::{Convolution, Sliding};
pub use depthwise::DepthwiseConvolution;
pub use feature_map::{Bounds, MapShape};
pub use tape::{Function, Parameter, Place, Tape, Update, Variable};
pub use threads::on_one_thread;
