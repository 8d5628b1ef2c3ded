//! The result of `sample`.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::text::count;
use crate::terminal::Answer;

/// A rendered collection.
#[derive(Debug, Clone, Serialize)]
pub struct Sampled {
    /// The folder of clips.
    pub clips: PathBuf,
    /// The labels file.
    pub labels: PathBuf,
    /// Clips that this run rendered.
    pub n_rendered: usize,
    /// Clips that were there already.
    pub n_kept: usize,
    /// The video encoder.
    pub video_encoder: String,
    /// A note on the codec, if ffmpeg has no H.264 encoder.
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
