//! The crate from outside: its registry, its numbers, what it refuses.

#![allow(clippy::unwrap_used)]

mod audio;
mod clips;
mod registry;
mod visual;
mod weights;
