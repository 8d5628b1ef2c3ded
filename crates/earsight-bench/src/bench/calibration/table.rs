//! Promises and how they were kept, as tables.

use super::{CalibrationBench, LONGEST_QUERY};
use crate::scores::FROM;
use crate::summary::ModelSummary;
use crate::tables::{PrintedTable, rows_csv};

/// Columns: a heading, the score, and whether it is a share.
const COLUMNS: [(&str, &str, bool); 10] = [
    ("covered %", "covered", true),
    ("events covered %", "event_covered", true),
    ("starts in set", "set_starts", false),
    ("of all %", "set_share", true),
    ("confidence %", "confidence", true),
    ("right %", "hit", true),
    ("log loss", "log_loss", false),
    ("windows lost %", "lost", true),
    ("events lost %", "event_lost", true),
    ("mismatches rejected %", "refused", true),
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
        for (from, way) in FROM.iter() {
            let lengths = (1..=LONGEST_QUERY).map(|len| (len.to_string(), format!("_{len}")));
            for (len, suffix) in [("all".to_owned(), String::new())].into_iter().chain(lengths) {
                let cells = COLUMNS.map(|(_, score, is_share)| {
                    cell(model, &format!("{score}_{way}{suffix}"), is_share)
                });
                if cells.iter().all(String::is_empty) {
                    continue;
                }
                rows.push([from.to_string(), len].into_iter().chain(cells).collect());
            }
        }
        let (coverage, refuse) = (100.0 * self.promise.coverage, 100.0 * self.promise.refuse);
        let title = format!(
            "{}: sets that promise {coverage:.0} %, refusals that may lose {refuse:.0} % of true matches",
            model.model
        );
        PrintedTable { title, header: header.map(str::to_owned).collect(), rows }
    }
}

fn cell(model: &ModelSummary, name: &str, is_share: bool) -> String {
    let Some(score) = model.scores.get(name) else { return String::new() };
    let number = |value: f64| match is_share {
        true => format!("{:.1}", 100.0 * value),
        false => format!("{value:.2}"),
    };
    let mean = number(score.spread.mean);
    match score.interval {
        Some(interval) => format!("{mean} ({}..{})", number(interval.low), number(interval.high)),
        None => mean,
    }
}
