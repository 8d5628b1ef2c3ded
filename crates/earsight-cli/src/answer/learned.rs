//! What `learn` did.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_library::{Extracted, SelfChecked};
use serde::Serialize;

use super::extracted::write_trouble;
use super::{TrainedAnswer, score};
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

impl Answer for Learned {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.training.write(out)?;
        write_trouble(&self.extraction, out)?;
        writeln!(out)?;
        write_self_check(&self.self_check, out)?;
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

/// The numbers of a self-check, or why there are none.
///
/// # Errors
/// Those of `out`.
pub fn write_self_check(checked: &SelfChecked, out: &mut dyn Write) -> io::Result<()> {
    match checked {
        SelfChecked::Score(numbers) => score::write(numbers, out),
        SelfChecked::LeftOut(why) => writeln!(out, "no self-check: {why}"),
    }
}
