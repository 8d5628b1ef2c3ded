//! Every model of the registry through one suite.

#![allow(clippy::unwrap_used)] // a test that cannot go on should fail
#![allow(clippy::print_stdout)] // which model a failure belongs to

mod models;
mod quick;
mod resume;
#[path = "../../../earsight/tests/it/toy.rs"]
mod toy;
