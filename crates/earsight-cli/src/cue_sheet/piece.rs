//! Pieces of files, as a table lists them and a timeline places them.

use std::ops::Range;
use std::path::PathBuf;

use earsight_core::{Modality, Span};
use earsight_media::MediaInfo;

/// Seconds of a file, of one modality.
#[derive(Debug)]
pub struct Piece {
    /// The name of the file.
    pub name: String,
    /// Its path.
    pub path: PathBuf,
    /// Its seconds.
    pub span: Span,
    /// The modality that is used of it.
    pub modality: Modality,
    /// Where it starts on a timeline, in seconds from the start of the query.
    pub at_secs: usize,
    /// Distance to the query, which itself has none; smaller is closer.
    pub distance: Option<f64>,
    /// Length of the file; `None` for images, and for files that cannot be read.
    pub file_secs: Option<f64>,
}

impl Piece {
    /// A piece at the start of the timeline.
    pub fn new(name: String, path: PathBuf, span: Span, modality: Modality) -> Self {
        Piece { name, path, span, modality, at_secs: 0, distance: None, file_secs: None }
    }

    /// Sets its length by what ffmpeg reports, and makes its path absolute.
    pub fn set_file(&mut self, info: Option<&MediaInfo>) {
        self.file_secs = info.filter(|info| !info.is_still()).and_then(|info| info.duration_secs);
        if let Ok(path) = std::path::absolute(&self.path) {
            self.path = path;
        }
    }

    /// Its length in seconds, never beyond the end of the file: the last second is rarely a whole one.
    pub fn len_secs(&self) -> f64 {
        let len_secs = self.span.len as f64;
        let left_secs = self.file_secs.map(|secs| secs - self.span.start as f64);
        left_secs.filter(|left| *left > 0.0).map_or(len_secs, |left| left.min(len_secs))
    }

    /// Its frames in the file, at least one.
    pub fn frames(&self, rate: f64) -> Range<u64> {
        let start_secs = self.span.start as f64;
        let start = frames(start_secs, rate);
        start..frames(start_secs + self.len_secs(), rate).max(start + 1)
    }

    /// The frame of the timeline at which it starts.
    pub fn first_frame(&self, rate: f64) -> u64 {
        frames(self.at_secs as f64, rate)
    }
}

/// A time in frames, to the nearest.
pub fn frames(secs: f64, rate: f64) -> u64 {
    (secs * rate).round() as u64
}
