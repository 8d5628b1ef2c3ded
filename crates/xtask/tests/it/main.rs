//! The tree as it is: tidy, built once, and its README true.

mod deviations;
mod features;
mod readme;
mod tree;
