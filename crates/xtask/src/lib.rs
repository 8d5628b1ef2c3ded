//! Nothing but tests, below `tests/it`: what the tree must keep to that neither the compiler nor clippy checks.
//!
//! A library all the same, so that `cargo build -p xtask` makes cargo choose features as the tests need them (Cargo.toml).
