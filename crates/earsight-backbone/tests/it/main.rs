//! The crate from outside: its registry, its numbers, what it refuses.

#![allow(clippy::print_stdout)] // a skipped test says so, a measured one says what it found
#![allow(clippy::unwrap_used)]

mod audio;
mod clips;
#[cfg(feature = "ort")]
mod engines;
mod registry;
mod visual;
mod weights;
