//! The self-check: how good the model is on clips that it has not seen, and what that is worth.
//!
//! The clips are dealt into folds. For each fold the model, and linear CCA beside it,
//! learn from the other folds and are asked about this one.

mod fold;

use std::path::Path;

use anyhow::Context as _;
use earsight::evaluation::folds_by_clip;
use earsight_answers::{CheckIdentity, SelfCheck};
use earsight_core::{Annotations, FeatureSet};
use earsight_store::{Manifest, Models};

use crate::answer::SelfChecked;
use crate::library::OpenLibrary;
use crate::stop::StopFlag;
use crate::terminal::Terminal;
use crate::training::Trained;

/// Fewer clips than this that are both heard and seen say nothing when some of them are held out.
pub const MIN_CLIPS: usize = 10;

/// What a self-check is to be like.
pub struct Asked {
    /// Folds the clips are dealt into; fewer where there are few clips.
    pub n_folds: usize,
    /// What people said about the clips, if they were asked.
    pub labels: Option<Annotations>,
}

/// The self-check of a model that was just fitted, or why there is none.
///
/// # Errors
/// As [`run`].
pub fn of_trained(
    asked: Asked,
    library: &OpenLibrary,
    trained: &Trained,
    n_threads: usize,
    terminal: &Terminal,
    stop: &StopFlag,
) -> anyhow::Result<SelfChecked> {
    let features = library.library.feature_set()?;
    let n_clips = features.paired().count();
    if n_clips < MIN_CLIPS {
        let why = format!(
            "{n_clips} clips are both heard and seen, and with fewer than {MIN_CLIPS} the numbers mean nothing"
        );
        return Ok(SelfChecked::LeftOut(why));
    }
    let identity = CheckIdentity {
        training: trained.record.identity.clone(),
        n_folds: asked.n_folds.min(n_clips / 2),
        labels: asked.labels,
    };
    let began = std::time::Instant::now();
    let models = library.models();
    let check = run(&models, &features, identity, &trained.fingerprint, n_threads, terminal, stop)?;
    let n_folds = check.identity.n_folds;
    terminal.remark(format!("checked: {n_folds} folds in {:.1} s", began.elapsed().as_secs_f64()));
    Ok(SelfChecked::Score(check.score()))
}

/// Runs the self-check, or goes on with one that was interrupted: each fold is kept when it is done.
///
/// What its models measured on the clips that they had not seen is kept beside it, as the calibration of the
/// model with the given fingerprint, which was fitted on all clips.
///
/// # Errors
/// What the models refuse; [`crate::stop::Stopped`].
pub fn run(
    models: &Models,
    features: &FeatureSet,
    identity: CheckIdentity,
    fingerprint: &str,
    n_threads: usize,
    terminal: &Terminal,
    stop: &StopFlag,
) -> anyhow::Result<SelfCheck> {
    let name = identity.training.model.clone();
    let mut check = SelfCheck::resume(models, identity);
    let mut calibration = earsight_answers::CalibrationFile::read(models, &name)
        .ok()
        .flatten()
        .filter(|kept| kept.is_of(fingerprint))
        .unwrap_or_else(|| earsight_answers::CalibrationFile::of(fingerprint));
    // Both files go on from the last fold that both have.
    check.folds.truncate(calibration.n_folds());
    calibration.truncate(check.folds.len());
    let folds = folds_by_clip(features, check.identity.n_folds, check.identity.training.seed);
    let progress = terminal.progress("checking", folds.len() as u64);
    while check.folds.len() < folds.len() {
        // Small batches leave a second core idle: two folds at once use it.
        let first = check.folds.len();
        let batch = &folds[first..folds.len().min(first + n_threads.clamp(1, 2))];
        progress.at(first as u64, format!("fold {} of {}", first + 1, folds.len()));
        let identity = &check.identity;
        let done = std::thread::scope(|scope| {
            let asked: Vec<_> = batch
                .iter()
                .map(|fold| scope.spawn(|| fold::ask(features, fold, identity, stop)))
                .collect();
            asked.into_iter().map(|fold| fold.join().expect("a fold does not panic")).collect()
        });
        let done: Vec<anyhow::Result<fold::AskedFold>> = done;
        // What is done is kept, even when the next fold was stopped.
        let mut trouble = Ok(());
        for fold in done {
            match fold {
                Ok(fold) if trouble.is_ok() => {
                    check.folds.push(fold.record);
                    calibration.push(fold.measured);
                }
                Ok(_) => {}
                Err(error) => trouble = trouble.and(Err(error)),
            }
        }
        calibration.publish(models, &name)?;
        check.publish(models)?;
        trouble?;
    }
    Ok(check)
}

/// Reads what people said about clips and refuses labels that name none of them.
///
/// # Errors
/// When the file cannot be read, or is about other clips.
pub fn read_labels(path: &Path, manifest: &Manifest) -> anyhow::Result<Annotations> {
    let labels = earsight_sample::read_labels(path)
        .with_context(|| format!("cannot read the labels {}", path.display()))?;
    if !manifest.clips().any(|(clip, _)| labels.event(clip).is_some()) {
        anyhow::bail!("none of the clips named in {} is in the library", path.display());
    }
    Ok(labels)
}
