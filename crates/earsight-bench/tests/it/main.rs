//! Composed clips, and the whole way from features to scores on them.

#![allow(clippy::print_stdout)] // a measured test says what it found

mod ave;
mod composed;
mod figures;
mod leaks;
#[cfg(feature = "tensor-library")]
mod raw_seconds;
mod tensor_import;
