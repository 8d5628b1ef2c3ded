//! The errors of this crate.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use earsight_core::Modality;

/// An error while a file is read or decoded; messages end with the path.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No ffmpeg is installed.
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
        /// The error of the system.
        source: io::Error,
        /// The file.
        path: PathBuf,
    },
    /// A folder, a socket or a device.
    #[error("this is not a file: {}", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// A file without bytes.
    #[error("the file is empty: {}", path.display())]
    EmptyFile {
        /// The file.
        path: PathBuf,
    },
    /// A file that ffmpeg cannot decode.
    #[error("ffmpeg cannot decode it, {reason}: {}", path.display())]
    Undecodable {
        /// The last informative message of ffmpeg, as one line.
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
    /// A window out of range.
    #[error("a window of {len_secs} s from second {start_secs} cannot be cut: {}", path.display())]
    Window {
        /// Its start, in seconds.
        start_secs: f64,
        /// Its length, in seconds.
        len_secs: f64,
        /// The file.
        path: PathBuf,
    },
    /// A decoder without output for too long.
    #[error("ffmpeg gave nothing for {} s and was stopped: {}", stall.as_secs_f64(), path.display())]
    Stalled {
        /// The longest time allowed without output.
        stall: Duration,
        /// The file.
        path: PathBuf,
    },
    /// A decoder that reached a limit.
    #[error("decoding was stopped at the limit of {limit}: {}", path.display())]
    LimitReached {
        /// Which limit, with its value.
        limit: String,
        /// The file.
        path: PathBuf,
    },
    /// A decoder that was killed by a signal.
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
        /// The error of the system.
        source: io::Error,
        /// The file.
        path: PathBuf,
    },
}

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;
