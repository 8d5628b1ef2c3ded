//! The progress of the threads that decode sound.

use std::time::Instant;

use super::sources::Source;
use crate::Progress;

/// How far the decoding is, and how fast.
pub(super) struct Pace {
    begun: Instant,
    n_files: usize,
    pub(super) n_files_done: usize,
    pub(super) done_secs: usize,
    total_secs: usize,
}

impl Pace {
    pub(super) fn new(to_read: &[&Source]) -> Self {
        let total_secs = to_read.iter().map(|source| source.n_segments).sum();
        let n_files = to_read.len();
        Pace { begun: Instant::now(), n_files, n_files_done: 0, done_secs: 0, total_secs }
    }

    pub(super) fn progress(&self) -> Progress {
        let (done_secs, total_secs) = (self.done_secs as f64, self.total_secs as f64);
        let times_real_time = done_secs / self.begun.elapsed().as_secs_f64().max(1e-9);
        Progress {
            n_files_done: self.n_files_done,
            n_files: self.n_files,
            done_secs,
            total_secs,
            times_real_time,
            eta_secs: (done_secs > 0.0).then(|| (total_secs - done_secs) / times_real_time),
        }
    }
}
