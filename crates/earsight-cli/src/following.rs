//! What a person sees of long work, and how Ctrl-C reaches it.

use earsight::EpochReport;
use earsight_library::{Monitor, Stage};

use crate::stop::StopFlag;
use crate::terminal::{Progress, Terminal};

/// Shows work on the terminal and stops it with Ctrl-C.
pub struct Following<'a> {
    /// Where it is shown.
    pub terminal: &'a Terminal,
    /// What stops it.
    pub stop: &'a StopFlag,
}

impl Monitor for Following<'_> {
    fn remark(&self, text: &str) {
        self.terminal.remark(text);
    }

    fn stage(&self, name: &'static str, total: u64) -> Box<dyn Stage + '_> {
        Box::new(self.terminal.progress(name, total))
    }

    fn epoch(&self, report: &EpochReport) {
        self.terminal.event("epoch", report);
    }

    fn restarted(&self) {
        self.terminal.event("anew", &true);
    }

    fn is_stopped(&self) -> bool {
        self.stop.is_set()
    }
}

impl Stage for Progress {
    fn set_total(&self, total: u64) {
        Progress::set_total(self, total);
    }

    fn at(&self, done: u64, detail: &str) {
        Progress::at(self, done, detail);
    }

    fn at_with_left(&self, done: u64, left_secs: Option<f64>, detail: &str) {
        Progress::at_with_left(self, done, left_secs, detail);
    }

    fn remark(&self, text: &str) {
        Progress::remark(self, text);
    }
}
