//! What `sample` made.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::text::count;
use crate::terminal::Answer;

/// What `sample` made.
#[derive(Debug, Clone, Serialize)]
pub struct Sampled {
    /// The folder of clips.
    pub clips: PathBuf,
    /// Who is heard and seen when.
    pub labels: PathBuf,
    /// Clips that this run made.
    pub n_rendered: usize,
    /// Clips that were there already.
    pub n_kept: usize,
    /// What encoded the pictures.
    pub video_encoder: String,
    /// What stands in for H.264, if ffmpeg cannot make it.
    pub fallback: Option<String>,
}

impl Answer for Sampled {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let kept = match self.n_kept {
            0 => String::new(),
            n => format!(", {n} were there"),
        };
        writeln!(
            out,
            "clips   {}: {} rendered{kept}",
            self.clips.display(),
            count(self.n_rendered, "clip")
        )?;
        writeln!(out, "labels  {}", self.labels.display())?;
        if let Some(fallback) = &self.fallback {
            writeln!(out, "note    {fallback}")?;
        }
        let (clips, labels) = (self.clips.display(), self.labels.display());
        writeln!(out, "\nlearn it   earsight learn {clips} --labels {labels}")
    }
}
