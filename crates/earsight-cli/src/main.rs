//! The `earsight` program.
fn main() {}
