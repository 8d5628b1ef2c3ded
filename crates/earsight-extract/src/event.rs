//! Events during a run.

use earsight_core::ClipId;

use crate::SkippedFile;

/// What a run is going to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Files that are media by their name.
    pub n_files: usize,
    /// Files that are new, edited, renamed or touched.
    pub n_to_read: usize,
    /// Total size of those.
    pub bytes_to_read: u64,
}

/// The progress of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Files that are finished.
    pub n_files_done: usize,
    /// Files to read.
    pub n_files: usize,
    /// Seconds of media that were extracted.
    pub done_secs: f64,
    /// Seconds of media in total, estimated from the sizes of files that are not open yet.
    pub total_secs: f64,
    /// Seconds of media for each second of work.
    pub times_real_time: f64,
    /// Remaining seconds of work, once there is something to estimate them from.
    pub eta_secs: Option<f64>,
}

/// An event of [`crate::extract()`], reported on the thread that called it.
#[derive(Debug, Clone, Copy)]
pub enum ExtractEvent<'a> {
    /// The folder was scanned.
    Started(&'a Plan),
    /// Reported a few times a second.
    Progress(&'a Progress),
    /// A file was decoded.
    FileDone {
        /// The file's name in the collection.
        clip: &'a ClipId,
        /// Its seconds.
        n_segments: usize,
    },
    /// A file was skipped.
    FileSkipped(&'a SkippedFile),
}
