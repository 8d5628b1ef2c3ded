//! A bench as the paper's tables: Markdown that reads well on a terminal too, and every number as CSV.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use earsight_metrics::mean;

use crate::bench::Bench;
use crate::runs::Row;
use crate::summary::{ModelSummary, SummedScore, model_label};

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
                let blanks = " ".repeat(width - cell.chars().count());
                let _ = write!(text, " {cell}{blanks} |");
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
        let mut tables = Vec::new();
        if self.summary.iter().any(|model| model.scores.contains_key("exact_a2v")) {
            tables.extend([self.table_1(), self.misses_table(), self.lengths_table()]);
            tables.extend([self.table_2(), self.ranks_table()]);
        } else {
            tables.push(self.own_clip_table());
        }
        tables.extend(self.latent_table());
        tables.extend(self.naming_table());
        tables
    }

    fn table_1(&self) -> PrintedTable {
        let mut table = PrintedTable {
            title: "Table 1: cross-modal localization, exact match in %".to_owned(),
            header: header(&[
                "labels",
                "method",
                "A→V",
                "95 %",
                "V→A",
                "95 %",
                "mean",
                "− cca A→V",
                "V→A",
                "shuffled A→V",
                "V→A",
                "±1 s A→V",
                "V→A",
                "interior A→V",
                "V→A",
            ]),
            rows: self.summary.iter().map(table_1_row).collect(),
        };
        for (name, key) in [
            ("uniform chance", "exact_uniform_chance"),
            ("always first", "exact_always_first"),
            ("always last", "exact_always_last"),
            ("always centre", "exact_always_centre"),
            ("best start per length", "exact_best_start_per_length"),
        ] {
            let both = percent(self.controls.get(key).copied());
            let cells = ["none", name, &both, "", &both, "", &both];
            let mut row: Vec<String> = cells.map(str::to_owned).to_vec();
            row.resize(table.header.len(), String::new());
            table.rows.push(row);
        }
        table
    }

    /// How far off the answers are, and what the first of tied starts would have scored.
    fn misses_table(&self) -> PrintedTable {
        let names = ["exact_first", "iou", "start_error_secs"];
        let of_model = |model: &ModelSummary| {
            let mut row = head(model);
            for name in names {
                let format: Format = if name == "exact_first" { percent } else { share };
                let both =
                    ["a2v", "v2a"].map(|way| spread(model, &format!("{name}_{way}"), format));
                row.extend(both);
            }
            row
        };
        PrintedTable {
            title: "How far off: first of tied starts in %, overlap, start error in seconds"
                .to_owned(),
            header: header(&[
                "labels",
                "method",
                "first A→V",
                "V→A",
                "IoU A→V",
                "V→A",
                "error A→V",
                "V→A",
            ]),
            rows: self.summary.iter().map(of_model).collect(),
        }
    }

    /// Exact match for each length of event, mean over seeds and both ways.
    fn lengths_table(&self) -> PrintedTable {
        let mut by_model: Vec<(&str, BTreeMap<usize, Vec<f64>>)> = Vec::new();
        for row in &self.rows {
            let Some(lengths) = &row.per_length else { continue };
            if by_model.last().is_none_or(|(model, _)| *model != row.model) {
                by_model.push((&row.model, BTreeMap::new()));
            }
            let Some((_, of_model)) = by_model.last_mut() else { continue };
            for (len, spread) in lengths.iter().flat_map(|(_, of_way)| of_way) {
                of_model.entry(*len).or_default().push(spread.mean);
            }
        }
        let lengths: BTreeSet<usize> =
            by_model.iter().flat_map(|(_, of_model)| of_model.keys().copied()).collect();
        let mut header = header(&["method"]);
        header.extend(lengths.iter().map(|len| format!("{len} s")));
        let cells = |of_model: &BTreeMap<usize, Vec<f64>>| -> Vec<String> {
            lengths.iter().map(|len| percent(of_model.get(len).map(|v| mean(v)))).collect()
        };
        let of_model = |(model, of_model): &(&str, BTreeMap<usize, Vec<f64>>)| {
            let mut row = vec![model_label(model)];
            row.extend(cells(of_model));
            row
        };
        let mut rows: Vec<Vec<String>> = by_model.iter().map(of_model).collect();
        let clip_len = crate::composed::CLIP_SEGMENTS;
        let mut chance = vec!["uniform chance in ten seconds".to_owned()];
        chance.extend(
            lengths
                .iter()
                .map(|&len| percent((len <= clip_len).then(|| 1.0 / (clip_len - len + 1) as f64))),
        );
        rows.push(chance);
        let title = "Exact match by length of event, in %, both ways".to_owned();
        PrintedTable { title, header, rows }
    }

    /// Everything else that is printed of a ranking.
    fn ranks_table(&self) -> PrintedTable {
        let names =
            ["recall_at_1", "recall_at_5", "recall_at_10", "map", "ndcg_at_5", "median_rank"];
        let mut header = header(&["method"]);
        for direction in ["A-A", "A-V", "V-A", "V-V"] {
            let columns = ["R@1", "R@5", "R@10", "mAP", "nDCG@5", "median"];
            header.extend(columns.map(|column| format!("{direction} {column}")));
        }
        let of_model = |model: &ModelSummary| {
            let mut row = vec![model.label()];
            for direction in ["aa", "av", "va", "vv"] {
                row.extend(names.map(|name| {
                    let score = model.scores.get(&format!("{name}_{direction}"));
                    share(score.map(|score| score.spread.mean))
                }));
            }
            row
        };
        let mut rows: Vec<Vec<String>> = self.summary.iter().map(of_model).collect();
        let mut chance = vec!["chance".to_owned()];
        for kind in ["within", "across", "across", "within"] {
            chance.extend(
                names.map(|name| {
                    share(self.controls.get(&format!("{name}_{kind}_chance")).copied())
                }),
            );
        }
        rows.push(chance);
        let title =
            "Rankings: recall, mean average precision, discounted gain, median rank".to_owned();
        PrintedTable { title, header, rows }
    }

    fn table_2(&self) -> PrintedTable {
        let mut header = self::header(&["labels", "method"]);
        for direction in ["A-A", "A-V", "V-A", "V-V"] {
            header.extend(self::header(&[direction, "95 %"]));
        }
        header.extend(self::header(&[
            "A-V without own",
            "V-A",
            "R@1 A-V",
            "V-A",
            "mAP A-V",
            "V-A",
        ]));
        let mut rows: Vec<Vec<String>> = self.summary.iter().map(table_2_row).collect();
        let chance = |key: &str| share(self.controls.get(key).copied());
        let (across, within) = (chance("mrr_across_chance"), chance("mrr_within_chance"));
        let mut row = header_of_control("chance");
        for cell in [&within, &across, &across, &within] {
            row.extend([cell.clone(), String::new()]);
        }
        row.extend([String::new(), String::new()]);
        let (recall, map) = (chance("recall_at_1_across_chance"), chance("map_across_chance"));
        row.extend([recall.clone(), recall, map.clone(), map]);
        rows.push(row);
        let title = "Table 2: retrieval, mean reciprocal rank".to_owned();
        PrintedTable { title, header, rows }
    }

    fn own_clip_table(&self) -> PrintedTable {
        let header =
            header(&["labels", "method", "A-V", "95 %", "V-A", "95 %", "− cca A-V", "V-A"]);
        let of_model = |model: &ModelSummary| {
            let mut row = head(model);
            for name in ["mrr_av", "mrr_va"] {
                row.extend([spread(model, name, share), interval(model, name, share)]);
            }
            row.extend(["mrr_av", "mrr_va"].map(|name| difference(model, name, share)));
            row
        };
        let mut rows: Vec<Vec<String>> = self.summary.iter().map(of_model).collect();
        let chance = share(self.controls.get("mrr_chance").copied());
        let mut row = header_of_control("chance");
        row.extend([chance.clone(), String::new(), chance]);
        row.resize(header.len(), String::new());
        rows.push(row);
        let title = "Own-clip retrieval among held-out clips, mean reciprocal rank".to_owned();
        PrintedTable { title, header, rows }
    }

    fn latent_table(&self) -> Option<PrintedTable> {
        let of_model = |model: &ModelSummary| {
            let get = |name: &str| model.scores.get(name).map(|score| score.spread.mean);
            let dims = get("latent_dim")?;
            let units = |modality: &str| {
                get(&format!("active_units_{modality}"))
                    .map_or(String::new(), |n| format!("{n:.1}"))
            };
            let number =
                |name: &str| get(name).map_or(String::new(), |value| format!("{value:.3}"));
            Some(vec![
                model.label(),
                format!("{dims}"),
                units("audio"),
                units("visual"),
                number("kl_per_dim_audio"),
                number("kl_per_dim_visual"),
                number("modality_gap"),
                number("foscttm"),
                number("modality_accuracy"),
            ])
        };
        let rows: Vec<Vec<String>> = self.summary.iter().filter_map(of_model).collect();
        let header = header(&[
            "method",
            "latent",
            "active A",
            "active V",
            "KL/dim A",
            "KL/dim V",
            "gap",
            "FOSCTTM",
            "1-NN modality",
        ]);
        let title = "The latent (Fig. 3 in numbers)".to_owned();
        (!rows.is_empty()).then_some(PrintedTable { title, header, rows })
    }

    fn naming_table(&self) -> Option<PrintedTable> {
        let of_model = |model: &ModelSummary| {
            model.scores.get("segment_accuracy")?;
            let mut row = vec![model.label(), spread(model, "segment_accuracy", percent)];
            row.extend(
                ["background_precision", "background_recall", "background_f1"]
                    .map(|name| spread(model, name, percent)),
            );
            Some(row)
        };
        let rows: Vec<Vec<String>> = self.summary.iter().filter_map(of_model).collect();
        let header =
            header(&["method", "seconds named right", "background precision", "recall", "F1"]);
        let title = "Supervised event localization, in % of seconds".to_owned();
        (!rows.is_empty()).then_some(PrintedTable { title, header, rows })
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

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn header_of_control(name: &str) -> Vec<String> {
    vec!["none".to_owned(), name.to_owned()]
}

fn head(model: &ModelSummary) -> Vec<String> {
    let labels = if model.is_supervised { "yes" } else { "none" };
    vec![labels.to_owned(), model.label()]
}

fn table_1_row(model: &ModelSummary) -> Vec<String> {
    let mut row = head(model);
    for name in ["exact_a2v", "exact_v2a"] {
        row.extend([spread(model, name, percent), interval(model, name, percent)]);
    }
    let of = |name: &str| model.scores.get(name).map(|score| score.spread.mean);
    row.push(percent(of("exact_a2v").zip(of("exact_v2a")).map(|(a, v)| 0.5 * (a + v))));
    row.extend(["exact_a2v", "exact_v2a"].map(|name| difference(model, name, percent)));
    let rest = ["shuffled", "within_1s", "exact_interior"];
    for name in rest {
        row.extend(["a2v", "v2a"].map(|direction| percent(of(&format!("{name}_{direction}")))));
    }
    row
}

fn table_2_row(model: &ModelSummary) -> Vec<String> {
    let mut row = head(model);
    for name in ["mrr_aa", "mrr_av", "mrr_va", "mrr_vv"] {
        row.extend([spread(model, name, share), interval(model, name, share)]);
    }
    let of = |name: &str| share(model.scores.get(name).map(|score| score.spread.mean));
    for name in ["mrr_without_own_pair", "recall_at_1", "map"] {
        row.extend([of(&format!("{name}_av")), of(&format!("{name}_va"))]);
    }
    row
}

type Format = fn(Option<f64>) -> String;

fn spread(model: &ModelSummary, name: &str, format: Format) -> String {
    let Some(SummedScore { spread, .. }) = model.scores.get(name) else { return String::new() };
    let mean = format(Some(spread.mean));
    if spread.n < 2 { mean } else { format!("{mean} ± {}", format(Some(spread.sd))) }
}

fn interval(model: &ModelSummary, name: &str, format: Format) -> String {
    let interval = model.scores.get(name).and_then(|score| score.interval);
    interval.map_or(String::new(), |interval| {
        format!("{}–{}", format(Some(interval.low)), format(Some(interval.high)))
    })
}

/// The interval of the difference to the yardstick; a difference that may be none says so with brackets.
fn difference(model: &ModelSummary, name: &str, format: Format) -> String {
    let found = model.scores.get(name).and_then(|score| score.minus_yardstick);
    found.map_or(String::new(), |interval| {
        let text = format!("{}..{}", format(Some(interval.low)), format(Some(interval.high)));
        if interval.excludes_zero() { text } else { format!("({text})") }
    })
}

fn percent(share: Option<f64>) -> String {
    share.map_or(String::new(), |share| format!("{:.1}", 100.0 * share))
}

fn share(share: Option<f64>) -> String {
    share.map_or(String::new(), |share| format!("{share:.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_padded_by_characters() {
        let table = PrintedTable {
            title: String::new(),
            header: header(&["é", "long name"]),
            rows: vec![header(&["abcd", "x"])],
        };
        let expected = "| é    | long name |\n|------|-----------|\n| abcd | x         |\n";
        assert_eq!(table.markdown(), expected);
    }
}
