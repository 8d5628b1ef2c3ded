//! §3.2: where in one modality a moment of the other is.

pub mod alignment;
mod sequence;
mod sliding_window;
pub mod synchrony;

pub use sequence::{Evidence, Located, Seconds, Sequence};
pub use sliding_window::{Localization, slide};
