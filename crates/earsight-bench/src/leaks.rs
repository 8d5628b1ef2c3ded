//! What makes a score look better than it is: asked of a data set before anything is trained on it.

mod finding;

pub use finding::{Finding, Kind, Severity};
