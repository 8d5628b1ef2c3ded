//! Trained weights of CNN9: Ma and Lerch, *Representation Learning for the Automatic Indexing of Sound Effects
//! Libraries*, ISMIR 2022; Creative Commons Attribution 4.0 (`LICENSE`).
//!
//! Changed by `crates/earsight-backbone/make/make_weights.py`: classifiers left out, batch norms folded into the
//! convolutions, convolutions in half precision.

/// The layers up to the embedding, as a safetensors file.
pub static WEIGHTS: &[u8] = include_bytes!("../cnn9.safetensors");
