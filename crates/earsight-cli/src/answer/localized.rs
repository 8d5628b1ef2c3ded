//! The result of `localize`.

use std::io::{self, Write};

use earsight_core::Span;
use earsight_library::{Certainty, Localized, MatchVerdict};

use super::table::{Align, Table};
use super::text::{clock, described, errors_text, percent, seconds, sum_of};
use crate::terminal::Answer;

/// `62 %, 3.1 times as probable as the next start, which is 0.213 farther`
fn confidence(certainty: &Certainty) -> String {
    let probability = percent(certainty.probability);
    match (certainty.odds, certainty.margin) {
        (Some(odds), Some(margin)) => format!(
            "{probability}, {odds:.1} times as probable as the next start, which is {margin:.3} farther"
        ),
        _ => probability,
    }
}

impl Answer for Localized {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = Table::new([Align::Left, Align::Left]);
        let mut row = |name: &str, text: String| table.row([name.to_owned(), text]);
        row("query", described(&self.query));
        row("in", described(&self.sequence));
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
        if let Some(MatchVerdict { p_value, errors, .. }) = self.verdict {
            let p_value = percent(p_value);
            row("match", format!("{p_value} of true matches are at least this far"));
            if errors.reject > 0.0 {
                row("threshold", errors_text(errors));
            }
        }
        if let Some(certainty) = &self.certainty {
            row("confidence", confidence(certainty));
            let starts: Vec<String> = certainty.starts.iter().map(usize::to_string).collect();
            let (coverage, starts) = (percent(certainty.coverage), starts.join(", "));
            row("starts", format!("{starts}  (prediction set, coverage {coverage})"));
        }
        let sum = sum_of(&self.parts);
        let over = match self.query.span.len {
            1 => String::new(),
            n => format!(", summed over {n} s"),
        };
        row("distance", format!("{:.3} = {sum}{over}", self.distance));
        if self.tied_starts.len() > 1 {
            let starts: Vec<String> = self.tied_starts.iter().map(usize::to_string).collect();
            let text = "these starts have the same distance";
            row("tied", format!("{text}: {}", starts.join(", ")));
        }
        if self.distances.len() == 1 {
            row("note", "the query is as long as the video: there is only one start".into());
        }
        if let Some(next) = &self.next {
            row("next", format!("{}  at {:.3}", seconds(next.span), next.distance));
        }
        table.write(out, "")
    }
}
