//! The search compared with a naive scan, on typical and extreme rows.
#![allow(missing_docs)]

mod bytes;
mod oracle;
mod rows;
