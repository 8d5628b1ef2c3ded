//! What `train` did.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_answers::TrainingRecord;
use serde::Serialize;

use super::learned::SelfChecked;
use super::text::count;
use crate::indexing::Indexed;
use crate::terminal::Answer;
use crate::training::Trained;

/// What `train` did.
#[derive(Debug, Clone, Serialize)]
pub struct TrainedAnswer {
    /// The library.
    pub library: PathBuf,
    /// How the model came to be.
    pub training: TrainingRecord,
    /// Whether it had been fitted before, on the same features with the same settings.
    pub was_there: bool,
    /// What indexing did.
    pub index: Indexed,
    /// How good it is on clips that it has not seen, if that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_check: Option<SelfChecked>,
}

/// The line for a finished training.
pub fn training_line(trained: &Trained) -> String {
    let TrainingRecord {
        identity, epochs, secs, n_paired_clips, n_paired_secs, active_units, ..
    } = &trained.record;
    if trained.was_there {
        return format!("trained: {} is there already", identity.model);
    }
    let units = active_units.as_ref().map_or_else(String::new, |active| {
        let (units, of) = (active.units, active.latent_dim);
        format!(", active units {} audio, {} visual of {of}", units.audio, units.visual)
    });
    format!(
        "trained: {} on {}, {n_paired_secs} s, in {secs:.1} s ({}{units})",
        identity.model,
        count(*n_paired_clips, "clip"),
        count(epochs.len(), "epoch"),
    )
}

/// The line for a finished index.
pub fn indexing_line(index: &Indexed) -> String {
    if index.was_there {
        return "indexed: the index is there already".to_owned();
    }
    let rows = index.rows;
    format!(
        "indexed: {} s of sound and {} s of picture in {:.1} s",
        rows.audio, rows.visual, index.secs
    )
}

impl Answer for TrainedAnswer {
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
            self_check.write(out)?;
        }
        Ok(())
    }
}
