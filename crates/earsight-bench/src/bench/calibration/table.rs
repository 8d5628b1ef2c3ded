//! Nominal and measured rates as tables.

use super::CalibrationBench;
use super::evaluation::LONGEST_QUERY;
use crate::scores::FROM;
use crate::summary::ModelSummary;
use crate::tables::{Format, PrintedTable, percent, rows_csv};

/// Columns: a heading, the score, and how it is written.
const COLUMNS: [(&str, &str, Format); 10] = [
    ("covered %", "covered", percent),
    ("events covered %", "event_covered", percent),
    ("starts in set", "set_starts", hundredths),
    ("of all %", "set_share", percent),
    ("confidence %", "confidence", percent),
    ("right %", "hit", percent),
    ("log loss", "log_loss", hundredths),
    ("windows rejected %", "falsely_rejected", percent),
    ("events rejected %", "event_falsely_rejected", percent),
    ("mismatches rejected %", "rejected", percent),
];

impl CalibrationBench {
    /// One table for each system: all lengths of query together, then one by one; 95 % over clips in brackets.
    pub fn tables(&self) -> Vec<PrintedTable> {
        self.summary.iter().map(|model| self.table(model)).collect()
    }

    /// Every number of every run as CSV.
    pub fn csv(&self) -> String {
        rows_csv(&self.rows)
    }

    fn table(&self, model: &ModelSummary) -> PrintedTable {
        let header = ["query", "seconds"].into_iter().chain(COLUMNS.map(|(heading, ..)| heading));
        let mut rows = Vec::new();
        for (from, direction) in FROM.iter() {
            let lengths = (1..=LONGEST_QUERY).map(|len| (len.to_string(), format!("_{len}")));
            for (len, suffix) in [("all".to_owned(), String::new())].into_iter().chain(lengths) {
                let cells = COLUMNS.map(|(_, score, format)| {
                    let score = model.scores.get(&format!("{score}_{direction}{suffix}"))?;
                    let mean = format(score.spread.mean);
                    Some(score.interval.map_or(mean.clone(), |interval| {
                        format!("{mean} ({}..{})", format(interval.low), format(interval.high))
                    }))
                });
                if cells.iter().any(Option::is_some) {
                    let cells = cells.into_iter().map(Option::unwrap_or_default);
                    rows.push([from.to_string(), len].into_iter().chain(cells).collect());
                }
            }
        }
        let nominal =
            [self.nominal.coverage, self.nominal.false_rejection].map(|rate| 100.0 * rate);
        let title = format!(
            "{}: prediction sets at {:.0} % coverage, rejection at {:.0} % false rejections",
            model.model, nominal[0], nominal[1]
        );
        PrintedTable { title, header: header.map(str::to_owned).collect(), rows }
    }
}

fn hundredths(value: f64) -> String {
    format!("{value:.2}")
}
