//! The numbers of a bench.

use std::fmt::Write as _;
use std::io::{self, Write};

use earsight::evaluation::leaks::LeakReport;
use earsight_bench::ave::{Priors, Split};
use earsight_bench::{Bench, DataCard, Failure};
use serde::Serialize;

use crate::terminal::Answer;

/// The numbers of a bench, in the shape of the paper's tables.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Benched {
    /// Everything that was found.
    pub bench: Bench,
}

impl Benched {
    /// Where the numbers come from, and all tables.
    pub fn markdown(&self) -> String {
        markdown(&self.bench)
    }
}

fn markdown(bench: &Bench) -> String {
    let mut text = source(&bench.data);
    let _ = write!(text, "\n{}", bench.leaks);
    for table in bench.tables() {
        let _ = write!(text, "\n{}\n\n{}", table.title, table.markdown());
    }
    text + &failures(&bench.failures)
}

/// Where numbers come from.
pub(super) fn source(data: &DataCard) -> String {
    let DataCard { name, split, features: [train, test], program, .. } = data;
    format!("{name}: {split}\nfeatures {train}, {test}; earsight {program}\n")
}

/// Systems that could not be run.
pub(super) fn failures(failures: &[Failure]) -> String {
    let line = |failure: &Failure| {
        let Failure { model, seed, reason } = failure;
        format!("\nnot run: {model} (seed {seed}): {reason}\n")
    };
    failures.iter().map(line).collect()
}

impl Answer for Benched {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.markdown().as_bytes())
    }
}

/// What AVE's own files say, and the numbers of its bench where its features are.
#[derive(Debug, Serialize)]
pub struct AveBenched {
    /// What one gets without listening or looking.
    pub priors: Priors,
    /// What speaks against each split.
    pub splits: Vec<AveSplit>,
    /// Tables 1 and 2; `rows`, `summary`, `controls`, … are absent without features.
    #[serde(flatten)]
    pub bench: Option<Bench>,
}

/// What speaks against a split, told by its labels.
#[derive(Debug, Serialize)]
pub struct AveSplit {
    /// Which.
    pub split: Split,
    /// What was found.
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
                let _ = write!(text, "\n{}", markdown(bench));
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
