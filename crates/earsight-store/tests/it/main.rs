//! The store from outside: what readers see whatever happens to writers.

#![allow(clippy::unwrap_used)] // a test that cannot go on should fail

mod crashes;
mod hostile;
mod index;
mod round_trip;
mod toy;
