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

/// Weights in single precision, from the folder that `make_weights.py --full` writes; `None`, and a skip, without it.
#[cfg(test)]
pub(crate) fn full_weights(name: &str) -> Option<Vec<u8>> {
    let Some(folder) = std::env::var_os("EARSIGHT_FULL_WEIGHTS") else {
        earsight_testing::skip("`EARSIGHT_FULL_WEIGHTS` is not set");
        return None;
    };
    let path = std::path::Path::new(&folder).join(format!("{name}.safetensors"));
    Some(std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}
