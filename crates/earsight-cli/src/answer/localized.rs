//! Where it happens.

use std::fmt;
use std::io::{self, Write};

use earsight_core::Span;
use serde::Serialize;

use super::table::{Align, Table};
use super::text::{PartOfDistance, clock, percent, seconds, sense, sum_of};
use crate::query::Asked;
use crate::terminal::Answer;

/// Where it happens.
#[derive(Debug, Clone, Serialize)]
pub struct Localized {
    /// What was asked about.
    pub query: Asked,
    /// Where it was looked for; its sense is the other one.
    pub sequence: Asked,
    /// The model that answers.
    pub model: String,
    /// The seconds that were found.
    pub found: Span,
    /// Their distance, summed over the query; smaller is closer.
    pub distance: f64,
    /// Its summands.
    pub parts: Vec<PartOfDistance>,
    /// Starts with the very same distance, the found one included: more than one means that the model cannot tell.
    pub tied_starts: Vec<usize>,
    /// The nearest seconds that do not overlap with those found.
    pub next: Option<Alternative>,
    /// The distance at every start, in seconds from the sequence's first.
    pub distances: Vec<f64>,
    /// The second of the first start.
    pub first_start: usize,
    /// How sure that is, where there is a calibration for such a question.
    pub certainty: Option<Certainty>,
    /// Whether there is a match at all, where there is a calibration.
    pub verdict: Option<Verdict>,
}

/// How sure a localization is, by clips that the model had not seen.
#[derive(Debug, Clone, Serialize)]
pub struct Certainty {
    /// Clips that were asked about themselves in the same way.
    pub n_clips: usize,
    /// How often the set of starts holds the true one, if the query is there at all.
    pub coverage: f64,
    /// The set, in seconds of the file.
    pub starts: Vec<usize>,
    /// The probability of the start that was found, if the query is there at all.
    pub probability: f64,
    /// The probability of every start, as `distances`.
    pub probabilities: Vec<f64>,
    /// By how much the nearest seconds that do not overlap are farther.
    pub margin: Option<f64>,
    /// How many times less probable those are.
    pub odds: Option<f64>,
}

/// Whether there is a match at all.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Verdict {
    /// Share of true matches that are at least this far.
    pub p_value: f64,
    /// Share of true matches that may be lost.
    pub refuse: f64,
    /// Whether there is none.
    pub no_match: bool,
}

/// Another place.
#[derive(Debug, Clone, Serialize)]
pub struct Alternative {
    /// Its seconds.
    pub span: Span,
    /// Its distance.
    pub distance: f64,
}

/// `62 %, 3.1 times as probable as the next place, which is 0.213 farther`
impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&percent(self.probability))?;
        match (self.odds, self.margin) {
            (Some(odds), Some(margin)) => write!(
                f,
                ", {odds:.1} times as probable as the next place, which is {margin:.3} farther"
            ),
            _ => Ok(()),
        }
    }
}

impl Answer for Localized {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = Table::new([Align::Left, Align::Left]);
        let asked = |asked: &Asked| {
            format!("{}, {}, {}", asked.file, seconds(asked.span), sense(asked.sense))
        };
        let mut row = |name: &str, text: String| table.row([name.to_owned(), text]);
        row("query", asked(&self.query));
        row("in", asked(&self.sequence));
        let Span { start, .. } = self.found;
        let from_to = format!("{}\u{2013}{}", clock(start), clock(self.found.end()));
        let place = format!("{}  ({from_to})", seconds(self.found));
        match &self.verdict {
            Some(verdict) if verdict.no_match => {
                row("found", "no match".to_owned());
                row("nearest", place);
            }
            _ => row("found", place),
        }
        if let Some(Verdict { p_value, refuse, .. }) = self.verdict {
            let (p_value, refuse) = (percent(p_value), percent(refuse));
            row(
                "match",
                format!(
                    "{p_value} of true matches are at least this far (no match below {refuse})"
                ),
            );
        }
        if let Some(certainty) = &self.certainty {
            row("sure", certainty.to_string());
            let starts: Vec<String> = certainty.starts.iter().map(usize::to_string).collect();
            let (coverage, starts) = (percent(certainty.coverage), starts.join(", "));
            row("starts", format!("{starts}  (hold the true one in {coverage} of such questions)"));
        }
        let sum = sum_of(&self.parts);
        let over = match self.query.span.len {
            1 => String::new(),
            n => format!(", summed over {n} s"),
        };
        row("distance", format!("{:.3} = {sum}{over}", self.distance));
        if self.tied_starts.len() > 1 {
            let starts: Vec<String> = self.tied_starts.iter().map(usize::to_string).collect();
            let text = "the model cannot tell these starts apart";
            row("tied", format!("{text}: {}", starts.join(", ")));
        }
        if self.distances.len() == 1 {
            row(
                "note",
                "the query is as long as what it was looked for in: there is only one place".into(),
            );
        }
        if let Some(next) = &self.next {
            row("next", format!("{}  at {:.3}", seconds(next.span), next.distance));
        }
        table.write(out, "")
    }
}
