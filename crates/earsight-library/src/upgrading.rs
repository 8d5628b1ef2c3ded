//! A library of an older program, rewritten as this one would have made it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use earsight_extract::{ExtractEvent, ExtractOptions, Upgraded};

use crate::folder::COLLECTIONS;
use crate::{Error, Monitor, OpenLibrary, Result, Stopped, options_of};

/// Rewrites a library in the newest format, with the concepts of each second; searched folders that it keeps, too.
///
/// `cancel` stops it; the library is then as it was, and finished files are kept for the next run.
///
/// # Errors
/// When there is no library, or it is broken, or of other backbones than this program's; [`Error::Stopped`].
pub fn upgrade(
    path: &Path,
    (n_threads, cancel): (usize, Arc<AtomicBool>),
    monitor: &dyn Monitor,
) -> Result<(OpenLibrary, Upgraded)> {
    let options = {
        let library = OpenLibrary::open(path)?;
        ExtractOptions { cancel, ..options_of(&library, n_threads)? }
    };
    let upgraded = upgrade_one(path, &options, monitor)?;
    // Folders that were searched can be extracted again: one that is broken stops nothing.
    let kept = std::fs::read_dir(path.join(COLLECTIONS)).into_iter().flatten().flatten();
    for folder in kept.map(|entry| entry.path()).filter(|folder| folder.is_dir()) {
        match upgrade_one(&folder, &options, monitor) {
            Err(error @ Error::Stopped(_)) => return Err(error),
            Err(error) => monitor.remark(&format!("left as it is: {error}")),
            Ok(_) => {}
        }
    }
    Ok((OpenLibrary::open(path)?, upgraded))
}

fn upgrade_one(path: &Path, options: &ExtractOptions, monitor: &dyn Monitor) -> Result<Upgraded> {
    let stage = monitor.stage("listening", 0);
    let mut report_event = |event: ExtractEvent<'_>| match event {
        ExtractEvent::Started(plan) => stage.remark(&format!(
            "the sound of {} of {} files is decoded for its concepts; the library is {}",
            plan.n_to_read,
            plan.n_files,
            path.display()
        )),
        ExtractEvent::Progress(at) => {
            stage.set_total(at.total_secs as u64);
            let detail = format!(
                "{:.1} × real time, {} of {} files",
                at.times_real_time, at.n_files_done, at.n_files
            );
            stage.at_with_left(at.done_secs as u64, at.eta_secs, &detail);
        }
        ExtractEvent::FileSkipped(unheard) => {
            stage.remark(&format!(
                "no concepts of the sound of {}: {}",
                unheard.file, unheard.reason
            ));
        }
        ExtractEvent::FileDone { .. } => {}
    };
    let upgraded =
        earsight_extract::upgrade(path, options, &mut report_event).map_err(|error| {
            Error::from(error).because(format!("cannot upgrade {}", path.display()))
        })?;
    drop(stage);
    if upgraded.is_cancelled { Err(Stopped.into()) } else { Ok(upgraded) }
}

impl OpenLibrary {
    /// Whether seconds could have concepts, and the library was made before these were stored.
    pub fn lacks_concepts(&self) -> bool {
        let manifest = self.library.manifest();
        let backbone = &manifest.backbones.visual.space.backbone;
        let name = backbone.split('@').next().unwrap_or_default();
        let has_concepts = |entry: &earsight_backbone::BackboneEntry| {
            entry.name == name && entry.concepts().is_some()
        };
        manifest.concepts.is_none()
            && !manifest.shards.is_empty()
            && earsight_backbone::BACKBONES.iter().any(has_concepts)
    }

    /// Fitted models that were fitted on other features or clips than the library has now.
    ///
    /// # Errors
    /// When the models cannot be listed.
    pub fn stale_models(&self) -> Result<Vec<String>> {
        let (models, digest) = (self.models(), self.library.manifest().digest());
        let mut names = self.fitted_names()?;
        names.retain(|name| {
            let record = crate::TrainingRecord::read(&models, name);
            record.is_none_or(|record| record.identity.library != digest)
        });
        Ok(names)
    }
}
