//! Learning curves as tables.

use std::fmt::Write as _;
use std::io::{self, Write};

use earsight_bench::{CurvePoint, Curves, model_label};

use crate::terminal::Answer;

/// One table per score, a row per number of clips.
pub fn curves_text(curves: &Curves) -> String {
    let mut text = String::new();
    for (score, of_score) in curves.by_score() {
        let _ = writeln!(text, "### {}\n", score.title());
        let sizes: Vec<_> = of_score.chunk_by(|a, b| a.n_clips == b.n_clips).collect();
        let names = sizes[0].iter().map(|point| model_label(&point.model)).collect::<Vec<_>>();
        let _ = writeln!(text, "| clips | chance | {} |", names.join(" | "));
        let _ = writeln!(text, "|---|---|{}", "---|".repeat(names.len()));
        for of_size in sizes {
            let cells = of_size.iter().map(|point| cell(point)).collect::<Vec<_>>();
            let CurvePoint { n_clips, chance, .. } = of_size[0];
            let _ = writeln!(text, "| {n_clips} | {chance:.3} | {} |", cells.join(" | "));
        }
        text.push('\n');
    }
    for failure in &curves.failures {
        let _ = writeln!(text, "{failure}");
    }
    text
}

/// The mean and its spread; of every system but the first, with the interval of the first one's difference to it.
fn cell(point: &CurvePoint) -> String {
    let mut cell = format!("{:.3} ± {:.3}", point.spread.mean, point.spread.sd);
    if let Some(interval) = point.first_minus_this {
        let _ = write!(cell, " ({:+.3}..{:+.3})", interval.low, interval.high);
    }
    cell
}

impl Answer for Curves {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(curves_text(self).as_bytes())?;
        writeln!(out, "in brackets: the first system's number less this one's, 95 % over clips")
    }
}
