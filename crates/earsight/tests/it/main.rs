//! What tasks must keep: properties, and calibration on a toy collection.

#![allow(clippy::unwrap_used)] // a test that cannot go on should fail

mod calibration;
mod properties;
mod toy;
