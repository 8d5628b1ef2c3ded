//! What can go wrong between a file and its seconds.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use earsight_core::Modality;

/// What can go wrong between a file and its seconds; the path comes last.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No ffmpeg anywhere.
    #[error(
        "no ffmpeg is installed; install it by `apt-get install ffmpeg` or \
         `pip install imageio-ffmpeg`, or name one in `EARSIGHT_FFMPEG`"
    )]
    FfmpegMissing,
    /// A program that is not a working ffmpeg.
    #[error("this is not a working ffmpeg, {reason}: `{}`", path.display())]
    FfmpegUnusable {
        /// What is wrong with it.
        reason: String,
        /// The program.
        path: PathBuf,
    },
    /// A file that cannot be opened.
    #[error("cannot open the file: {}", path.display())]
    Unreadable {
        /// What the system says.
        source: io::Error,
        /// The file.
        path: PathBuf,
    },
    /// A folder, a socket or a device.
    #[error("this is not a file: {}", path.display())]
    NotAFile {
        /// What was given.
        path: PathBuf,
    },
    /// A file of no bytes.
    #[error("the file is empty: {}", path.display())]
    EmptyFile {
        /// The file.
        path: PathBuf,
    },
    /// A file that ffmpeg makes nothing of.
    #[error("ffmpeg cannot decode it, {reason}: {}", path.display())]
    Undecodable {
        /// The last thing that ffmpeg said, as one line.
        reason: String,
        /// The file.
        path: PathBuf,
    },
    /// A modality that the file does not have.
    #[error("there is no {} in the file: {}", modality.alias(), path.display())]
    NoStream {
        /// Which modality.
        modality: Modality,
        /// The file.
        path: PathBuf,
    },
    /// A moment that cannot be.
    #[error("a window of {len_secs} s from second {start_secs} cannot be cut: {}", path.display())]
    Window {
        /// Where it would start, in seconds.
        start_secs: f64,
        /// How long it would be, in seconds.
        len_secs: f64,
        /// The file.
        path: PathBuf,
    },
    /// A decoder that went silent.
    #[error("ffmpeg gave nothing for {} s and was stopped: {}", stall.as_secs_f64(), path.display())]
    Stalled {
        /// How long it may be silent.
        stall: Duration,
        /// The file.
        path: PathBuf,
    },
    /// A decoder that took more than it may.
    #[error("decoding was stopped at the limit of {limit}: {}", path.display())]
    LimitReached {
        /// Which limit, with its value.
        limit: String,
        /// The file.
        path: PathBuf,
    },
    /// A decoder that died.
    #[error("ffmpeg was ended by signal {signal}: {}", path.display())]
    Crashed {
        /// The signal's number.
        signal: i32,
        /// The file.
        path: PathBuf,
    },
    /// A decoder that cannot be started or read.
    #[error("cannot run ffmpeg on the file: {}", path.display())]
    Run {
        /// What the system says.
        source: io::Error,
        /// The file.
        path: PathBuf,
    },
}

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;
