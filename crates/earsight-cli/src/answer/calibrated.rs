//! What was promised of answers, and what was kept.

use std::fmt::Write as _;
use std::io::{self, Write};

use earsight_bench::CalibrationBench;
use serde::Serialize;

use super::benched::{failures, source};
use crate::terminal::Answer;

/// What was promised of answers, and what was kept.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Calibrated {
    /// Everything that was found.
    pub bench: CalibrationBench,
}

impl Calibrated {
    /// Where the numbers come from, and a table for each system.
    pub fn markdown(&self) -> String {
        let mut text = source(&self.bench.data);
        for table in self.bench.tables() {
            let _ = write!(text, "\n{}\n\n{}", table.title, table.markdown());
        }
        text + &failures(&self.bench.failures)
    }
}

impl Answer for Calibrated {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.markdown().as_bytes())
    }
}
