//! Which files of a folder fit a moment, and where in them.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_core::{Modality, Span};
use serde::Serialize;

use super::extracted::Extracted;
use earsight_answers::Found;

use super::searched::{found_row, found_table, write_written};
use super::text::{count, seconds, sense};
use crate::terminal::Answer;
use earsight_answers::Asked;

/// Which files of a folder fit a moment, and where in them.
#[derive(Debug, Clone, Serialize)]
pub struct SearchedFolder {
    /// What was asked about.
    pub query: Asked,
    /// The sense it was compared with.
    pub to: Modality,
    /// The model that answers.
    pub model: String,
    /// The folder.
    pub folder: PathBuf,
    /// Its files that have the sense.
    pub n_files: usize,
    /// Their seconds.
    pub n_compared: usize,
    /// Files that are farther than true matches are, and so are none.
    pub n_refused: usize,
    /// Files, nearest first.
    pub found: Vec<Fit>,
    /// Files that the answers were written to.
    pub written: Vec<PathBuf>,
    /// How the folder's files became features.
    pub collection: Extracted,
}

/// Where a file fits best. Its distance is the mean over the seconds that lie side by side.
#[derive(Debug, Clone, Serialize)]
pub struct Fit {
    /// Its seconds.
    #[serde(flatten)]
    pub found: Found,
    /// The seconds of the query's file that they lie beside: not all of them when the file is shorter.
    pub beside: Span,
}

impl Answer for SearchedFolder {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Asked { file, span, sense: from, .. } = &self.query;
        writeln!(
            out,
            "query  {file}, {}, {} \u{2192} {} of {} in {} (mean distance of the seconds side by side)",
            seconds(*span),
            sense(*from),
            sense(self.to),
            count(self.n_files, "file"),
            self.folder.display()
        )?;
        match (self.n_refused, self.found.as_slice()) {
            (0, []) => writeln!(out, "nothing found")?,
            (_, []) => writeln!(out, "no match: true matches are nearer than any of these files")?,
            _ => {}
        }
        let mut table = found_table();
        for (index, Fit { found, beside }) in self.found.iter().enumerate() {
            let mut row = found_row(index, found);
            if beside != span {
                row[4] += &format!("  (beside {})", seconds(*beside));
            }
            table.row(row);
        }
        table.write(out, "")?;
        if self.n_refused > 0 && !self.found.is_empty() {
            let refused = count(self.n_refused, "more file");
            writeln!(out, "{refused}: no match, farther than true matches are")?;
        }
        write_written(&self.written, out)?;
        self.collection.write_trouble(out)
    }
}
