//! Progress of long work, and its stop.

use earsight::EpochReport;

/// Follows work that takes long, and may stop it. Every method has a default: `()` shows nothing and never stops.
pub trait Monitor: Sync {
    /// Shows a line of text.
    fn remark(&self, _text: &str) {}

    /// A stage of `total` steps begins; it ends when the value is dropped.
    fn stage(&self, _name: &'static str, _total: u64) -> Box<dyn Stage + '_> {
        Box::new(())
    }

    /// An epoch of training is done, in this run or before it was resumed.
    fn epoch(&self, _report: &EpochReport) {}

    /// The training starts again: reports of earlier epochs are void.
    fn restarted(&self) {}

    /// Whether to stop at the next point from which work can be resumed.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// One stage of long work.
pub trait Stage: Sync {
    /// Changes the number of steps.
    fn set_total(&self, _total: u64) {}

    /// `done` steps are done.
    fn at(&self, _done: u64, _detail: &str) {}

    /// The same with an estimate of the seconds that are left.
    fn at_with_left(&self, done: u64, _left_secs: Option<f64>, detail: &str) {
        self.at(done, detail);
    }

    /// Shows a line of text that the summary repeats.
    fn remark(&self, _text: &str) {}
}

impl Monitor for () {}
impl Stage for () {}

/// Work stopped on request; what is finished is kept.
#[derive(Debug, thiserror::Error)]
#[error("stopped; run the same command again to resume")]
pub struct Stopped;

/// Fails with [`Stopped`] once the monitor requests a stop.
pub(crate) fn check(monitor: &dyn Monitor) -> Result<(), Stopped> {
    if monitor.is_stopped() { Err(Stopped) } else { Ok(()) }
}

/// `1 clip`, `2 clips`.
pub fn count(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}
