//! Results as files for other programs.

use std::path::PathBuf;

use clap::Args;

/// Files to write for tables and editing programs.
#[derive(Debug, Clone, Args)]
pub struct CueSheetArgs {
    /// Also write the results as a table
    #[arg(long, value_name = "FILE.csv")]
    pub csv: Option<PathBuf>,
    /// With --in, also write a timeline (OpenTimelineIO), one track per result; only the best is enabled
    #[arg(long, value_name = "FILE.otio", requires = "folder")]
    pub otio: Option<PathBuf>,
    /// With --in, also write an edit list (CMX 3600): the query repeated, each time with the next result
    #[arg(long, value_name = "FILE.edl", requires = "folder")]
    pub edl: Option<PathBuf>,
}

impl CueSheetArgs {
    /// The files to write.
    pub fn files(&self) -> impl Iterator<Item = &PathBuf> {
        [&self.csv, &self.otio, &self.edl].into_iter().flatten()
    }
}
