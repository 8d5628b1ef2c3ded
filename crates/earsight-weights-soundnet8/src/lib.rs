//! Trained weights of SoundNet-8: Aytar, Vondrick and Torralba, *SoundNet: Learning Sound Representations from
//! Unlabeled Video*, NIPS 2016; MIT (`LICENSE`).
//!
//! Changed by `crates/earsight-backbone/make/make_weights.py`: batch norms and the factor 256 of the input folded into
//! the convolutions, the taps of `conv8` summed, the classifier of places left out; matrices in half precision.

/// `conv1` to `conv7`, as a safetensors file.
pub static WEIGHTS: &[u8] = include_bytes!("../soundnet8.safetensors");

/// The classifier of the 1,000 classes of ImageNet over a frame of `conv7`, as a safetensors file.
///
/// # Shapes
/// - `conv8.weight`: `[1000, 1024]`, `conv8.bias`: `[1000]`
pub static CLASSIFIER: &[u8] = include_bytes!("../classifier.safetensors");
