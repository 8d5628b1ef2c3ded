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

/// Summary of an upgrade.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Upgraded {
    /// The library.
    pub library: PathBuf,
    /// Its format when the run began.
    pub format_before: u32,
    /// Its format now.
    pub format: u32,
    /// Whether this run added concepts.
    pub gained_concepts: bool,
    /// Whether it has concepts now; it cannot where its visual backbone has none.
    pub has_concepts: bool,
    /// Clips in the library.
    pub n_clips: usize,
    /// Seconds in the library.
    pub n_secs: usize,
    /// Files whose sound this run decoded.
    pub n_decoded: usize,
    /// Files whose sound an interrupted run had decoded.
    pub n_known: usize,
    /// Seconds of sound that this run decoded.
    pub decoded_secs: f64,
    /// How long it took.
    pub secs: f64,
    /// Files whose sound could not be decoded again, and why: they keep their features, without concepts of sound.
    pub unheard: Vec<SkippedFile>,
    /// Whether it was cancelled; the next run resumes.
    #[serde(skip)]
    pub is_cancelled: bool,
}

impl Upgraded {
    /// Whether there was nothing to do.
    pub fn was_there(&self) -> bool {
        !self.gained_concepts && self.format_before == self.format
    }
}
