//! §3.2: localization of a moment of one modality in the other.

pub mod alignment;
mod sequence;
mod sliding_window;
pub mod synchrony;

pub use sequence::{Located, Seconds, Sequence};
pub use sliding_window::{Localization, slide};
