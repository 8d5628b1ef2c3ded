//! What is told while a run goes on.

use earsight_core::ClipId;

use crate::Skip;

/// What a run is going to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Files that are media by their name.
    pub n_files: usize,
    /// Files that are as they were at the last run.
    pub n_unchanged: usize,
    /// Files that are new, edited, renamed or touched.
    pub n_to_read: usize,
    /// Bytes of those.
    pub bytes_to_read: u64,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Files that are through.
    pub n_files_done: usize,
    /// Files to read.
    pub n_files: usize,
    /// Seconds of media that became rows.
    pub done_secs: f64,
    /// Seconds of media in all, guessed from file sizes where no one has looked yet.
    pub total_secs: f64,
    /// Seconds of media for each second of work.
    pub times_real_time: f64,
    /// Seconds of work that are left, once there is something to guess from.
    pub eta_secs: Option<f64>,
}

/// Is told what happens, always from the thread that called [`crate::extract`].
pub trait Observer {
    /// The folder has been looked at.
    fn started(&mut self, plan: &Plan) {
        let _ = plan;
    }

    /// A few times a second.
    fn progress(&mut self, progress: &Progress) {
        let _ = progress;
    }

    /// A file was decoded.
    fn file_done(&mut self, clip: &ClipId, n_segments: usize) {
        let _ = (clip, n_segments);
    }

    /// A file was left out.
    fn file_skipped(&mut self, skip: &Skip) {
        let _ = skip;
    }
}

/// Listens to nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {}
