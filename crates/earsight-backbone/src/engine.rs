//! The seam between backbones and the library that runs their networks.

mod kernel_engine;
mod workspace;

use ndarray::{Array2, Array4};

use crate::network::Definition;
use crate::weights::Weights;
use crate::{Error, Result};
use kernel_engine::KernelEngine;

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

/// Builds the network of a backbone, which runs on `threads` threads.
///
/// # Errors
/// [`Error::Weights`] when `weights` is no safetensors file or has not all tensors of the network.
pub(crate) fn engine(
    backbone: &str,
    weights: &[u8],
    network: Definition,
    threads: usize,
) -> Result<Box<dyn Engine>> {
    let network = Weights::read(weights)
        .and_then(|weights| network(&weights))
        .map_err(|reason| Error::Weights { backbone: backbone.to_owned(), reason })?;
    Ok(Box::new(KernelEngine::new(network, threads)))
}
