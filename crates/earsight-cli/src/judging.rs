//! Whether the sound of a file belongs to its picture and is in step, with a library's clips as the measure.

use std::collections::BTreeMap;

use earsight::evaluation::folds_by_clip;
use earsight::mismatch::{Fit, FitReference, fit};
use earsight::shift::{ShiftReference, lag_profile};
use earsight::{AudioVisualModel, StopWhen};
use earsight_core::change::{STEPS_PER_SEC, SoundStep};
use earsight_core::{ClipFeatures, ClipId, FeatureSet, PerModality};
use ndarray::{Array2, ArrayView2};

use crate::answer::{CheckedFile, FitEvidence, Judged, Opinion, ShiftEvidence};
use crate::check::{MIN_CLIPS, YARDSTICK};

/// Clips that a file is held against; more would be slow and say little more.
const MAX_CLIPS: usize = 200;
/// Parts the clips are dealt into, each judged by a model that has not seen it.
const N_FOLDS: usize = 5;
const SEED: u64 = 0;
/// Below this a verdict is reached: one error in twenty.
const ALPHA: f64 = 0.05;
/// How sure the interval of a shift is.
const COVERAGE: f64 = 0.9;
/// A sound is in step when no larger shift than this is possible.
const IN_STEP_SECS: f64 = 0.5;
/// Logarithm of the power that no band of a silent file reaches, −80 dB.
const SILENT_LEVEL: f32 = -18.4;

/// What files are held against.
pub struct Judge {
    /// Nothing where the library has too few clips to say.
    belonging: Option<BelongingMeasure>,
    shifts: ShiftReference,
    max_lag_secs: f64,
}

/// What sounds are held against that may not belong to their pictures.
struct BelongingMeasure {
    model: Box<dyn AudioVisualModel>,
    /// Clips that the model learned from, embedded.
    clips: Vec<(ClipId, PerModality<Array2<f32>>)>,
    /// How each of those fits by a model that had not seen it.
    unseen: BTreeMap<ClipId, Fit>,
    fits: FitReference,
}

impl Judge {
    /// Learns from the clips of a library what belonging and being in step look like.
    ///
    /// # Errors
    /// What the model refuses.
    pub fn learn(features: &FeatureSet, max_lag_secs: f64) -> anyhow::Result<Self> {
        let paired: Vec<usize> = features.paired().map(|(place, _)| place).collect();
        let stride = paired.len().div_ceil(MAX_CLIPS).max(1);
        let measure = features.subset(&paired.into_iter().step_by(stride).collect::<Vec<_>>());
        let is_enough = measure.clips().len() >= MIN_CLIPS;
        let changes = measure.clips().iter().filter_map(changes_of);
        Ok(Judge {
            belonging: is_enough.then(|| BelongingMeasure::learn(&measure)).transpose()?,
            shifts: ShiftReference::learn(changes, max_lag_secs),
            max_lag_secs,
        })
    }

    /// Clips that say what belonging looks like, and clips that say what being in step looks like.
    pub fn n_clips(&self) -> (usize, usize) {
        let n_belonging = self.belonging.as_ref().map_or(0, |measure| measure.unseen.len());
        (n_belonging, self.shifts.n_clips())
    }

    /// Judges one file; `known` is its clip, if it is one of the library's.
    ///
    /// # Errors
    /// What the model refuses.
    pub fn judge(
        &self,
        file: String,
        known: Option<&ClipId>,
        features: &ClipFeatures,
    ) -> anyhow::Result<CheckedFile> {
        Ok(CheckedFile {
            file,
            in_library: known.is_some(),
            belonging: self.belonging(known, features)?,
            timing: self.timing(features),
        })
    }

    fn belonging(
        &self,
        known: Option<&ClipId>,
        features: &ClipFeatures,
    ) -> anyhow::Result<Judged<FitEvidence>> {
        let Some(pair) = features.both() else { return Ok(lacks_a_sense(features)) };
        if features.changes.audio.as_ref().is_some_and(is_silent) {
            return Ok(Judged::cannot_tell("it is silent"));
        }
        let Some(measure) = &self.belonging else {
            return Ok(Judged::cannot_tell("the library has too few clips"));
        };
        let Some(found) = measure.fit(known, pair)? else {
            return Ok(Judged::cannot_tell("it is too short"));
        };
        let p_belongs = measure.fits.p_belongs(found);
        let verdict = match (found.p_random <= ALPHA, p_belongs <= ALPHA) {
            (true, _) => Opinion::Fine,
            (false, true) => Opinion::Wrong,
            (false, false) => Opinion::CannotTell,
        };
        let evidence =
            FitEvidence { distance: found.distance, p_random: found.p_random, p_belongs };
        Ok(Judged { verdict, evidence: Some(evidence), reason: None })
    }

    fn timing(&self, features: &ClipFeatures) -> Judged<ShiftEvidence> {
        if features.both().is_none() {
            return lacks_a_sense(features);
        }
        let Some(changes) = changes_of(features) else {
            return Judged::cannot_tell(
                "the library was made without what changes within a second",
            );
        };
        let Some(profile) = lag_profile(changes, self.max_lag_secs) else {
            return Judged::cannot_tell("it is too short, silent or still");
        };
        let shift = self.shifts.shift_of(&profile, COVERAGE);
        let (first, last) = shift.interval_secs;
        // What repeats itself agrees at several lags; then not being in step is no shift yet.
        let is_elsewhere = first > 0.0 || last < 0.0;
        let verdict = match shift.p_in_step <= ALPHA && is_elsewhere {
            true => Opinion::Wrong,
            false if -IN_STEP_SECS <= first && last <= IN_STEP_SECS => Opinion::Fine,
            false => Opinion::CannotTell,
        };
        let evidence = ShiftEvidence {
            offset_secs: shift.offset_secs,
            interval_secs: shift.interval_secs,
            p_in_step: shift.p_in_step,
        };
        Judged { verdict, evidence: Some(evidence), reason: None }
    }
}

impl BelongingMeasure {
    /// Linear CCA is fitted in a moment, and so also on each of a few folds:
    /// a model fits what it learned from better than anything new, and only clips that it has not seen
    /// say how a new one fits.
    fn learn(measure: &FeatureSet) -> anyhow::Result<Self> {
        let mut unseen = BTreeMap::new();
        for fold in folds_by_clip(measure, N_FOLDS, SEED) {
            let train = measure.subset(&fold.train);
            let model = fitted(&train)?;
            let seen = embedded(&*model, &train)?;
            for (id, clip) in embedded(&*model, &measure.subset(&fold.held_out))? {
                if let Some(fit) = fit(model.retrieval_distance(), views(&clip), all(&seen)) {
                    unseen.insert(id, fit);
                }
            }
        }
        let model = fitted(measure)?;
        Ok(BelongingMeasure {
            clips: embedded(&*model, measure)?,
            model,
            fits: FitReference::new(unseen.values().copied()),
            unseen,
        })
    }

    /// How a clip fits; nothing where it is too short.
    fn fit(
        &self,
        known: Option<&ClipId>,
        pair: PerModality<&Array2<f32>>,
    ) -> earsight::Result<Option<Fit>> {
        if let Some(found) = known.and_then(|id| self.unseen.get(id)) {
            return Ok(Some(*found));
        }
        let clip = embed(&*self.model, pair)?;
        Ok(fit(self.model.retrieval_distance(), views(&clip), all(&self.clips)))
    }
}

fn lacks_a_sense<T>(features: &ClipFeatures) -> Judged<T> {
    Judged::cannot_tell(match features.features.audio {
        Some(_) => "there is no picture",
        None => "there is no sound",
    })
}

fn fitted(features: &FeatureSet) -> anyhow::Result<Box<dyn AudioVisualModel>> {
    let entry = earsight::models::entry(YARDSTICK)?;
    let config = (entry.default_config)();
    Ok(entry.fit_unsupervised(&config, features, SEED, &mut StopWhen(|| false))?)
}

fn embed(
    model: &dyn AudioVisualModel,
    pair: PerModality<&Array2<f32>>,
) -> earsight::Result<PerModality<Array2<f32>>> {
    PerModality::try_from_fn(|modality| model.embed(modality, pair[modality].view()))
}

fn embedded(
    model: &dyn AudioVisualModel,
    features: &FeatureSet,
) -> anyhow::Result<Vec<(ClipId, PerModality<Array2<f32>>)>> {
    let id = |place: usize| features.clips()[place].id.clone();
    features.paired().map(|(place, pair)| Ok((id(place), embed(model, pair)?))).collect()
}

fn views(clip: &PerModality<Array2<f32>>) -> PerModality<ArrayView2<'_, f32>> {
    clip.as_ref().map(|rows| rows.view())
}

fn all(
    clips: &[(ClipId, PerModality<Array2<f32>>)],
) -> impl Iterator<Item = PerModality<ArrayView2<'_, f32>>> {
    clips.iter().map(|(_, clip)| views(clip))
}

/// What changes in both senses; nothing where one is missing or nobody looked.
fn changes_of(features: &ClipFeatures) -> Option<PerModality<ArrayView2<'_, f32>>> {
    Some(features.both_changes()?.map(|rows| rows.view()))
}

fn is_silent(changes: &Array2<f32>) -> bool {
    changes.rows().into_iter().all(|row| {
        let step = |step: usize| SoundStep::LEVELS.map(move |at| step * SoundStep::WIDTH + at);
        (0..STEPS_PER_SEC).flat_map(step).all(|column| row[column] < SILENT_LEVEL)
    })
}
