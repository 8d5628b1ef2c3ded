//! The summary of a run.

use std::path::PathBuf;

use serde::Serialize;

/// A file that was skipped, or a part of it, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SkippedFile {
    /// The file's name in the collection, or its path.
    pub file: String,
    /// Why, in one line.
    pub reason: String,
}

/// Summary of an extraction.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Extracted {
    /// The library.
    pub library: PathBuf,
    /// Media files in the folder.
    pub n_files: usize,
    /// Files that are not media by their name.
    pub n_ignored: usize,
    /// Files that this run decoded.
    pub n_decoded: usize,
    /// Files that were not decoded because their content is known: unchanged, skipped ones too, renamed or copied.
    pub n_known: usize,
    /// Files that left the folder since the last run.
    pub n_removed: usize,
    /// Files that were decoded again because their features were broken.
    pub n_lost: usize,
    /// Clips in the library.
    pub n_clips: usize,
    /// Seconds in the library.
    pub n_secs: usize,
    /// Seconds of media that this run decoded.
    pub decoded_secs: f64,
    /// How long it took.
    pub secs: f64,
    /// Files without features, of this run and of earlier ones.
    pub skipped: Vec<SkippedFile>,
    /// Files with features although something is wrong with them.
    pub warnings: Vec<SkippedFile>,
    /// Whether it was cancelled; the next run resumes.
    #[serde(skip)]
    pub is_cancelled: bool,
}

impl Extracted {
    /// Seconds of media for each second of work; `None` when nothing was decoded.
    pub fn times_real_time(&self) -> Option<f64> {
        (self.n_decoded > 0 && self.secs > 0.0).then(|| self.decoded_secs / self.secs)
    }
}
