//! What a collection must be, seen from outside.

// Functions that tests share are no tests to clippy, which allows both in tests.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod files;
mod kinds;
mod kinds_by_ear;
mod plans;
mod signals;
mod streams;
mod together;
