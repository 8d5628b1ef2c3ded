//! The errors of this crate.

use std::io;
use std::path::{Path, PathBuf};

/// An error while a collection is rendered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A field of the config, its value, and the values that are allowed.
    #[error("{} cannot be `{}`; allowed are {}", .0, .1, .2)]
    Config(&'static str, u64, String),
    /// A folder with other files.
    #[error("the folder holds files that are no sample collection; name an empty one: {}", .0.display())]
    ForeignFolder(PathBuf),
    /// A folder with a collection of another config.
    #[error("the folder holds a sample collection of another config; name an empty one: {}", .0.display())]
    OtherConfig(PathBuf),
    /// A folder that another run renders into.
    #[error("another run renders into this folder: {}", .0.display())]
    Busy(PathBuf),
    /// An ffmpeg that cannot be started.
    #[error("ffmpeg cannot be started: {}", .0.display())]
    Ffmpeg(PathBuf, #[source] io::Error),
    /// An ffmpeg without a video or without an audio encoder for mp4 files.
    #[error("ffmpeg has no {} encoder: {}", .1, .0.display())]
    NoEncoder(PathBuf, &'static str),
    /// A clip that ffmpeg did not write, and the last line of its messages.
    #[error("ffmpeg did not write the clip, it said `{}`: {}", .1, .0.display())]
    Encode(PathBuf, String),
    /// A file or folder that cannot be read or written.
    #[error("{}: {}", .1, .0.display())]
    Io(PathBuf, #[source] io::Error),
}

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Adds the path to an I/O error.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Error {
        move |source| Error::Io(path.to_owned(), source)
    }
}
