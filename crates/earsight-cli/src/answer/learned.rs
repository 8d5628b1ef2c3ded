//! What `learn` did.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_answers::Score;
use serde::Serialize;

use super::score::write_score;
use super::{Extracted, TrainedAnswer};
use crate::terminal::Answer;

/// What `learn` did.
#[derive(Debug, Clone, Serialize)]
pub struct Learned {
    /// The library.
    pub library: PathBuf,
    /// What became of the files.
    pub extraction: Extracted,
    /// What became of the model and its index.
    pub training: TrainedAnswer,
    /// How good it is on clips that it has not seen.
    pub self_check: SelfChecked,
    /// The report, if one was asked for.
    pub report: Option<PathBuf>,
}

/// A self-check, or why there is none.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SelfChecked {
    /// Its numbers.
    Score(Score),
    /// Why there is none.
    LeftOut(String),
}

impl Answer for Learned {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.training.write(out)?;
        self.extraction.write_trouble(out)?;
        writeln!(out)?;
        self.self_check.write(out)?;
        if let Some(report) = &self.report {
            writeln!(out)?;
            writeln!(out, "report   {}", report.display())?;
        }
        writeln!(out)?;
        let library = self.library.display();
        writeln!(out, "ask it   earsight search QUERY --from audio --to visual -l {library}")?;
        writeln!(out, "         earsight localize QUERY --in VIDEO --from audio -l {library}")
    }
}

impl SelfChecked {
    /// Its numbers, or why there are none.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            SelfChecked::Score(score) => write_score(score, out),
            SelfChecked::LeftOut(why) => writeln!(out, "no self-check: {why}"),
        }
    }
}
