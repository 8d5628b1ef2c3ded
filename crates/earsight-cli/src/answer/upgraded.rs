//! The result of `upgrade`.

use std::io::{self, Write};

use earsight_library::Upgraded;
use serde::Serialize;

use super::extracted::write_files;
use super::text::count;
use crate::terminal::Answer;

/// An upgrade, and what it makes stale.
#[derive(Debug, Clone, Serialize)]
pub struct UpgradeAnswer {
    /// The upgrade.
    #[serde(flatten)]
    pub upgraded: Upgraded,
    /// Models that were fitted before, and compare without what was added.
    pub stale_models: Vec<String>,
}

impl Answer for UpgradeAnswer {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Upgraded { library, n_clips, n_secs, format_before, format, .. } = &self.upgraded;
        let (path, n_clips) = (library.display(), count(*n_clips, "clip"));
        if self.upgraded.was_there() {
            writeln!(out, "library  {path}: format {format}, nothing to upgrade")?;
        } else {
            let from = match format_before == format {
                true => format!("format {format}"),
                false => format!("format {format_before} → {format}"),
            };
            writeln!(out, "library  {path}: {n_clips}, {n_secs} s, {from}")?;
        }
        if self.upgraded.gained_concepts {
            let heard = count(self.upgraded.n_decoded + self.upgraded.n_known, "file");
            writeln!(out, "concepts of every picture, and of the sound of {heard}")?;
        }
        write_files("no concepts of the sound of", &self.upgraded.unheard, out)?;
        for (place, model) in self.stale_models.iter().enumerate() {
            let label = if place == 0 { "fit anew " } else { "         " };
            writeln!(out, "{label}earsight train {path} --model {model}")?;
        }
        Ok(())
    }
}
