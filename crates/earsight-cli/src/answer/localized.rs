//! Where it happens.

use std::io::{self, Write};

use earsight_core::Span;
use serde::Serialize;

use super::table::{Align, Table};
use super::text::{PartOfDistance, clock, seconds, sense, sum_of};
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
}

/// Another place.
#[derive(Debug, Clone, Serialize)]
pub struct Alternative {
    /// Its seconds.
    pub span: Span,
    /// Its distance.
    pub distance: f64,
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
        row("found", format!("{}  ({from_to})", seconds(self.found)));
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
