//! What a run did.

use earsight_core::ClipId;
use serde::Serialize;

/// A file that was left out, or a part of it, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skip {
    /// The file's name in the collection.
    pub clip: ClipId,
    /// Why, in one line.
    pub reason: String,
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ExtractReport {
    /// Files that are media by their name.
    pub n_files: usize,
    /// Files that are not.
    pub n_ignored: usize,
    /// Files that are as they were at the last run.
    pub n_unchanged: usize,
    /// Files that left the collection.
    pub n_removed: usize,
    /// Files whose rows had to be made again because their shard was missing or broken.
    pub n_lost: usize,
    /// Files that were decoded.
    pub extracted: Vec<ClipId>,
    /// Files that are new here but hold what another one held: renamed or copied, and not decoded.
    pub recognised: Vec<ClipId>,
    /// Files that are not in the library, of this run and of earlier ones.
    pub skipped: Vec<Skip>,
    /// Files that are in the library although something is wrong with them.
    pub warnings: Vec<Skip>,
    /// Seconds of media that were decoded.
    pub extracted_secs: f64,
    /// Seconds it took.
    pub elapsed_secs: f64,
    /// Whether it was ended early; the next run goes on.
    pub is_cancelled: bool,
}

impl ExtractReport {
    /// Seconds of media for each second of work; 0 when nothing was decoded.
    pub fn times_real_time(&self) -> f64 {
        if self.elapsed_secs > 0.0 { self.extracted_secs / self.elapsed_secs } else { 0.0 }
    }
}
