//! The seam between backbones and the library that runs their networks.

mod kernel_engine;
mod workspace;

pub(crate) use kernel_engine::KernelEngine;

use ndarray::{Array2, Array4};

use crate::Result;

/// Runs one network; backbones are independent of how.
pub(crate) trait Engine: Send + Sync {
    /// One row for each example of a batch; a row does not depend on the other examples.
    ///
    /// # Shapes
    /// - `input`: `[N, height, width, channels]` → `[N, columns]`
    ///
    /// # Errors
    /// Those of the engine; that of this crate's kernels has none.
    fn run(&self, input: Array4<f32>) -> Result<Array2<f32>>;
}
