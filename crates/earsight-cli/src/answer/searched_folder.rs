//! The result of `search --in`.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_library::{Extracted, FolderFit, SearchedFolder};
use serde::Serialize;

use super::extracted::write_skipped;
use super::searched::{found_row, found_table, write_confidence, write_written};
use super::text::{count, described, seconds};
use crate::terminal::Answer;

/// The nearest files of a folder, and how they were extracted.
#[derive(Debug, Clone, Serialize)]
pub struct FolderAnswer {
    /// The query and its results.
    #[serde(flatten)]
    pub answer: SearchedFolder,
    /// The folder.
    pub folder: PathBuf,
    /// Files that the results were written to.
    pub written: Vec<PathBuf>,
    /// The extraction of the folder.
    pub collection: Extracted,
}

impl Answer for FolderAnswer {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let SearchedFolder { query, to, n_files, n_rejected, errors, found, .. } = &self.answer;
        writeln!(
            out,
            "query  {} \u{2192} {} of {} in {} (mean distance of the seconds side by side)",
            described(query),
            to.alias(),
            count(*n_files, "file"),
            self.folder.display()
        )?;
        match (*n_rejected, found.as_slice()) {
            (0, []) => writeln!(out, "nothing found")?,
            (_, []) => writeln!(out, "no match: no file is within the threshold")?,
            _ => {}
        }
        let mut table = found_table();
        for (index, FolderFit { found, beside }) in found.iter().enumerate() {
            let mut row = found_row(index, found);
            if *beside != query.span {
                row[4] += &format!("  (beside {})", seconds(*beside));
            }
            table.row(row);
        }
        table.write(out, "")?;
        if *n_rejected > 0 && !found.is_empty() {
            let rejected = count(*n_rejected, "more file");
            writeln!(out, "{rejected}: farther than the threshold for no match")?;
        }
        write_confidence(found.iter().map(|fit| &fit.found), *errors, out)?;
        write_written(&self.written, out)?;
        write_skipped(&self.collection, out)
    }
}
