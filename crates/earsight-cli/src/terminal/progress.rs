//! A bar with what is left, when somebody looks.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::{Reader, tell};
use crate::answer::clock;

/// The progress of one stage; gone from the screen when it is dropped.
pub struct Progress {
    doing: &'static str,
    reader: Reader,
    bar: ProgressBar,
    began: Instant,
}

impl Progress {
    pub(super) fn new(reader: Reader, doing: &'static str, total: u64) -> Self {
        let is_shown = reader == Reader::Person;
        let target = match is_shown {
            true => ProgressDrawTarget::stderr_with_hz(5),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(total), target);
        let style = "{prefix:<9} {bar:16} {percent:>3} %  {wide_msg}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.set_prefix(doing);
        if is_shown {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Progress { doing, reader, bar, began: Instant::now() }
    }

    /// So many steps are done; `detail` says what is going on.
    pub fn at(&self, done: u64, detail: impl AsRef<str>) {
        let left = self.bar.length().unwrap_or(0).saturating_sub(done);
        let left_secs =
            (done > 0).then(|| self.elapsed().as_secs_f64() * left as f64 / done as f64);
        self.at_with_left(done, left_secs, detail);
    }

    /// The same where somebody knows better how many seconds are left.
    pub fn at_with_left(&self, done: u64, left_secs: Option<f64>, detail: impl AsRef<str>) {
        if self.reader == Reader::Program {
            let total = self.bar.length();
            tell(
                &json!({ "stage": self.doing, "done": done, "total": total, "left_secs": left_secs }),
            );
        }
        let left =
            left_secs.map_or_else(String::new, |secs| format!("{} left, ", clock(secs as usize)));
        self.bar.set_position(done);
        self.bar.set_message(left + detail.as_ref());
    }

    /// The stage turned out to have another number of steps.
    pub fn set_total(&self, total: u64) {
        self.bar.set_length(total);
    }

    /// A line above the bar; none when nobody looks, for the summary says it again.
    pub fn remark(&self, text: impl AsRef<str>) {
        self.bar.println(text);
    }

    /// Time since the stage began.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
