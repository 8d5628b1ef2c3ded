//! The speed of extraction, compared with decoding alone.

use std::io::{self, Write};

use earsight_bench::speed::{Machine, Repetitions};
use serde::Serialize;

use super::speed::{write_machine, write_repetitions};
use super::text::count;
use crate::terminal::Answer;

/// The speed of extraction.
#[derive(Debug, Serialize)]
pub struct TimedExtraction {
    /// `extract`.
    pub what: &'static str,
    /// Length of the video.
    pub video_secs: f64,
    /// Threads of the networks, and of ffmpeg.
    pub n_threads: usize,
    /// How long one repetition took: decoding, resampling, both networks, and the library on disk.
    #[serde(flatten)]
    pub repetitions: Repetitions,
    /// Seconds of video in a second.
    pub times_real_time: f64,
    /// `ffmpeg -i FILE -f null -` of the same video, the median of alternating repetitions.
    pub decoding_ms: f64,
    /// The median of the ratios to the decoding just before.
    pub ratio_to_decoding: f64,
    /// The speed of the machine.
    pub machine: Machine,
}

impl Answer for TimedExtraction {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let TimedExtraction { video_secs, n_threads, repetitions, .. } = self;
        writeln!(out, "timed    extraction of a video of {video_secs:.0} s")?;
        writeln!(out, "threads  {}", count(*n_threads, "thread"))?;
        write_repetitions(repetitions, out)?;
        writeln!(
            out,
            "speed    {:.1} × real time, {:.2} × as long as decoding alone ({:.0} ms)",
            self.times_real_time, self.ratio_to_decoding, self.decoding_ms
        )?;
        write_machine(&self.machine, out)
    }
}
