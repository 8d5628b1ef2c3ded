//! The report of a run.

use std::path::PathBuf;

use earsight_core::ClipId;
use serde::{Serialize, Serializer};

/// A file that was skipped, or of which a part was, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skip {
    /// The file's name in the collection.
    #[serde(rename = "file")]
    pub clip: ClipId,
    /// Why, in one line.
    pub reason: String,
}

/// The report of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ExtractReport {
    /// The library.
    pub library: PathBuf,
    /// Files that are media by their name.
    pub n_files: usize,
    /// Files that are not.
    pub n_ignored: usize,
    /// Files that were decoded.
    #[serde(rename = "n_decoded", serialize_with = "as_number")]
    pub extracted: Vec<ClipId>,
    /// Files whose features were there already: unchanged or recognised.
    pub n_known: usize,
    /// Files that are as they were at the last run.
    #[serde(skip)]
    pub n_unchanged: usize,
    /// Files that are new here but have the content of another one: renamed or copied, and not decoded.
    #[serde(skip)]
    pub recognised: Vec<ClipId>,
    /// Files that left the collection.
    pub n_removed: usize,
    /// Files that were decoded again because their shard was missing or broken.
    pub n_lost: usize,
    /// Clips in the library.
    pub n_clips: usize,
    /// Seconds in the library.
    pub n_secs: usize,
    /// Seconds of media that were decoded.
    #[serde(rename = "decoded_secs")]
    pub extracted_secs: f64,
    /// Seconds that the run took.
    #[serde(rename = "secs")]
    pub elapsed_secs: f64,
    /// Files that are not in the library, of this run and of earlier ones.
    pub skipped: Vec<Skip>,
    /// Files that are in the library although something is wrong with them.
    pub warnings: Vec<Skip>,
    /// Whether it was stopped early; the next run resumes it.
    #[serde(skip)]
    pub is_cancelled: bool,
}

impl ExtractReport {
    /// Seconds of media for each second of work; 0 when nothing was decoded.
    pub fn times_real_time(&self) -> f64 {
        if self.elapsed_secs > 0.0 { self.extracted_secs / self.elapsed_secs } else { 0.0 }
    }
}

/// A list as its length.
fn as_number<S: Serializer>(clips: &[ClipId], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u64(clips.len() as u64)
}
