//! Folders of real files into libraries, from outside.

#![allow(clippy::unwrap_used)] // a test that cannot go on should fail

mod changes;
mod clips;
mod kinds;
mod media_files;
mod query;
mod resume;
mod runs;
