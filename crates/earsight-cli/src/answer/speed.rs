//! The speed of the program, compared with that of the machine.

use std::io::{self, Write};

use earsight_bench::speed::{Machine, Repetitions, SearchCost, Speed, SpeedTask};

use super::text::count;
use crate::terminal::Answer;

impl Answer for Speed {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Speed { what, model, dims, batch, n_segments, n_threads, repetitions, search, machine } =
            self;
        let batch = batch.map_or_else(String::new, |n| format!(", {n} s a step"));
        let what = match what {
            SpeedTask::Step => "a step: forward, backward, update",
            SpeedTask::Epoch => "an epoch",
            SpeedTask::Embed => "embedding of both modalities",
            SpeedTask::Search => "the pictures nearest to a second of sound, exact",
        };
        writeln!(out, "timed    {what}")?;
        writeln!(
            out,
            "model    {model}, {} + {} features, {n_segments} s{batch}, {}",
            dims.audio,
            dims.visual,
            count(*n_threads, "thread"),
        )?;
        write_repetitions(repetitions, out)?;
        if let (Some(speed), Some(share)) = (repetitions.gflop_per_sec, repetitions.share_of_peak) {
            let share = 100.0 * share;
            writeln!(
                out,
                "speed    {speed:.1} GFLOP/s in matrix products, {share:.0} % of the machine's"
            )?;
        }
        if let Some(cost) = search {
            write_search(cost, out)?;
        }
        write_machine(machine, out)
    }
}

fn write_search(cost: &SearchCost, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "speed    {:.2} of the {:.3} ms that reading all rows from memory takes",
        cost.share_of_reading_all, cost.read_all_ms
    )?;
    writeln!(
        out,
        "codes    {:.0} of {} bytes a second, {:.0} s compared in full, made in {:.1} ms for 1000 s",
        cost.code_bytes,
        4 * cost.n_columns,
        cost.n_compared_in_full,
        cost.coding_ms_per_1000
    )
}

/// How long repetitions took, in a line.
pub fn write_repetitions(repetitions: &Repetitions, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "took     {:.3} ms (median of {}; fastest {:.3} ms)",
        repetitions.median_ms, repetitions.n_repetitions, repetitions.fastest_ms
    )
}

/// What the machine can do, in a line.
pub fn write_machine(machine: &Machine, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "machine  {:.1} GFLOP/s in a large matrix product, {:.1} GB/s read from memory",
        machine.gflop_per_sec, machine.gbyte_per_sec
    )
}
