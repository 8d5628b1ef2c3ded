//! earsight-media against real files, which ffmpeg itself renders when the tests run.

// Clippy takes the functions that tests share for the library.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod codecs;
mod hostile_files;
mod limits;
mod long_files;
mod names;
mod pictures;
mod playable;
mod render;
mod traps;
mod two_ways;
mod windows;
