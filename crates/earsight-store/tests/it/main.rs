//! The store through its public interface, with crashes and corrupt files.

#![allow(clippy::print_stdout)] // a skipped test prints its reason, a measurement its result
#![allow(clippy::unwrap_used)] // a test that cannot continue should fail

mod allocations;
mod crashes;
mod flips;
mod fuzz;
mod hostile;
mod index;
mod older;
mod round_trip;
mod toy;
