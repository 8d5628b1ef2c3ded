//! Tests of the public API and of rendered collections.

// Functions that tests share are no tests to clippy, which allows both in tests.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod correspondence;
mod files;
mod kinds;
mod kinds_by_sound;
mod plans;
mod signals;
mod streams;
