//! Exact nearest neighbours under a [`Distance`](earsight_core::Distance), with a proof.
//!
//! A search that compares every number of every row is limited by memory bandwidth.
//! This one first reads short codes of the rows (a tenth of the bytes, or less),
//! which give a lower bound of each row's distance;
//! then it compares rows themselves in the order of their bounds,
//! until no remaining bound is small enough to matter.
//! The result is that of comparing all rows, including the order of ties.
//!
//! [`Coder`] makes the codes of a stretch of rows, as bytes to be stored with them.
//! [`Codes::read`] reads them in place. [`Collection::rank`] takes queries
//! and returns a [`Ranking`] for each: neighbours one by one, and the [`Certificate`] at any time.
//!
//! The crate opens no files and needs no tensor library.

mod bound;
mod codes;
mod collection;
mod error;
mod head;
mod products;
mod query;
mod ranking;
mod threads;

pub use codes::{Coder, Codes};
pub use collection::{Collection, Stretch};
pub use error::Error;
pub use ranking::{Certificate, Neighbour, Ranking};

/// Shorthand for results of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;
