//! The self-check: cross-validation of the model over recordings, with linear CCA as the baseline.
//!
//! For each fold both are fitted on the other folds and evaluated on this one.

mod fold;
mod score;

use std::time::Instant;

use earsight::evaluation::{Recordings, folds};
use earsight_core::{Annotations, ClipId, FeatureSet, Modality};
use earsight_store::Models;
use serde::{Deserialize, Serialize};

use crate::{CalibrationFile, Monitor, OpenLibrary, Result, TrainingIdentity, TrainingRecord};

pub use fold::{FoldRecord, MethodRecord, ShownRecord};
pub use score::{Localizing, Method, Score};

/// With fewer recordings with both audio and video than this, scores on held-out clips mean nothing.
pub const MIN_CLIPS: usize = 10;

/// The label-free baseline.
pub const BASELINE: &str = "cca";

/// Version of the procedure: scores of an earlier one are computed again, though the record can still be read and the
/// library's format, which has a number for all files, is the same.
const VERSION: u32 = 7;

/// The inputs that determine every number of a self-check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckIdentity {
    /// The fit that is repeated on each fold.
    pub training: TrainingIdentity,
    /// Number of folds.
    pub n_folds: usize,
    /// Labels of the clips, if there are any.
    pub labels: Option<Annotations>,
}

/// A self-check and its finished folds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SelfCheck {
    version: u32,
    /// Its inputs.
    pub identity: CheckIdentity,
    /// Recordings of several clips, the clip that stands for it first; each counts once.
    pub shared_recordings: Vec<Vec<ClipId>>,
    /// Finished folds, in order.
    pub folds: Vec<FoldRecord>,
}

impl SelfCheck {
    /// The finished self-check of a fitted model, if there is one.
    pub fn read(models: &Models, training: &TrainingIdentity) -> Option<Self> {
        let check = read(models, &training.model)?;
        let fits =
            check.identity.training == *training && check.folds.len() == check.identity.n_folds;
        fits.then_some(check)
    }

    /// For each modality of the query the first moment that was found exactly and the first that was missed.
    pub fn hits_and_misses(&self) -> Vec<&ShownRecord> {
        let all = || self.folds.iter().flat_map(|fold| &fold.shown);
        let is_hit = |moment: &ShownRecord| moment.best_starts == [moment.truth.start];
        let is_miss = |moment: &ShownRecord| !moment.best_starts.contains(&moment.truth.start);
        let of_modality = |from: Modality| {
            let moments = || all().filter(move |moment| moment.from == from);
            [moments().find(|moment| is_hit(moment)), moments().find(|moment| is_miss(moment))]
        };
        Modality::ALL.into_iter().flat_map(of_modality).flatten().collect()
    }
}

/// A self-check, or why there is none.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SelfChecked {
    /// Its numbers.
    Score(Score),
    /// Why there is none.
    LeftOut(String),
}

/// Checks a model by that many folds over recordings (fewer where there are few), with labels if there are any.
///
/// # Errors
/// Those of the models; [`crate::Error::Stopped`].
pub fn self_check(
    library: &OpenLibrary,
    trained: &TrainingRecord,
    (n_folds, labels): (usize, Option<Annotations>),
    n_threads: usize,
    monitor: &dyn Monitor,
) -> Result<SelfChecked> {
    let features = library.library.feature_set()?;
    let known = library.recordings()?;
    let recordings = Recordings::find(&features, known.likeness());
    let is_counted = |place: usize| recordings.is_standing(place);
    let n_clips = features.paired().filter(|&(place, _)| is_counted(place)).count();
    if n_clips < MIN_CLIPS {
        let why = format!(
            "{n_clips} different recordings have both sound and picture; with fewer than {MIN_CLIPS} the numbers mean nothing"
        );
        return Ok(SelfChecked::LeftOut(why));
    }
    let identity = CheckIdentity {
        training: trained.identity.clone(),
        n_folds: n_folds.min(n_clips / 2),
        labels,
    };
    let began = Instant::now();
    let models = library.models();
    let set = (&features, &recordings);
    let check = run(&models, set, identity, &trained.fingerprint, n_threads, monitor)?;
    let n_folds = check.identity.n_folds;
    monitor.remark(&format!("checked: {n_folds} folds in {:.1} s", began.elapsed().as_secs_f64()));
    Ok(SelfChecked::Score(check.score()))
}

/// Runs the self-check, or resumes one that was interrupted: each fold is written when it is done.
///
/// Distances on held-out clips are written as the calibration of the model with the given fingerprint, which was
/// fitted on all clips.
///
/// # Errors
/// Those of the models; [`crate::Error::Stopped`].
fn run(
    models: &Models,
    (features, recordings): (&FeatureSet, &Recordings),
    identity: CheckIdentity,
    fingerprint: &str,
    n_threads: usize,
    monitor: &dyn Monitor,
) -> Result<SelfCheck> {
    let name = identity.training.model.clone();
    let mut check =
        read(models, &name).filter(|check| check.identity == identity).unwrap_or_else(|| {
            let id = |place: usize| features.clips()[place].id.clone();
            let shared = recordings.shared().into_iter();
            SelfCheck {
                version: VERSION,
                identity,
                shared_recordings: shared.map(|of| of.into_iter().map(id).collect()).collect(),
                folds: Vec::new(),
            }
        });
    let mut calibration = CalibrationFile::read(models, &name)
        .ok()
        .flatten()
        .filter(|file| file.is_of(fingerprint))
        .unwrap_or_else(|| CalibrationFile::of(fingerprint));
    // Both files resume from the last fold that both have.
    check.folds.truncate(calibration.n_folds());
    calibration.truncate(check.folds.len());
    let CheckIdentity { n_folds, training, .. } = &check.identity;
    let folds = folds(features, recordings, *n_folds, training.seed);
    let stage = monitor.stage("checking", folds.len() as u64);
    while check.folds.len() < folds.len() {
        // Small batches leave a second core idle: two folds at once use it.
        let first = check.folds.len();
        let batch = &folds[first..folds.len().min(first + n_threads.clamp(1, 2))];
        stage.at(first as u64, &format!("fold {} of {}", first + 1, folds.len()));
        let identity = &check.identity;
        let done = std::thread::scope(|scope| {
            let running: Vec<_> = batch
                .iter()
                .map(|fold| {
                    scope.spawn(|| fold::evaluate((features, recordings), fold, identity, monitor))
                })
                .collect();
            running.into_iter().map(|fold| fold.join().expect("a fold does not panic")).collect()
        });
        let done: Vec<Result<fold::EvaluatedFold>> = done;
        // A finished fold is written even when the next one was stopped.
        let mut failed = Ok(());
        for fold in done {
            match fold {
                Ok(fold) if failed.is_ok() => {
                    check.folds.push(fold.record);
                    calibration.push(fold.measured);
                }
                Ok(_) => {}
                Err(error) => failed = failed.and(Err(error)),
            }
        }
        calibration.publish(models, &name)?;
        models.publish(&file_name(&name), &serde_json::to_vec(&check)?)?;
        failed?;
    }
    Ok(check)
}

fn read(models: &Models, model: &str) -> Option<SelfCheck> {
    let bytes = models.read(&file_name(model)).ok()?;
    serde_json::from_slice::<SelfCheck>(&bytes).ok().filter(|check| check.version == VERSION)
}

fn file_name(model: &str) -> String {
    format!("{model}.self-check.json")
}
