//! The crate from outside: its registry, its numbers, its errors.

#![allow(clippy::print_stdout)] // a skipped test says so, a measured one says what it found
#![allow(clippy::unwrap_used)]

mod audio;
mod ave_backbones;
mod clips;
mod given_weights;
mod numpy_rows;
mod picture_change;
mod registry;
mod sound_change;
mod visual;
mod weights;
