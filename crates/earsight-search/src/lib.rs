//! Exact nearest neighbours under a [`Distance`](earsight_core::Distance), with a proof.
//!
//! A search that compares every number of every row waits for memory.
//! This one reads short codes of the rows first (a tenth of the bytes, or less),
//! which give for each row a distance that it cannot be nearer than;
//! then it compares rows themselves, those with the smallest bounds first,
//! until no bound that is left is small enough to matter.
//! The answer is the one that comparing all rows would give, to the last tie.
//!
//! [`Coder`] makes the codes of a stretch of rows, as bytes to be kept beside them.
//! [`Codes::read`] opens them where they lie. [`Collection::rank`] takes questions
//! and gives a [`Ranking`] each: neighbours one by one, and the [`Certificate`] at any time.
//!
//! No files, no tensors: whoever searches an index needs neither.

mod bound;
mod codes;
mod collection;
mod error;
mod head;
mod products;
mod question;
mod ranking;

pub use codes::{Coder, Codes};
pub use collection::{Collection, Stretch};
pub use error::Error;
pub use ranking::{Certificate, Neighbour, Ranking};

/// Shorthand for results of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;
