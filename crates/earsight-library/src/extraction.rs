//! The files of a folder as features in a library, through earsight-extract.

use std::path::{Path, PathBuf};

use earsight_extract::{
    ExtractOptions, ExtractReport, Observer, Plan, Progress as Extracting, Skip,
};
use serde::Serialize;

use crate::monitor::Stage;
use crate::{Error, Monitor, OpenLibrary, Result, Stopped};

/// Summary of an extraction.
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
}

/// Turns what is new in a folder into features in the library at `library`, which may be new.
///
/// `options.cancel` stops it; what is finished is kept.
///
/// # Errors
/// [`Error::Extraction`] for what ends a whole run; [`Error::Stopped`].
pub fn extract(
    library: PathBuf,
    folder: &Path,
    options: &ExtractOptions,
    monitor: &dyn Monitor,
) -> Result<(OpenLibrary, Extracted)> {
    let stage = monitor.stage("decoding", 0);
    let mut following = Following { stage, library: &library };
    let report = earsight_extract::extract(folder, &library, options, &mut following)
        .map_err(|source| Error::Extraction { folder: folder.display().to_string(), source })?;
    drop(following);
    if report.is_cancelled {
        return Err(Stopped.into());
    }
    let library = OpenLibrary::open(&library)?;
    if !library.library.manifest().has_changes() {
        monitor.remark(
            "this library was made before what changes within a second was kept; \
             make it again to have that too",
        );
    }
    let extracted = summary(&library, report);
    Ok((library, extracted))
}

/// Reports the progress of a run.
struct Following<'a> {
    stage: Box<dyn Stage + 'a>,
    library: &'a Path,
}

impl Observer for Following<'_> {
    fn started(&mut self, plan: &Plan) {
        let (n_to_read, n_files) = (plan.n_to_read, plan.n_files);
        self.stage.remark(&format!(
            "{n_to_read} of {n_files} files are new here; the library is {}",
            self.library.display()
        ));
    }

    fn progress(&mut self, at: &Extracting) {
        self.stage.set_total(at.total_secs.ceil() as u64);
        let detail = format!(
            "{:.1} × real time, {} of {} files",
            at.times_real_time, at.n_files_done, at.n_files
        );
        self.stage.at_with_left(at.done_secs as u64, at.eta_secs, &detail);
    }

    fn file_skipped(&mut self, skip: &Skip) {
        self.stage.remark(&format!("skipped {}: {}", skip.clip, skip.reason));
    }
}

fn summary(library: &OpenLibrary, report: ExtractReport) -> Extracted {
    let clips = || library.library.manifest().clips();
    let named = |skips: Vec<Skip>| {
        let named = |Skip { clip, reason }: Skip| SkippedFile { file: clip.to_string(), reason };
        skips.into_iter().map(named).collect::<Vec<_>>()
    };
    Extracted {
        n_clips: clips().count(),
        n_secs: clips().map(|(_, content)| content.n_segments).sum(),
        library: library.path.clone(),
        n_files: report.n_files,
        n_ignored: report.n_ignored,
        n_decoded: report.extracted.len(),
        n_known: report.n_unchanged + report.recognised.len(),
        n_removed: report.n_removed,
        n_lost: report.n_lost,
        decoded_secs: report.extracted_secs,
        secs: report.elapsed_secs,
        skipped: named(report.skipped),
        warnings: named(report.warnings),
    }
}
