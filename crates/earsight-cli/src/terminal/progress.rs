//! A progress bar with the time that is left, on a terminal.

use std::time::{Duration, Instant};

use earsight_library::Stage;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::{Reader, write_event};
use crate::answer::clock;

/// The progress of one stage; removed from the screen when it is dropped.
pub struct Progress {
    name: &'static str,
    reader: Reader,
    bar: ProgressBar,
    began: Instant,
}

impl Progress {
    pub(super) fn new(reader: Reader, name: &'static str, total: u64) -> Self {
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
        bar.set_prefix(name);
        if is_shown {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Progress { name, reader, bar, began: Instant::now() }
    }
}

impl Stage for Progress {
    fn set_total(&self, total: u64) {
        self.bar.set_length(total);
    }

    fn at(&self, done: u64, detail: &str) {
        let left = self.bar.length().unwrap_or(0).saturating_sub(done);
        let elapsed_secs = self.began.elapsed().as_secs_f64();
        let left_secs = (done > 0).then(|| elapsed_secs * left as f64 / done as f64);
        self.at_with_left(done, left_secs, detail);
    }

    fn at_with_left(&self, done: u64, left_secs: Option<f64>, detail: &str) {
        if self.reader == Reader::Program {
            let total = self.bar.length();
            write_event(
                &json!({ "stage": self.name, "done": done, "total": total, "left_secs": left_secs }),
            );
        }
        let left =
            left_secs.map_or_else(String::new, |secs| format!("{} left, ", clock(secs as usize)));
        self.bar.set_position(done);
        self.bar.set_message(left + detail);
    }

    fn remark(&self, text: &str) {
        self.bar.println(text);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
