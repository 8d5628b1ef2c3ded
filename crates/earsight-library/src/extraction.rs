//! The files of a folder as features in a library, through earsight-extract.

use std::path::Path;

use earsight_extract::{ExtractEvent, ExtractOptions, Extracted};

use crate::{Error, Monitor, OpenLibrary, Result, Stopped};

/// Extracts the new files of a folder into the library at `library`, which is made if it does not exist.
///
/// `options.cancel` stops it; finished files are kept.
///
/// # Errors
/// Those that end a whole run; [`Error::Stopped`].
pub fn extract(
    library: &Path,
    folder: &Path,
    options: &ExtractOptions,
    monitor: &dyn Monitor,
) -> Result<(OpenLibrary, Extracted)> {
    let stage = monitor.stage("decoding", 0);
    let mut report_event = |event: ExtractEvent<'_>| match event {
        ExtractEvent::Started(plan) => stage.remark(&format!(
            "{} of {} files are new here; the library is {}",
            plan.n_to_read,
            plan.n_files,
            library.display()
        )),
        ExtractEvent::Progress(at) => {
            stage.set_total(at.total_secs.ceil() as u64);
            let detail = format!(
                "{:.1} × real time, {} of {} files",
                at.times_real_time, at.n_files_done, at.n_files
            );
            stage.at_with_left(at.done_secs as u64, at.eta_secs, &detail);
        }
        ExtractEvent::FileSkipped(skipped) => {
            stage.remark(&format!("skipped {}: {}", skipped.file, skipped.reason));
        }
        ExtractEvent::FileDone { .. } => {}
    };
    let extracted = earsight_extract::extract(folder, library, options, &mut report_event)
        .map_err(|error| {
            Error::from(error).because(format!("cannot extract {}", folder.display()))
        })?;
    drop(stage);
    if extracted.is_cancelled {
        return Err(Stopped.into());
    }
    let library = OpenLibrary::open(library)?;
    if !library.library.manifest().has_changes() {
        monitor.remark(
            "this library was made before what changes within a second was kept; \
             make it again to have that too",
        );
    }
    if library.lacks_concepts() {
        monitor.remark(&format!(
            "this library was made before concepts were kept; `earsight upgrade {}` adds them",
            library.path.display()
        ));
    }
    Ok((library, extracted))
}
