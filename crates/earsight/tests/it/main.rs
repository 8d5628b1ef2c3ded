//! Every model of the registry through one suite, and the properties that tasks must keep.

#![allow(clippy::unwrap_used)] // a test that cannot go on should fail
#![allow(clippy::print_stdout)] // which model a failure belongs to

mod calibration;
mod models;
mod properties;
mod resume;
mod toy;
