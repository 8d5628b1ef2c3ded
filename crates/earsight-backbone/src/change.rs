//! What changes within a second: onsets of the sound, motion of the picture, twelve times a second.
//!
//! A network tells what is in a second; these plain measures tell when something happens in it.
//! [`earsight_core::change`] says which number of a row is what.

mod picture;
mod sound;

use std::ops::Range;

pub use picture::PictureChange;
pub use sound::{SoundChange, SoundChangeRows};

/// Gives the first step of a row of steps what the second has in some of its numbers.
fn repeat_second_step(row: &mut [f32], width: usize, numbers: Range<usize>) {
    let (first, rest) = row.split_at_mut(width);
    first[numbers.clone()].copy_from_slice(&rest[numbers]);
}
