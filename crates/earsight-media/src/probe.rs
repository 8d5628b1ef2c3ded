//! Reads which streams a file has.
//!
//! Not every ffmpeg comes with ffprobe, so the description that `ffmpeg -i` prints is parsed.

mod description;

use std::path::Path;

use crate::ffmpeg::Run;
use crate::{Error, Ffmpeg, Limits, MediaInfo, Result};

impl Ffmpeg {
    /// The streams of a file; only its beginning is read, and its end where the container needs it.
    ///
    /// # Errors
    /// One that says why the file cannot be read: [`Error::Unreadable`], [`Error::NotAFile`],
    /// [`Error::EmptyFile`], [`Error::Undecodable`], or a limit.
    pub fn probe(&self, file: &Path, limits: &Limits) -> Result<MediaInfo> {
        // Without an output to write, ffmpeg prints the description and exits.
        let run = Run { verbosity: "info", before: "", after: "", made: None };
        let messages = self.start(file, run, 0.0, limits)?.finish()?;
        let nothing = || Error::Undecodable {
            reason: "it holds neither picture nor sound".into(),
            path: file.to_owned(),
        };
        match description::read(messages.head()) {
            Some(info) if info.video.is_some() || info.audio.is_some() => Ok(info),
            Some(_) => Err(nothing()),
            None => Err(messages.error(file).unwrap_or_else(nothing)),
        }
    }
}
