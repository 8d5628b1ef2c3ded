//! The files of a folder as features in a library, through earsight-extract.

use std::path::Path;

use earsight_extract::{ExtractOptions, ExtractReport, Observer, Plan, Progress, Skip};

use crate::monitor::Stage;
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
) -> Result<(OpenLibrary, ExtractReport)> {
    let mut progress = ExtractionProgress { stage: monitor.stage("decoding", 0), library };
    let report =
        earsight_extract::extract(folder, library, options, &mut progress).map_err(|error| {
            Error::from(error).because(format!("cannot extract {}", folder.display()))
        })?;
    drop(progress);
    if report.is_cancelled {
        return Err(Stopped.into());
    }
    let library = OpenLibrary::open(library)?;
    if !library.library.manifest().has_changes() {
        monitor.remark(
            "this library was made before what changes within a second was kept; \
             make it again to have that too",
        );
    }
    Ok((library, report))
}

/// Reports the progress of a run as a stage.
struct ExtractionProgress<'a> {
    stage: Box<dyn Stage + 'a>,
    library: &'a Path,
}

impl Observer for ExtractionProgress<'_> {
    fn started(&mut self, plan: &Plan) {
        let (n_to_read, n_files) = (plan.n_to_read, plan.n_files);
        self.stage.remark(&format!(
            "{n_to_read} of {n_files} files are new here; the library is {}",
            self.library.display()
        ));
    }

    fn progress(&mut self, at: &Progress) {
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
