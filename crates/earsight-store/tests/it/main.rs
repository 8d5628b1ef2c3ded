//! The store from outside: what readers see whatever happens to writers.

#![allow(clippy::print_stdout)] // a skipped test says so, a measured one says what it found
#![allow(clippy::unwrap_used)] // a test that cannot go on should fail

mod crashes;
mod hostile;
mod index;
mod round_trip;
mod toy;
