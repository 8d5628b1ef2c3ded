//! Files to features, through earsight-extract, with what a person sees meanwhile.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use earsight_answers::given_weights;
use earsight_core::PerModality;
use earsight_extract::{
    ExtractOptions, ExtractReport, Observer, Plan, Progress as Extracting, Skip,
};

use crate::answer::{Extracted, SkippedFile};
use crate::args::{CollectionArgs, ExtractionArgs};
use crate::library::{OpenLibrary, default_path};
use crate::stop::{StopFlag, Stopped};
use crate::terminal::{Progress, Terminal};

/// Turns what is new in a folder into features.
///
/// # Errors
/// What ends a whole run; [`Stopped`] after what is finished was kept.
pub fn extract(
    collection: &CollectionArgs,
    networks: &ExtractionArgs,
    n_threads: usize,
    terminal: &Terminal,
    stop: &StopFlag,
) -> anyhow::Result<(OpenLibrary, Extracted)> {
    let folder = &collection.folder;
    let path = match &collection.library {
        Some(path) => path.clone(),
        None => default_path(folder)?,
    };
    let options = ExtractOptions {
        backbones: PerModality { audio: networks.audio.clone(), visual: networks.visual.clone() },
        weights: given_weights(&networks.weights)?,
        threads: n_threads,
        retry_skipped: networks.retry_skipped,
        cancel: stop.shared(),
        ..ExtractOptions::default()
    };
    extract_into(path, folder, &options, terminal)
}

/// The same, into a library that is named.
///
/// # Errors
/// As [`extract`].
pub fn extract_into(
    library: PathBuf,
    folder: &Path,
    options: &ExtractOptions,
    terminal: &Terminal,
) -> anyhow::Result<(OpenLibrary, Extracted)> {
    let progress = terminal.progress("decoding", 0);
    let mut watching = Watching { progress, library: &library };
    let report = earsight_extract::extract(folder, &library, options, &mut watching)
        .with_context(|| format!("cannot extract {}", folder.display()))?;
    drop(watching);
    if report.is_cancelled {
        return Err(Stopped.into());
    }
    let library = OpenLibrary::open(&library)?;
    if !library.library.manifest().has_changes() {
        terminal.remark(
            "this library was made before what changes within a second was kept; \
             make it again to have that too",
        );
    }
    let extracted = summary(&library, report);
    Ok((library, extracted))
}

/// Shows how far a run is.
struct Watching<'a> {
    progress: Progress,
    library: &'a Path,
}

impl Observer for Watching<'_> {
    fn started(&mut self, plan: &Plan) {
        let (n_to_read, n_files) = (plan.n_to_read, plan.n_files);
        self.progress.remark(format!(
            "{n_to_read} of {n_files} files are new here; the library is {}",
            self.library.display()
        ));
    }

    fn progress(&mut self, at: &Extracting) {
        self.progress.set_total(at.total_secs.ceil() as u64);
        let detail = format!(
            "{:.1} × real time, {} of {} files",
            at.times_real_time, at.n_files_done, at.n_files
        );
        self.progress.at_with_left(at.done_secs as u64, at.eta_secs, detail);
    }

    fn file_skipped(&mut self, skip: &Skip) {
        self.progress.remark(format!("skipped {}: {}", skip.clip, skip.reason));
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
