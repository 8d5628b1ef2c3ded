//! §2.1: the networks, written over the variables of a tape.

pub mod activation;
pub(crate) mod inference;
pub mod layers;
pub(crate) mod posterior;
pub(crate) mod vae;

pub use activation::Activation;
pub use inference::infer;
pub use layers::{LayerConfig, Linear, Mlp, Normalization};
