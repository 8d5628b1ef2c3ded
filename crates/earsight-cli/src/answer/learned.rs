//! Results of `train` and `learn`.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_library::{Extracted, Learned, SelfChecked, TrainingRecord};
use serde::Serialize;

use super::extracted::write_skipped;
use super::score;
use super::text::count;
use crate::terminal::Answer;

impl Answer for Learned {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let TrainingRecord {
            identity, epochs, n_paired_clips, n_paired_secs, active_units, ..
        } = &self.training;
        writeln!(out, "library  {}", self.library.display())?;
        let last = epochs.last();
        let n_epochs =
            last.map_or_else(String::new, |_| format!(", {}", count(epochs.len(), "epoch")));
        writeln!(
            out,
            "model    {}, seed {}, fitted on {} ({n_paired_secs} s){n_epochs}",
            identity.model,
            identity.seed,
            count(*n_paired_clips, "clip")
        )?;
        if let Some(epoch) = last {
            let terms: Vec<String> =
                epoch.terms.iter().map(|(name, value)| format!("{name} {value:.4}")).collect();
            writeln!(out, "loss     {:.4} ({})", epoch.total, terms.join(", "))?;
        }
        if let Some(active) = active_units {
            let (units, of) = (active.units, active.latent_dim);
            writeln!(
                out,
                "latent   active units: {} audio, {} visual of {of}",
                units.audio, units.visual
            )?;
        }
        if let Some(self_check) = &self.self_check {
            writeln!(out)?;
            write_self_check(self_check, out)?;
        }
        Ok(())
    }
}

/// The result of `learn`.
#[derive(Debug, Clone, Serialize)]
pub struct LearnAnswer {
    /// The library.
    pub library: PathBuf,
    /// The extraction.
    pub extraction: Extracted,
    /// The model and its index.
    pub training: Learned,
    /// Scores of the model on held-out clips.
    pub self_check: SelfChecked,
    /// The report, if one was requested.
    pub report: Option<PathBuf>,
}

impl Answer for LearnAnswer {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.training.write(out)?;
        write_skipped(&self.extraction, out)?;
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

/// The scores of a self-check, or why there are none.
fn write_self_check(checked: &SelfChecked, out: &mut dyn Write) -> io::Result<()> {
    match checked {
        SelfChecked::Score(numbers) => score::write(numbers, out),
        SelfChecked::LeftOut(why) => writeln!(out, "no self-check: {why}"),
    }
}
