//! Every system with few clips and with many.

use std::fmt::Write as _;
use std::io::{self, Write};

use earsight_bench::{CurvePoint, Curves, model_label};
use serde::Serialize;

use crate::terminal::Answer;

/// Learning curves as tables, a row per number of clips.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct CurvesBenched {
    /// Everything that was found.
    pub curves: Curves,
}

impl CurvesBenched {
    /// One table per score.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for (score, of_score) in self.curves.by_score() {
            let _ = writeln!(text, "### {}\n", score.title());
            let first_size: Vec<_> =
                of_score.iter().take_while(|p| p.n_clips == of_score[0].n_clips).collect();
            let names = first_size.iter().map(|point| model_label(&point.model));
            let _ =
                writeln!(text, "| clips | chance | {} |", names.collect::<Vec<_>>().join(" | "));
            let _ = writeln!(text, "|---|---|{}", "---|".repeat(first_size.len()));
            for of_size in of_score.chunk_by(|a, b| a.n_clips == b.n_clips) {
                let cells = of_size.iter().map(|point| cell(point)).collect::<Vec<_>>();
                let CurvePoint { n_clips, chance, .. } = of_size[0];
                let _ = writeln!(text, "| {n_clips} | {chance:.3} | {} |", cells.join(" | "));
            }
            text.push('\n');
        }
        for failure in &self.curves.failures {
            let _ = writeln!(
                text,
                "not run: {} (seed {}): {}",
                failure.model, failure.seed, failure.reason
            );
        }
        text
    }
}

/// The mean and its spread; of every system but the first, where the first stands against it.
fn cell(point: &CurvePoint) -> String {
    let mut cell = format!("{:.3} ± {:.3}", point.spread.mean, point.spread.sd);
    if let Some(interval) = point.first_minus_this {
        let _ = write!(cell, " ({:+.3}..{:+.3})", interval.low, interval.high);
    }
    cell
}

impl Answer for CurvesBenched {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.markdown().as_bytes())?;
        writeln!(out, "in brackets: the first system's number less this one's, 95 % over clips")
    }
}
