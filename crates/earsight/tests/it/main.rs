//! Every model of the registry through one suite, and the properties that tasks must keep.

mod models;
mod properties;
mod resume;
mod toy;
