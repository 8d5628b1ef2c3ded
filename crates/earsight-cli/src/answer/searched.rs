//! What else is like this.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_core::Modality;
use serde::Serialize;

use super::table::{Align, Table};
use super::text::{PartOfDistance, seconds, sense, sum_of};
use crate::query::Asked;
use crate::ranking::Place;
use crate::terminal::Answer;

/// What else is like this.
#[derive(Debug, Clone, Serialize)]
pub struct Searched {
    /// What was asked about.
    pub query: Asked,
    /// The sense it was compared with.
    pub to: Modality,
    /// The model that answers.
    pub model: String,
    /// Seconds that were compared.
    pub n_compared: usize,
    /// Why no other is nearer.
    pub proof: Proof,
    /// What is farther is no match, where there is a calibration and no nearer `--within`.
    pub refused_beyond: Option<f64>,
    /// The answers, nearest first.
    pub found: Vec<Found>,
    /// Files that the answers were written to.
    pub written: Vec<PathBuf>,
}

/// What shows that an answer is the one that comparing everything gives.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Proof {
    /// Seconds of which every number was compared.
    pub n_compared_in_full: usize,
    /// The codes of all other seconds prove that none is nearer than this; nothing when there is no other.
    pub others_beyond: Option<f64>,
}

/// One answer.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// Its seconds.
    #[serde(flatten)]
    pub place: Place,
    /// The summands of its distance.
    pub parts: Vec<PartOfDistance>,
    /// Whether it is of the query's own file.
    pub own_file: bool,
    /// Share of true matches that are at least this far, where there is a calibration.
    pub p_value: Option<f64>,
}

impl Answer for Searched {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Asked { file, span, sense: from, .. } = &self.query;
        writeln!(
            out,
            "query  {file}, {}, {} \u{2192} {} ({} s compared, distance to the nearest second)",
            seconds(*span),
            sense(*from),
            sense(self.to),
            self.n_compared
        )?;
        match (self.refused_beyond, self.found.as_slice()) {
            (Some(beyond), []) => {
                writeln!(out, "no match: true matches are within {beyond:.3}, and nothing is")?;
            }
            (_, found) => write_found(found, out)?,
        }
        self.write_proof(out)?;
        write_written(&self.written, out)
    }
}

impl Searched {
    fn write_proof(&self, out: &mut dyn Write) -> io::Result<()> {
        let Proof { n_compared_in_full, others_beyond } = self.proof;
        let Some(beyond) = others_beyond else { return Ok(()) };
        writeln!(
            out,
            "exact  {n_compared_in_full} of {} s compared in full, every other is at least {beyond:.3} away",
            self.n_compared
        )
    }
}

/// The answers as numbered lines.
pub fn write_found(found: &[Found], out: &mut dyn Write) -> io::Result<()> {
    if found.is_empty() {
        return writeln!(out, "nothing found");
    }
    let mut table = found_table();
    for (index, found) in found.iter().enumerate() {
        table.row(found_row(index, found));
    }
    table.write(out, "")
}

/// Rank, clip, seconds, distance, and what else there is to say.
pub fn found_table() -> Table<5> {
    Table::new([Align::Right, Align::Left, Align::Left, Align::Right, Align::Left])
}

/// A row of such a table.
pub fn found_row(index: usize, found: &Found) -> [String; 5] {
    let Found { place, parts, own_file, p_value } = found;
    let own = if *own_file { "  (own file)" } else { "" };
    let p_value = p_value.map_or_else(String::new, |p| format!("  p {p:.2}"));
    let sum = if parts.len() > 1 { format!("= {}", sum_of(parts)) } else { String::new() };
    [
        (index + 1).to_string(),
        place.clip.to_string(),
        seconds(place.span),
        format!("{:.3}", place.distance),
        format!("{sum}{p_value}{own}"),
    ]
}

/// The files that were written, a line each.
pub fn write_written(written: &[PathBuf], out: &mut dyn Write) -> io::Result<()> {
    written.iter().try_for_each(|path| writeln!(out, "wrote  {}", path.display()))
}
