//! Trained weights of EfficientNet-Lite0: Tan and Le, *EfficientNet: Rethinking Model Scaling for Convolutional Neural
//! Networks*, ICML 2019; Apache License 2.0 (`LICENSE`).
//!
//! Changed by `crates/earsight-backbone/make/make_weights.py`: batch norms folded into the convolutions; convolutions
//! and the classifier's matrix in half precision.

/// The layers up to the embedding, as a safetensors file.
pub static WEIGHTS: &[u8] = include_bytes!("../efficientnet-lite0.safetensors");

/// The classifier of the 1,000 classes of ImageNet over the embedding, as a safetensors file.
///
/// # Shapes
/// - `_fc.weight`: `[1000, 1280]`, `_fc.bias`: `[1000]`
pub static CLASSIFIER: &[u8] = include_bytes!("../classifier.safetensors");
