//! The result of `import`.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::text::count;
use crate::terminal::Answer;

/// The result of `import`.
#[derive(Debug, Clone, Serialize)]
pub struct Imported {
    /// The library.
    pub library: PathBuf,
    /// Clips in it.
    pub n_clips: usize,
    /// Seconds in it.
    pub n_secs: usize,
    /// Seconds with both modalities.
    pub n_paired_secs: usize,
    /// Events of its clips, from the labels.
    pub n_events: usize,
}

impl Answer for Imported {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let library = self.library.display();
        writeln!(
            out,
            "library  {library}: {}, {} s, {} s of them both heard and seen",
            count(self.n_clips, "clip"),
            self.n_secs,
            self.n_paired_secs
        )?;
        if self.n_events > 0 {
            writeln!(out, "events   {}, each within its clip", self.n_events)?;
        }
        writeln!(out, "\nlearn it   earsight train {library}")
    }
}
