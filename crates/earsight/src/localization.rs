//! §3.2: where in one modality a moment of the other is.

pub mod alignment;
mod sliding_window;
pub mod synchrony;

pub use sliding_window::{Localization, localize, slide};
