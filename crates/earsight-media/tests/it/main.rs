//! Tests of earsight-media with real files, which the tests render with ffmpeg.

// Clippy checks functions that tests share as if they were part of the library.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod codecs;
mod hostile_files;
mod images;
mod limits;
mod long_files;
mod names;
mod pitfalls;
mod playable;
mod render;
mod two_specs;
mod windows;
