//! The search beside a naive scan, on all that rows can be.
#![allow(missing_docs)]

mod bytes;
mod oracle;
mod rows;
