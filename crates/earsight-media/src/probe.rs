//! Asking a file what it holds.
//!
//! There is no ffprobe beside every ffmpeg, so what `ffmpeg -i` says to a person is read.

mod description;

use std::path::Path;

use crate::ffmpeg::{Run, undecodable};
use crate::{Error, Ffmpeg, Limits, MediaInfo, Result};

impl Ffmpeg {
    /// What a file holds; only its beginning, and where the container wants it its end, is read.
    ///
    /// # Errors
    /// One that says why the file cannot be read: [`Error::Unreadable`], [`Error::NotAFile`],
    /// [`Error::EmptyFile`], [`Error::Undecodable`], or a limit.
    pub fn probe(&self, file: &Path, limits: &Limits) -> Result<MediaInfo> {
        let run = Run { verbosity: "info", before: &[], after: &[], made: None };
        let mut child = self.start(file, run, 0.0, limits)?;
        // Without an output to make it prints the description and leaves.
        while child.read_some(&mut [0; 4096])? > 0 {}
        let heard = child.leave()?;
        let nothing = || Error::Undecodable {
            reason: "it holds neither picture nor sound".into(),
            path: file.to_owned(),
        };
        match description::read(heard.head()) {
            Some(info) if info.video.is_some() || info.audio.is_some() => Ok(info),
            Some(_) => Err(nothing()),
            None => Err(undecodable(&heard, file).unwrap_or_else(nothing)),
        }
    }
}
