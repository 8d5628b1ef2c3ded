//! Which files of a folder fit a moment, and where in them.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_library::{Extracted, FolderFit, QueryInfo, SearchedFolder};
use serde::Serialize;

use super::extracted::write_trouble;
use super::searched::{found_row, found_table, write_written};
use super::text::{count, seconds};
use crate::terminal::Answer;

/// Which files of a folder fit a moment, and what became of them.
#[derive(Debug, Clone, Serialize)]
pub struct FolderAnswer {
    /// What was found.
    #[serde(flatten)]
    pub answer: SearchedFolder,
    /// The folder.
    pub folder: PathBuf,
    /// Files that the results were written to.
    pub written: Vec<PathBuf>,
    /// How the folder's files became features.
    pub collection: Extracted,
}

impl Answer for FolderAnswer {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let SearchedFolder { query, to, n_files, n_refused, found, .. } = &self.answer;
        let QueryInfo { file, span, modality: from, .. } = query;
        writeln!(
            out,
            "query  {file}, {}, {} \u{2192} {} of {} in {} (mean distance of the seconds side by side)",
            seconds(*span),
            from.alias(),
            to.alias(),
            count(*n_files, "file"),
            self.folder.display()
        )?;
        match (*n_refused, found.as_slice()) {
            (0, []) => writeln!(out, "nothing found")?,
            (_, []) => writeln!(out, "no match: true matches are nearer than any of these files")?,
            _ => {}
        }
        let mut table = found_table();
        for (index, FolderFit { found, beside }) in found.iter().enumerate() {
            let mut row = found_row(index, found);
            if beside != span {
                row[4] += &format!("  (beside {})", seconds(*beside));
            }
            table.row(row);
        }
        table.write(out, "")?;
        if *n_refused > 0 && !found.is_empty() {
            let refused = count(*n_refused, "more file");
            writeln!(out, "{refused}: no match, farther than true matches are")?;
        }
        write_written(&self.written, out)?;
        write_trouble(&self.collection, out)
    }
}
