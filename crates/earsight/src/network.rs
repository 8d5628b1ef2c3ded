//! §2.1: the networks, written over the variables of a tape.

pub(crate) mod inference;
pub mod layers;
pub(crate) mod posterior;
pub(crate) mod vae;

pub use inference::infer;
pub use layers::{Activation, LayerConfig, Linear, Mlp, Normalization};
