//! The result of `sample`.

use std::io::{self, Write};

use earsight_sample::SampleReport;

use super::text::count;
use crate::terminal::Answer;

impl Answer for SampleReport {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (clips, labels) = (self.clips_folder.display(), self.labels_path.display());
        let kept = match self.n_kept {
            0 => String::new(),
            n => format!(", {n} were there"),
        };
        writeln!(out, "clips   {clips}: {} rendered{kept}", count(self.n_rendered, "clip"))?;
        writeln!(out, "labels  {labels}")?;
        if let Some(fallback) = &self.fallback {
            writeln!(out, "note    {fallback}")?;
        }
        writeln!(out, "\nlearn it   earsight learn {clips} --labels {labels}")
    }
}
