//! The crate from outside: its registry, its numbers, its errors.

#![allow(clippy::print_stdout)] // a skipped test says so, a measured one says what it found
#![allow(clippy::unwrap_used)]

mod audio;
mod ave_backbones;
mod clips;
mod numpy_rows;
mod registry;
mod visual;
mod weights;
