//! What can go wrong on the way to a folder of clips.

use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong on the way to a folder of clips.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A value that cannot be rendered.
    #[error("{name} cannot be `{value}`; allowed are {allowed}")]
    Config {
        /// Which field of the config.
        name: &'static str,
        /// What it was.
        value: u64,
        /// What it may be.
        allowed: String,
    },
    /// A folder with other things in it.
    #[error("the folder holds files that are no sample collection; name an empty one: {}", path.display())]
    ForeignFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A collection of another config.
    #[error("the folder holds a sample collection of another config; name an empty one: {}", path.display())]
    OtherConfig {
        /// The folder.
        path: PathBuf,
    },
    /// Another run renders into the same folder.
    #[error("another run renders into this folder: {}", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// An ffmpeg that cannot be started.
    #[error("ffmpeg cannot be started: {}", ffmpeg.display())]
    Ffmpeg {
        /// The program.
        ffmpeg: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// An ffmpeg without any encoder for mp4 files.
    #[error("ffmpeg has no {missing} encoder: {}", ffmpeg.display())]
    NoEncoder {
        /// Which kind of encoder.
        missing: &'static str,
        /// The program.
        ffmpeg: PathBuf,
    },
    /// An ffmpeg that gave up.
    #[error("ffmpeg did not write the clip, it said `{said}`: {}", path.display())]
    Encode {
        /// The end of what it said.
        said: String,
        /// The clip.
        path: PathBuf,
    },
    /// A labels file that cannot be read.
    #[error("{reason}: {}", path.display())]
    Labels {
        /// Which line, and what is wrong with it.
        reason: earsight_core::Error,
        /// The file.
        path: PathBuf,
    },
    /// A file or folder that cannot be read or written.
    #[error("{source}: {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Says which path an I/O error is about.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_owned();
        |source| Error::Io { path, source }
    }
}
