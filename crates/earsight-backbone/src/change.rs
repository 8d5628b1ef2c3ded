//! What changes within a second: onsets of the sound, motion of the picture, twelve times a second.
//!
//! Networks see what is in a second; these plain measures see when something happens in it.
//! [`earsight_core::change`] says which number of a row is what.

mod picture;
mod sound;

pub use picture::PictureChange;
pub use sound::{SoundChange, SoundChangeRows};
