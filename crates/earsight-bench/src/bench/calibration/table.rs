//! Nominal and measured rates as tables.

use super::CalibrationBench;
use super::evaluation::LONGEST_QUERY;
use super::search::{DIRECTIONS, QUERY_SECS};
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
    /// Tables of each system: localization by length of query, searches, and their results by probability; 95 % over
    /// clips in brackets.
    pub fn tables(&self) -> Vec<PrintedTable> {
        let of_model = |model| [self.table(model), self.searches(model), results(model)];
        let tables = self.summary.iter().flat_map(of_model);
        tables.filter(|table| !table.rows.is_empty()).collect()
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
                    cell(model, &format!("{score}_{direction}{suffix}"), format)
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

impl CalibrationBench {
    fn searches(&self, model: &ModelSummary) -> PrintedTable {
        let header =
            ["query", "seconds", "queries", "own clip rejected %", "other clips rejected %"];
        let mut rows = Vec::new();
        for (_, _, direction) in DIRECTIONS {
            let lengths = QUERY_SECS.map(|len| (len.to_string(), format!("_{len}")));
            for (len, suffix) in [("all".to_owned(), String::new())].into_iter().chain(lengths) {
                let name = |score: &str| format!("search_{score}_{direction}{suffix}");
                let cells = [
                    cell(model, &format!("{}_n", name("falsely_rejected")), whole),
                    cell(model, &name("falsely_rejected"), percent),
                    cell(model, &name("rejected"), percent),
                ];
                if cells.iter().all(Option::is_some) {
                    let cells = cells.into_iter().flatten();
                    rows.push([direction.to_owned(), len].into_iter().chain(cells).collect());
                }
            }
        }
        let rate = 100.0 * self.nominal.false_rejection;
        let title = format!("{}: searches, rejection at {rate:.0} % false rejections", model.model);
        PrintedTable { title, header: header.map(str::to_owned).to_vec(), rows }
    }
}

/// Results of searches by what their probability says.
fn results(model: &ModelSummary) -> PrintedTable {
    let header = ["query", "probability", "results", "said %", "right %"];
    let mut rows = Vec::new();
    for (_, _, direction) in DIRECTIONS {
        for tenth in 0..10 {
            let name = |score: &str| format!("{score}_{direction}_p{tenth}");
            let cells = [
                cell(model, &format!("{}_n", name("right")), whole),
                cell(model, &name("said"), percent),
                cell(model, &name("right"), percent),
            ];
            if cells.iter().all(Option::is_some) {
                let range = format!("{}..{} %", 10 * tenth, 10 * tenth + 10);
                let cells = cells.into_iter().flatten();
                rows.push([direction.to_owned(), range].into_iter().chain(cells).collect());
            }
        }
    }
    let title = format!("{}: results of searches that are the query's own clip", model.model);
    PrintedTable { title, header: header.map(str::to_owned).to_vec(), rows }
}

/// The mean of a score, with its interval; `None` where it was not measured.
fn cell(model: &ModelSummary, score: &str, format: Format) -> Option<String> {
    let score = model.scores.get(score)?;
    let mean = format(score.spread.mean);
    Some(score.interval.map_or(mean.clone(), |interval| {
        format!("{mean} ({}..{})", format(interval.low), format(interval.high))
    }))
}

fn whole(value: f64) -> String {
    format!("{value:.0}")
}

fn hundredths(value: f64) -> String {
    format!("{value:.2}")
}
