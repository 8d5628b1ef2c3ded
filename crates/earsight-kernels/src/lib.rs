//! Kernels of Earsight: what training small networks and running frozen ones spends its time on, and no tensor library.
//!
//! - [`Tape`] runs a network forward, remembers it, and runs it backward; a weight is updated while the part of
//!   its gradient that concerns it is still in the cache, so that no gradient is ever stored whole.
//! - [`adam`] is the optimiser's update in one pass.
//! - [`matrix_product`] multiplies matrices that lie in any order, on all threads.
//! - [`Convolution`], [`DepthwiseConvolution`] and [`pooling`] are the layers of networks that look and listen.
//!
//! Loops are compiled for several kinds of processor and chosen when they run (AVX-512, AVX2, NEON, portable);
//! buffers are made once and used again in every step. The same input gives the same bits whatever the number
//! of threads. What a network *is* stands in the crate `earsight`, written over [`Variable`].

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
mod sums;
mod tape;
mod threads;
mod vector_math;

pub use arithmetic::n_multiplications;
pub use convolution::{Convolution, Sliding};
pub use depthwise::DepthwiseConvolution;
pub use feature_map::{Bounds, MapShape};
pub use peak::Peak;
pub use tape::{Function, GradientSink, GradientSinks, Parameter, Place, Tape, Variable};
pub use threads::{on_one_thread, on_tapes, on_threads};
