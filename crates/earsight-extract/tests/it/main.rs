//! Folders of real files into libraries, from outside.

#![allow(clippy::print_stdout)] // a skipped test says so, a measured one says what it found
#![allow(clippy::unwrap_used)] // a test that cannot go on should fail

mod change_rows;
mod changes;
mod clips;
mod kinds;
mod media_files;
mod query;
mod resume;
mod runs;
mod upgrade;
