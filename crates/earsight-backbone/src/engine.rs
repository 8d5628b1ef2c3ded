//! What runs a network: our own kernels or rten, which are part of the program, or onnxruntime where a person has it.

mod direct;
#[cfg(feature = "ort")]
mod onnxruntime;
mod rten;

use ndarray::{Array2, Array4};

use crate::graph::Graph;
use crate::weights::Weights;
use crate::{Error, Result, onnx};

/// Something that runs one network.
pub(crate) trait Engine: Send + Sync {
    /// # Shapes
    /// - `input`: a batch of the network's input → one row each
    fn run(&self, input: Array4<f32>) -> Result<Array2<f32>>;
}

/// Builds the network of a backbone on `threads` threads.
///
/// With the feature `ort`, onnxruntime runs it if `EARSIGHT_ONNXRUNTIME` names a file;
/// else our kernels do, and rten where the network has a layer that they lack.
pub(crate) fn engine(
    backbone: &str,
    weights: &[u8],
    network: fn(&Weights<'_>) -> std::result::Result<Graph, String>,
    threads: usize,
) -> Result<Box<dyn Engine>> {
    let graph = Weights::read(weights)
        .and_then(|weights| network(&weights))
        .map_err(|reason| Error::Weights { backbone: backbone.to_owned(), reason })?;
    #[cfg(feature = "ort")]
    if let Some(library) = onnxruntime::library() {
        let model = onnx::model(&graph);
        let engine = onnxruntime::Onnxruntime::load(&library, backbone, &model, threads)?;
        return Ok(Box::new(engine));
    }
    if let Some(engine) = direct::Direct::of(&graph, threads) {
        return Ok(Box::new(engine));
    }
    Ok(Box::new(rten::Rten::load(backbone, onnx::model(&graph), threads)?))
}
