//! Changes within a second: onsets of the sound, motion of the video, twelve times a second.
//!
//! Features of a network describe a whole second; these measures have the times of events within it.
//! [`earsight_core::change`] describes the columns of a row.

mod picture;
mod sound;

use std::ops::Range;

pub use picture::PictureChange;
pub use sound::{SoundChange, SoundChangeRows};

/// Copies some columns of the second step of a row to the first step.
fn repeat_second_step(row: &mut [f32], width: usize, columns: Range<usize>) {
    let (first, rest) = row.split_at_mut(width);
    first[columns.clone()].copy_from_slice(&rest[columns]);
}
