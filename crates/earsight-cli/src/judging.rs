//! Whether the sound of a file belongs to its picture and is in step, with a library's clips as the measure.

use earsight::mismatch::{FitReference, fit};
use earsight::shift::{ShiftReference, lag_profile};
use earsight_core::change::{STEPS_PER_SEC, SoundStep};
use earsight_core::{ClipFeatures, ClipId, FeatureSet, PerModality};
use ndarray::{Array2, ArrayView2};

use crate::answer::{CheckedFile, FitEvidence, Judged, Opinion, ShiftEvidence};
use crate::library::Fitted;

/// Clips that a file is held against; more would be slow and say little more.
const MAX_CLIPS: usize = 200;
/// Below this a verdict is reached: one error in twenty.
const ALPHA: f64 = 0.05;
/// How sure the interval of a shift is.
const COVERAGE: f64 = 0.9;
/// A sound is in step when no larger shift than this is possible.
const IN_STEP_SECS: f64 = 0.5;
/// Logarithm of the power that no band of a silent file reaches, −80 dB.
const SILENT_LEVEL: f32 = -18.4;

/// What files are held against.
pub struct Judge<'a> {
    fitted: &'a Fitted,
    clips: Vec<(ClipId, PerModality<Array2<f32>>)>,
    fits: FitReference,
    shifts: ShiftReference,
    max_lag_secs: f64,
}

impl<'a> Judge<'a> {
    /// Learns from the clips of a library what belonging and being in step look like.
    ///
    /// # Errors
    /// What the model refuses.
    pub fn learn(
        fitted: &'a Fitted,
        features: &FeatureSet,
        max_lag_secs: f64,
    ) -> anyhow::Result<Self> {
        let paired: Vec<_> = features.paired().collect();
        let stride = paired.len().div_ceil(MAX_CLIPS).max(1);
        let clips: Vec<_> = paired
            .iter()
            .step_by(stride)
            .map(|(place, pair)| {
                Ok((
                    features.clips()[*place].id.clone(),
                    embed(fitted, pair.map(|rows| rows.view()))?,
                ))
            })
            .collect::<anyhow::Result<_>>()?;
        let distance = fitted.model.retrieval_distance();
        let fits =
            clips.iter().filter_map(|(id, clip)| fit(distance, views(clip), others(&clips, id)));
        let fits = FitReference::new(fits);
        let changes = features.clips().iter().filter_map(changes_of);
        let shifts = ShiftReference::learn(changes, max_lag_secs);
        Ok(Judge { fitted, clips, fits, shifts, max_lag_secs })
    }

    /// Clips that say what belonging looks like, and clips that say what being in step looks like.
    pub fn n_clips(&self) -> (usize, usize) {
        (self.clips.len(), self.shifts.n_clips())
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
            belonging: self.belonging(known.unwrap_or(&features.id), features)?,
            timing: self.timing(features),
        })
    }

    fn belonging(
        &self,
        id: &ClipId,
        features: &ClipFeatures,
    ) -> anyhow::Result<Judged<FitEvidence>> {
        let Some(pair) = features.both() else { return Ok(lacks_a_sense(features)) };
        if features.changes.audio.as_ref().is_some_and(is_silent) {
            return Ok(Judged::cannot_tell("it is silent"));
        }
        let clip = embed(self.fitted, pair.map(|rows| rows.view()))?;
        let distance = self.fitted.model.retrieval_distance();
        let Some(found) = fit(distance, views(&clip), others(&self.clips, id)) else {
            return Ok(Judged::cannot_tell("it is too short, or the library is"));
        };
        let p_belongs = self.fits.p_belongs(found);
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
        let verdict = match shift.p_in_step <= ALPHA {
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

fn lacks_a_sense<T>(features: &ClipFeatures) -> Judged<T> {
    Judged::cannot_tell(match features.features.audio {
        Some(_) => "there is no picture",
        None => "there is no sound",
    })
}

fn embed(
    fitted: &Fitted,
    pair: PerModality<ArrayView2<'_, f32>>,
) -> earsight::Result<PerModality<Array2<f32>>> {
    PerModality::try_from_fn(|modality| fitted.model.embed(modality, pair[modality]))
}

fn views(clip: &PerModality<Array2<f32>>) -> PerModality<ArrayView2<'_, f32>> {
    clip.as_ref().map(|rows| rows.view())
}

fn others<'a>(
    clips: &'a [(ClipId, PerModality<Array2<f32>>)],
    id: &'a ClipId,
) -> impl Iterator<Item = PerModality<ArrayView2<'a, f32>>> {
    clips.iter().filter(move |(other, _)| other != id).map(|(_, clip)| views(clip))
}

/// What changes in both senses; nothing where one is missing or nobody looked.
fn changes_of(features: &ClipFeatures) -> Option<PerModality<ArrayView2<'_, f32>>> {
    let changes = features.changes.as_ref().map(|rows| rows.as_ref().map(|rows| rows.view()));
    changes.both()
}

fn is_silent(changes: &Array2<f32>) -> bool {
    changes.rows().into_iter().all(|row| {
        let step = |step: usize| SoundStep::LEVELS.map(move |at| step * SoundStep::WIDTH + at);
        (0..STEPS_PER_SEC).flat_map(step).all(|column| row[column] < SILENT_LEVEL)
    })
}
