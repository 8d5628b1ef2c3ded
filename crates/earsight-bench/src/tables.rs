//! A bench as the paper's tables: Markdown that reads well on a terminal too, and every number as CSV.

mod columns;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use earsight_metrics::mean;

use crate::bench::Bench;
use crate::runs::Row;
use crate::summary::model_label;
pub(crate) use columns::{Format, Show, cell, percent, share};
use columns::{LATENT, MISSES, NAMING, OWN_CLIP, RANKS, TABLE_1, TABLE_2};

/// A table with a title.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintedTable {
    /// What it shows.
    pub title: String,
    /// Of the columns.
    pub header: Vec<String>,
    /// Cells, row by row.
    pub rows: Vec<Vec<String>>,
}

impl PrintedTable {
    /// As Markdown with padded cells.
    pub fn markdown(&self) -> String {
        let all = || std::iter::once(&self.header).chain(&self.rows);
        let width = |column: usize| {
            let cells = all().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0).max(3)
        };
        let widths: Vec<usize> = (0..self.header.len()).map(width).collect();
        let mut text = String::new();
        for (number, row) in all().enumerate() {
            text.push('|');
            for (cell, width) in row.iter().zip(&widths) {
                let _ = write!(text, " {cell:<width$} |");
            }
            text.push('\n');
            if number == 0 {
                text.push('|');
                for width in &widths {
                    let _ = write!(text, "{}|", "-".repeat(width + 2));
                }
                text.push('\n');
            }
        }
        text
    }
}

impl Bench {
    /// The tables that this bench has numbers for, in the paper's order.
    pub fn tables(&self) -> Vec<PrintedTable> {
        let has_events = self.summary.iter().any(|model| model.scores.contains_key("exact_a2v"));
        let mut tables = if has_events {
            let mut tables = [TABLE_1, MISSES, TABLE_2, RANKS].map(|of| of.print(self)).to_vec();
            tables.insert(2, self.lengths_table());
            tables
        } else {
            vec![OWN_CLIP.print(self)]
        };
        let optional = [LATENT, NAMING].map(|of| of.print(self));
        tables.extend(optional.into_iter().filter(|table| !table.rows.is_empty()));
        tables
    }

    /// Exact match for each length of event, mean over seeds and both directions.
    fn lengths_table(&self) -> PrintedTable {
        let mut by_model: Vec<(String, BTreeMap<usize, Vec<f64>>)> = Vec::new();
        for rows in self.rows.chunk_by(|a, b| a.model == b.model) {
            let mut of_len: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
            for lengths in rows.iter().filter_map(|row| row.per_length.as_ref()) {
                for (len, spread) in lengths.iter().flat_map(|(_, of_direction)| of_direction) {
                    of_len.entry(*len).or_default().push(spread.mean);
                }
            }
            by_model.push((model_label(&rows[0].model), of_len));
        }
        let lens: BTreeSet<usize> =
            by_model.iter().flat_map(|(_, of_len)| of_len.keys().copied()).collect();
        let row = |name: &str, value: &dyn Fn(usize) -> Option<f64>| -> Vec<String> {
            let cells = lens.iter().map(|&len| value(len).map_or(String::new(), percent));
            std::iter::once(name.to_owned()).chain(cells).collect()
        };
        let of_model = |(name, of_len): &(String, BTreeMap<usize, Vec<f64>>)| {
            row(name, &|len| of_len.get(&len).map(|values| mean(values)))
        };
        let mut rows: Vec<Vec<String>> = by_model.iter().map(of_model).collect();
        let clip_len = crate::composed::CLIP_SEGMENTS;
        rows.push(row("uniform chance in ten seconds", &|len| {
            (len <= clip_len).then(|| 1.0 / (clip_len - len + 1) as f64)
        }));
        let header = lens.iter().map(|len| format!("{len} s"));
        PrintedTable {
            title: "Exact match by length of event, in %, both ways".to_owned(),
            header: std::iter::once("method".to_owned()).chain(header).collect(),
            rows,
        }
    }

    /// Every number of every run: `model,is_supervised,seed,score,value`.
    pub fn csv(&self) -> String {
        let mut text = rows_csv(&self.rows);
        for (name, value) in &self.controls {
            let _ = writeln!(text, "control,false,,{name},{value}");
        }
        text
    }
}

/// Every number of every run as CSV.
pub(crate) fn rows_csv(rows: &[Row]) -> String {
    let mut text = "model,is_supervised,seed,score,value\n".to_owned();
    for row in rows {
        for (name, score) in row.scores.iter() {
            let (model, seed, value) = (&row.model, row.seed, score.value);
            let _ = writeln!(text, "{model},{},{seed},{name},{value}", row.is_supervised);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_padded_by_characters() {
        let table = PrintedTable {
            title: String::new(),
            header: ["é", "long name"].map(str::to_owned).to_vec(),
            rows: vec![["abcd", "x"].map(str::to_owned).to_vec()],
        };
        let expected = "| é    | long name |\n|------|-----------|\n| abcd | x         |\n";
        assert_eq!(table.markdown(), expected);
    }
}
