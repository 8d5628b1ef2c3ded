//! The whole program: outputs, exit codes, and interruptions.

#![allow(clippy::unwrap_used)] // a test that cannot go on should fail

mod answers;
mod bench;
mod calibrated;
mod checking;
mod collection;
mod errors;
mod flipping;
mod folders;
mod foley;
mod generating;
mod help;
mod interruption;
mod learning;
mod pipes;
mod program;
mod reporting;
mod serving;
mod speed;
mod upgrading;
mod words;
