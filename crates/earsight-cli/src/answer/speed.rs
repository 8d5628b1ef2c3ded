//! How long work took, beside what the machine can do.

use std::io::{self, Write};

use earsight_bench::speed::{Speed, SpeedTask};
use serde::Serialize;

use super::text::count;
use crate::terminal::Answer;

/// How long work took, beside what the machine can do.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Timed {
    /// All of it.
    pub speed: Speed,
}

impl Answer for Timed {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Speed { what, model, dims, batch, n_segments, n_threads, repetitions, machine } =
            &self.speed;
        let batch = batch.map_or_else(String::new, |n| format!(", {n} s a step"));
        let what = match what {
            SpeedTask::Step => "a step: forward, backward, update",
            SpeedTask::Epoch => "an epoch",
            SpeedTask::Embed => "embedding of both senses",
        };
        writeln!(out, "timed    {what}")?;
        writeln!(
            out,
            "model    {model}, {} + {} features, {n_segments} s{batch}, {}",
            dims.audio,
            dims.visual,
            count(*n_threads, "thread"),
        )?;
        writeln!(
            out,
            "took     {:.3} ms (median of {}; fastest {:.3} ms)",
            repetitions.median_ms, repetitions.n_repetitions, repetitions.fastest_ms
        )?;
        if let (Some(speed), Some(share)) = (repetitions.gflop_per_sec, repetitions.share_of_peak) {
            let share = 100.0 * share;
            writeln!(
                out,
                "speed    {speed:.1} GFLOP/s in matrix products, {share:.0} % of the machine's"
            )?;
        }
        writeln!(
            out,
            "machine  {:.1} GFLOP/s in a large matrix product, {:.1} GB/s read from memory",
            machine.gflop_per_sec, machine.gbyte_per_sec
        )
    }
}
