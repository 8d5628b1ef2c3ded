//! earsight-media against real files, which ffmpeg itself renders when the tests run.

mod codecs;
mod hostile_files;
mod limits;
mod long_files;
mod names;
mod pictures;
mod render;
mod traps;
mod windows;
