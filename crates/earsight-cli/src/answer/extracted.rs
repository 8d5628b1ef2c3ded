//! The result of `extract`.

use std::io::{self, Write};

use earsight_library::{Extracted, SkippedFile};

use super::table::{Align, Table};
use super::text::count;
use crate::terminal::Answer;

/// The line for a finished extraction.
pub fn extraction_line(extracted: &Extracted) -> String {
    let decoded = match extracted.times_real_time() {
        None => "nothing to decode".to_owned(),
        Some(times_real_time) => format!(
            "{} decoded, {:.0} s in {:.1} s ({times_real_time:.1} × real time)",
            count(extracted.n_decoded, "file"),
            extracted.decoded_secs,
            extracted.secs
        ),
    };
    format!(
        "extracted: {decoded}, {} known, {} skipped",
        extracted.n_known,
        extracted.skipped.len()
    )
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
        write_skipped(self, out)
    }
}

/// The files that were skipped, wholly or in part, and why.
///
/// # Errors
/// Those of `out`.
pub fn write_skipped(extracted: &Extracted, out: &mut dyn Write) -> io::Result<()> {
    write_files("skipped ", &extracted.skipped, out)?;
    write_files("in part ", &extracted.warnings, out)
}

/// Files and their reasons, below a line that counts them; nothing if there are none.
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
