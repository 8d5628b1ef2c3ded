//! The numbers of a bench.

use std::fmt::Write as _;
use std::io::{self, Write};

use earsight_bench::Bench;
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
        let Bench { data, failures, .. } = &self.bench;
        let mut text = String::new();
        let _ = writeln!(text, "{}: {}", data.name, data.split);
        let [train, test] = &data.features;
        let _ = writeln!(text, "features {train}, {test}; earsight {}", data.program);
        for table in self.bench.tables() {
            let _ = write!(text, "\n{}\n\n{}", table.title, table.markdown());
        }
        for failure in failures {
            let _ = writeln!(
                text,
                "\nnot run: {} (seed {}): {}",
                failure.model, failure.seed, failure.reason
            );
        }
        text
    }
}

impl Answer for Benched {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.markdown().as_bytes())
    }
}
