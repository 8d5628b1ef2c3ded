//! How work that takes long is followed and stopped.

use earsight::EpochReport;

/// Follows work that takes long, and may stop it. Every method has a default: `()` shows nothing and never stops.
pub trait Monitor: Sync {
    /// A line for a person.
    fn remark(&self, _text: &str) {}

    /// A stage of `total` steps begins; it ends when the value is dropped.
    fn stage(&self, _name: &'static str, _total: u64) -> Box<dyn Stage + '_> {
        Box::new(())
    }

    /// An epoch of training is done, in this run or before it was resumed.
    fn epoch(&self, _report: &EpochReport) {}

    /// The training begins again: what was reported of earlier epochs is void.
    fn restarted(&self) {}

    /// Whether to stop at the next point that work can be resumed from.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// One stage of long work.
pub trait Stage {
    /// The stage turned out to have another number of steps.
    fn set_total(&self, _total: u64) {}

    /// So many steps are done.
    fn at(&self, _done: u64, _detail: &str) {}

    /// The same with the seconds that are left.
    fn at_with_left(&self, done: u64, _left_secs: Option<f64>, detail: &str) {
        self.at(done, detail);
    }

    /// A line that the summary repeats.
    fn remark(&self, _text: &str) {}
}

impl Monitor for () {}
impl Stage for () {}

/// The error of work that was asked to stop and did; what was done so far is kept.
#[derive(Debug, thiserror::Error)]
#[error("stopped; run the same command again to resume")]
pub struct Stopped;

/// [`Stopped`] once the monitor asks for it.
pub(crate) fn check(monitor: &dyn Monitor) -> Result<(), Stopped> {
    if monitor.is_stopped() { Err(Stopped) } else { Ok(()) }
}
