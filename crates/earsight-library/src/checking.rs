//! Whether the sound of a file belongs to its picture and is in sync, compared with a library's clips.

mod verdict;

use std::collections::BTreeMap;

use earsight::evaluation::folds_by_clip;
use earsight::mismatch::{PairFit, pair_fit};
use earsight::offset::{LagProfile, Shift, ShiftReference, lag_profile, shared_shift};
use earsight::{AudioVisualModel, StopWhen};
use earsight_core::change::SoundStep;
use earsight_core::{ClipFeatures, ClipId, FeatureSet, PerModality};
use ndarray::{Array2, ArrayView1, ArrayView2};

use crate::Result;
use crate::self_check::{BASELINE, MIN_CLIPS};
pub use verdict::{CheckedFile, FitEvidence, Judged, OffsetEvidence, Opinion, Together};

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
    unseen: BTreeMap<ClipId, PairFit>,
}

impl Judge {
    /// Learns from the clips of a library what belonging and being in step look like.
    ///
    /// # Errors
    /// What the model refuses.
    pub fn learn(features: &FeatureSet, max_lag_secs: f64) -> Result<Self> {
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
    /// Its lag profile comes with it, for [`judge_together`].
    ///
    /// # Errors
    /// What the model refuses.
    pub fn judge(
        &self,
        file: String,
        known: Option<&ClipId>,
        features: &ClipFeatures,
    ) -> Result<(CheckedFile, Option<LagProfile>)> {
        let profile = self.profile(features);
        let timing = match &profile {
            Ok(profile) => opinion(self.shifts.shift_of(profile, COVERAGE)),
            Err(reason) => Judged::cannot_tell(reason),
        };
        let belonging = self.belonging(known, features)?;
        let judged = CheckedFile { file, in_library: known.is_some(), belonging, timing };
        Ok((judged, profile.ok()))
    }

    fn belonging(
        &self,
        known: Option<&ClipId>,
        features: &ClipFeatures,
    ) -> Result<Judged<FitEvidence>> {
        let Some(pair) = features.both() else {
            return Ok(Judged::cannot_tell(lacking_modality(features)));
        };
        if features.changes.audio.as_ref().is_some_and(is_silent) {
            return Ok(Judged::cannot_tell("it is silent"));
        }
        let Some(measure) = &self.belonging else {
            return Ok(Judged::cannot_tell("the library has too few clips"));
        };
        let Some(found) = measure.fit(known, pair)? else {
            return Ok(Judged::cannot_tell("it is too short"));
        };
        let p_belongs = found.p_belongs(measure.unseen.values());
        let verdict = match (found.p_random <= ALPHA, p_belongs <= ALPHA) {
            (true, _) => Opinion::Fine,
            (false, true) => Opinion::Wrong,
            (false, false) => Opinion::CannotTell,
        };
        let evidence =
            FitEvidence { distance: found.distance, p_random: found.p_random, p_belongs };
        Ok(Judged { verdict, evidence: Some(evidence), reason: None })
    }

    /// How sound and picture agree lag by lag, or why nobody can say.
    fn profile(&self, features: &ClipFeatures) -> std::result::Result<LagProfile, &'static str> {
        if features.both().is_none() {
            return Err(lacking_modality(features));
        }
        let changes = changes_of(features)
            .ok_or("the library was made without what changes within a second")?;
        lag_profile(changes, self.max_lag_secs).ok_or("it is too short, silent or still")
    }
}

/// The shift of files that are taken to share one; nothing of a few files.
pub fn judge_together(profiles: &[LagProfile]) -> Option<Together> {
    let shift = shared_shift(profiles, COVERAGE)?;
    Some(Together { n_files: profiles.len(), timing: opinion(shift) })
}

fn opinion(shift: Shift) -> Judged<OffsetEvidence> {
    let Shift { offset_secs, interval_secs, p_in_step } = shift;
    let (first, last) = interval_secs;
    // What repeats itself agrees at several lags; then not being in step is no shift yet.
    let is_elsewhere = first > 0.0 || last < 0.0;
    let verdict = match p_in_step <= ALPHA && is_elsewhere {
        true => Opinion::Wrong,
        false if -IN_STEP_SECS <= first && last <= IN_STEP_SECS => Opinion::Fine,
        false => Opinion::CannotTell,
    };
    let evidence = OffsetEvidence { offset_secs, interval_secs, p_in_step };
    Judged { verdict, evidence: Some(evidence), reason: None }
}

impl BelongingMeasure {
    /// Linear CCA is fitted in a moment, and so also on each of a few folds:
    /// a model fits what it learned from better than anything new, and only clips that it has not seen
    /// say how a new one fits.
    fn learn(measure: &FeatureSet) -> Result<Self> {
        let mut unseen = BTreeMap::new();
        for fold in folds_by_clip(measure, N_FOLDS, SEED) {
            let train = measure.subset(&fold.train);
            let model = fitted(&train)?;
            let seen = embedded(&*model, &train)?;
            for (id, clip) in embedded(&*model, &measure.subset(&fold.held_out))? {
                if let Some(fit) = pair_fit(model.retrieval_distance(), views(&clip), all(&seen)) {
                    unseen.insert(id, fit);
                }
            }
        }
        let model = fitted(measure)?;
        Ok(BelongingMeasure { clips: embedded(&*model, measure)?, model, unseen })
    }

    /// How a clip fits; nothing where it is too short.
    fn fit(
        &self,
        known: Option<&ClipId>,
        pair: PerModality<&Array2<f32>>,
    ) -> earsight::Result<Option<PairFit>> {
        if let Some(found) = known.and_then(|id| self.unseen.get(id)) {
            return Ok(Some(*found));
        }
        let clip = embed(&*self.model, pair)?;
        Ok(pair_fit(self.model.retrieval_distance(), views(&clip), all(&self.clips)))
    }
}

fn lacking_modality(features: &ClipFeatures) -> &'static str {
    match features.features.audio {
        Some(_) => "there is no picture",
        None => "there is no sound",
    }
}

fn fitted(features: &FeatureSet) -> Result<Box<dyn AudioVisualModel>> {
    let entry = earsight_baselines::REGISTRY.entry(BASELINE)?;
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
) -> Result<Vec<(ClipId, PerModality<Array2<f32>>)>> {
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

/// What changes in both modalities; nothing where one is missing or nobody looked.
fn changes_of(features: &ClipFeatures) -> Option<PerModality<ArrayView2<'_, f32>>> {
    Some(features.both_changes()?.map(|rows| rows.view()))
}

fn is_silent(changes: &Array2<f32>) -> bool {
    let is_silent = |row: ArrayView1<'_, f32>| {
        row.to_vec().chunks_exact(SoundStep::WIDTH).all(SoundStep::is_silent)
    };
    changes.rows().into_iter().all(is_silent)
}
