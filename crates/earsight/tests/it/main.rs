//! Properties of the tasks, and calibration and checkpoints on a toy collection.

#![allow(clippy::unwrap_used)] // a test that cannot go on should fail

mod calibration;
mod checkpoint;
mod comparison;
mod properties;
mod recordings;
mod toy;
