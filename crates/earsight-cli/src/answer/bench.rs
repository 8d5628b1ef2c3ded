//! The tables of a bench, of AVE's files, and of a calibration.

use std::fmt::Write as _;
use std::io::{self, Write};

use earsight::evaluation::leaks::LeakReport;
use earsight_bench::ave::{Priors, Split};
use earsight_bench::{Bench, CalibrationBench, DataCard, Failure, PrintedTable};
use serde::Serialize;

use crate::terminal::Answer;

/// The data of a bench, its leaks and all tables.
pub fn bench_text(bench: &Bench) -> String {
    text(&bench.data, &format!("\n{}", bench.leaks), &bench.tables(), &bench.failures)
}

/// The data of a calibration, and a table for each system.
pub fn calibration_text(bench: &CalibrationBench) -> String {
    text(&bench.data, "", &bench.tables(), &bench.failures)
}

fn text(data: &DataCard, leaks: &str, tables: &[PrintedTable], failures: &[Failure]) -> String {
    let DataCard { name, split, features: [train, test], program, .. } = data;
    let mut text =
        format!("{name}: {split}\nfeatures {train}, {test}; earsight {program}\n{leaks}");
    for table in tables {
        let _ = write!(text, "\n{}\n\n{}", table.title, table.markdown());
    }
    for failure in failures {
        let _ = writeln!(text, "\n{failure}");
    }
    text
}

impl Answer for Bench {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(bench_text(self).as_bytes())
    }
}

impl Answer for CalibrationBench {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(calibration_text(self).as_bytes())
    }
}

/// Priors and leaks from AVE's files, and the scores of its bench where its features are.
#[derive(Debug, Serialize)]
pub struct AveBenched {
    /// Scores of rules and random rankings that use neither sound nor image.
    pub priors: Priors,
    /// Leaks and shortcuts of each split.
    pub splits: Vec<AveSplit>,
    /// Tables 1 and 2; `rows`, `summary`, `controls`, … are absent without features.
    #[serde(flatten)]
    pub bench: Option<Bench>,
}

/// Leaks and shortcuts of a split, from its labels.
#[derive(Debug, Serialize)]
pub struct AveSplit {
    /// Which.
    pub split: Split,
    /// Its leaks and shortcuts.
    pub leaks: LeakReport,
}

impl AveBenched {
    /// All of it as text.
    pub fn markdown(&self) -> String {
        let mut text = self.priors.to_string();
        for AveSplit { split, leaks } in &self.splits {
            let _ = write!(text, "\n{} split: {leaks}", split.name());
        }
        match &self.bench {
            None => text += "\nThe features of AVE are not in this folder, so no system was run.\n",
            Some(bench) => {
                let _ = write!(text, "\n{}", bench_text(bench));
            }
        }
        text
    }
}

impl Answer for AveBenched {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.markdown().as_bytes())
    }
}
