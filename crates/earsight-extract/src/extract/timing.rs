//! The progress of a run and its estimated end.

use std::time::{Duration, Instant};

use crate::{Plan, Progress};

/// Progress is reported at most this often.
const REPORT_EVERY: Duration = Duration::from_millis(200);

/// Counts what a run has done.
pub(super) struct Timing {
    begun: Instant,
    last_report: Instant,
    n_files: usize,
    pub(super) n_files_done: usize,
    done_secs: f64,
    /// Seconds and bytes of files that were opened.
    opened_secs: f64,
    opened_bytes: u64,
    total_bytes: u64,
}

impl Timing {
    pub(super) fn new(plan: &Plan) -> Self {
        let now = Instant::now();
        Timing {
            begun: now,
            last_report: now,
            n_files: plan.n_to_read,
            n_files_done: 0,
            done_secs: 0.0,
            opened_secs: 0.0,
            opened_bytes: 0,
            total_bytes: plan.bytes_to_read,
        }
    }

    /// Counts a file that is being decoded.
    pub(super) fn opened(&mut self, n_bytes: u64, secs: f64) {
        self.opened_secs += secs;
        self.opened_bytes += n_bytes;
    }

    /// Counts seconds that were extracted.
    pub(super) fn done(&mut self, n_secs: usize) {
        self.done_secs += n_secs as f64;
    }

    /// Counts a file that need not be decoded; its size is no measure of the remaining time.
    pub(super) fn recognized(&mut self, n_bytes: u64) {
        self.n_files_done += 1;
        self.total_bytes = self.total_bytes.saturating_sub(n_bytes);
    }

    /// The progress, when it is time to report it.
    pub(super) fn progress_if_time(&mut self) -> Option<Progress> {
        if self.last_report.elapsed() < REPORT_EVERY {
            return None;
        }
        self.last_report = Instant::now();
        let elapsed_secs = self.begun.elapsed().as_secs_f64();
        // Files that are not open yet are assumed to be like those that were.
        let secs_per_byte = self.opened_secs / self.opened_bytes.max(1) as f64;
        let unopened_bytes = self.total_bytes.saturating_sub(self.opened_bytes);
        let estimated_secs = self.opened_secs + secs_per_byte * unopened_bytes as f64;
        let total_secs = estimated_secs.max(self.done_secs);
        let times_real_time = self.done_secs / elapsed_secs.max(1e-9);
        let is_known = self.done_secs > 0.0;
        Some(Progress {
            n_files_done: self.n_files_done,
            n_files: self.n_files,
            done_secs: self.done_secs,
            total_secs,
            times_real_time,
            eta_secs: is_known.then(|| (total_secs - self.done_secs) / times_real_time),
        })
    }
}
