//! What `extract` did.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::table::{Align, Table};
use super::text::count;
use crate::terminal::Answer;

/// What `extract` did.
#[derive(Debug, Clone, Serialize)]
pub struct Extracted {
    /// The library.
    pub library: PathBuf,
    /// Media files in the folder.
    pub n_files: usize,
    /// Files that are not media by their name.
    pub n_ignored: usize,
    /// Files that this run decoded.
    pub n_decoded: usize,
    /// Files whose features were there already.
    pub n_known: usize,
    /// Files that left the folder since the last run.
    pub n_removed: usize,
    /// Files that were decoded again because their features were broken.
    pub n_lost: usize,
    /// Clips in the library.
    pub n_clips: usize,
    /// Seconds in the library.
    pub n_secs: usize,
    /// Seconds of media that this run decoded.
    pub decoded_secs: f64,
    /// How long it took.
    pub secs: f64,
    /// Files without features, and why.
    pub skipped: Vec<SkippedFile>,
    /// Files with features although something is wrong with them.
    pub warnings: Vec<SkippedFile>,
}

/// A file without features.
#[derive(Debug, Clone, Serialize)]
pub struct SkippedFile {
    /// The file.
    pub file: String,
    /// Why, in one line.
    pub reason: String,
}

impl Extracted {
    /// How much faster than playing; nothing when nothing was decoded.
    pub fn times_real_time(&self) -> Option<f64> {
        (self.n_decoded > 0 && self.secs > 0.0).then(|| self.decoded_secs / self.secs)
    }

    /// The line for a finished stage.
    pub fn line(&self) -> String {
        let decoded = match self.times_real_time() {
            None => "nothing to decode".to_owned(),
            Some(times) => format!(
                "{} decoded, {:.0} s in {:.1} s ({times:.1} × real time)",
                count(self.n_decoded, "file"),
                self.decoded_secs,
                self.secs
            ),
        };
        format!("extracted: {decoded}, {} known, {} skipped", self.n_known, self.skipped.len())
    }
}

impl Answer for Extracted {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "library  {}: {}, {} s",
            self.library.display(),
            count(self.n_clips, "clip"),
            self.n_secs
        )?;
        self.write_trouble(out)
    }
}

impl Extracted {
    /// Which files were skipped, or are not as they should be, and why.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_trouble(&self, out: &mut dyn Write) -> io::Result<()> {
        write_files("skipped ", &self.skipped, out)?;
        write_files("in part ", &self.warnings, out)
    }
}

/// Files and what is wrong with them, under a line that counts them; nothing where there are none.
///
/// # Errors
/// Those of `out`.
pub fn write_files(what: &str, files: &[SkippedFile], out: &mut dyn Write) -> io::Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    writeln!(out, "{what} {}:", count(files.len(), "file"))?;
    let mut table = Table::new([Align::Left, Align::Left]);
    for SkippedFile { file, reason } in files {
        table.row([file.clone(), reason.clone()]);
    }
    table.write(out, "  ")
}
