//! The result of `search`.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_core::Span;
use earsight_library::{Fewer, Found, MatchErrors, Proof};
use serde::Serialize;

use super::table::{Align, Table};
use super::text::{described, errors_text, percent, seconds, sum_of};
use crate::terminal::Answer;

/// The nearest places of a library.
#[derive(Debug, Clone, Serialize)]
pub struct Searched {
    /// The query and its results.
    #[serde(flatten)]
    pub answer: earsight_library::Searched,
    /// Files that the results were written to.
    pub written: Vec<PathBuf>,
}

impl Answer for Searched {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "query  {} \u{2192} {} ({} s compared, distance to the nearest second)",
            described(&self.answer.query),
            self.answer.to.alias(),
            self.answer.n_compared
        )?;
        match (self.answer.rejected_beyond, self.answer.found.as_slice()) {
            (Some(beyond), []) => {
                writeln!(out, "no match: nothing is within the threshold, {beyond:.3}")?;
            }
            (_, found) => write_found(found.iter().map(|found| (found, "")), out)?,
        }
        let n_found = self.answer.found.len();
        write_fewer(n_found, self.answer.fewer, self.answer.rejected_beyond, out)?;
        write_confidence(&self.answer.found, self.answer.errors, out)?;
        let Proof { n_compared_in_full, others_beyond } = self.answer.proof;
        if let Some(beyond) = others_beyond {
            writeln!(
                out,
                "exact  {n_compared_in_full} of {} s compared in full, every other is at least {beyond:.3} away",
                self.answer.n_compared
            )?;
        }
        write_written(&self.written, out)
    }
}

/// Results as numbered lines, each with a remark.
pub fn write_found<'a>(
    found: impl IntoIterator<Item = (&'a Found, &'a str)>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut found = found.into_iter().enumerate().peekable();
    if found.peek().is_none() {
        return writeln!(out, "nothing found");
    }
    let mut table = found_table();
    for (index, (found, remark)) in found {
        let mut row = found_row(index, found);
        row[4] += remark;
        table.row(row);
        let others = found.others.iter().map(|place| place.span);
        others_row(others).into_iter().for_each(|row| table.row(row));
    }
    table.write(out, "")
}

/// Why there are fewer results than were asked for, `beyond` the threshold for no match; nothing when there are as many
/// or none.
pub fn write_fewer(
    n_found: usize,
    fewer: Option<Fewer>,
    beyond: Option<f64>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(fewer) = fewer.filter(|_| n_found > 0) else { return Ok(()) };
    let why = match (fewer, beyond) {
        (Fewer::NoMatch, Some(beyond)) => {
            format!("all others are farther than {beyond:.3}, the threshold for no match")
        }
        (Fewer::NoMatch | Fewer::Within, _) => "all others are farther than `--within`".to_owned(),
        (Fewer::NoOther, _) => "there are no others".to_owned(),
    };
    writeln!(out, "only {n_found}: {why}")
}

/// What the probabilities of results are of, and both errors of the threshold; nothing without a calibration.
pub fn write_confidence<'a>(
    found: impl IntoIterator<Item = &'a Found>,
    errors: Option<MatchErrors>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(errors) = errors else { return Ok(()) };
    if found.into_iter().any(|found| found.probability.is_some()) {
        let what = "that the video is the query's own recording, if that is among them";
        writeln!(out, "%      probability {what} ({} held-out clips)", errors.n_clips)?;
    }
    match errors.reject > 0.0 {
        true => writeln!(out, "threshold  {}", errors_text(errors)),
        false => Ok(()),
    }
}

/// A table of rank, clip, seconds, distance, and further facts.
pub fn found_table() -> Table<5> {
    Table::new([Align::Right, Align::Left, Align::Left, Align::Right, Align::Left])
}

/// The row below a result with further moments of its video; `None` when there are none.
pub fn others_row(spans: impl Iterator<Item = Span>) -> Option<[String; 5]> {
    let others: Vec<_> = spans.map(seconds).collect();
    let also = (!others.is_empty()).then(|| format!("also {}", others.join(", ")));
    also.map(|also| [String::new(), String::new(), String::new(), String::new(), also])
}

/// A row of such a table.
pub fn found_row(index: usize, found: &Found) -> [String; 5] {
    let Found { place, parts, own_recording, probability, .. } = found;
    let own = if *own_recording { "  (same recording)" } else { "" };
    let probability = probability.map_or_else(String::new, |p| format!("  {}", percent(p)));
    let sum = if parts.len() > 1 { format!("= {}", sum_of(parts)) } else { String::new() };
    [
        (index + 1).to_string(),
        place.clip.to_string(),
        seconds(place.span),
        format!("{:.3}", place.distance),
        format!("{sum}{probability}{own}"),
    ]
}

/// The files that were written, a line each.
pub fn write_written(written: &[PathBuf], out: &mut dyn Write) -> io::Result<()> {
    written.iter().try_for_each(|path| writeln!(out, "wrote  {}", path.display()))
}
