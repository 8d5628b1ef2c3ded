//! The paper's tables on data that everyone has: composed clips, real clips, AVE.
//!
//! Composed clips are made here from real per-second features; see [`composed`].

pub mod composed;
mod error;
pub mod real_clips;
pub mod retrieval_table;
mod tensors;

pub use error::{Error, Result};
pub use tensors::TensorFile;
