//! Whether the sound of a file belongs to its picture and is in sync, compared with a library's clips.

mod timing;
mod verdict;

use std::collections::BTreeMap;

use earsight::evaluation::{Likeness, Prepared, Recordings, folds};
use earsight::mismatch::{PairFit, pair_fit};
use earsight::offset::{LagProfile, OffsetReference, PieceProfiles};
use earsight::{AudioVisualModel, StopWhen};
use earsight_core::change::SoundStep;
use earsight_core::{ClipFeatures, ClipId, FeatureSet, PerModality};
use ndarray::{Array2, ArrayView1, ArrayView2};

use crate::Result;
use crate::self_check::{BASELINE, MIN_CLIPS};
pub use timing::judge_together;
pub use verdict::{
    CheckedFile, DriftEvidence, FitEvidence, Judged, OffsetEvidence, Opinion, SharedOffsetEvidence,
    Together,
};

/// Clips that a file is compared with, at most; more would be slow and change little.
const MAX_CLIPS: usize = 200;
/// Number of folds; each is judged by a model fitted on the others.
const N_FOLDS: usize = 5;
const SEED: u64 = 0;
/// Significance level of a verdict: one error in twenty.
const ALPHA: f64 = 0.05;

/// The reference that files are compared with, from the clips of a library.
pub struct Judge {
    /// `None` if the library has too few clips.
    belonging: Option<BelongingReference>,
    offsets: OffsetReference,
    max_lag_secs: f64,
}

/// Reference for whether a sound belongs to its picture.
struct BelongingReference {
    model: Box<dyn AudioVisualModel>,
    /// The training clips, embedded.
    clips: Vec<EmbeddedClip>,
    /// Models of the other folds, which judge their clips and copies of these.
    folds: Vec<FoldReference>,
    /// The fit of each clip that stands for a recording, by the model of the other folds.
    held_out: BTreeMap<ClipId, PairFit>,
    likeness: Likeness,
    prepared: Vec<(ClipId, Prepared)>,
}

/// A model that was fitted without some clips.
struct FoldReference {
    model: Box<dyn AudioVisualModel>,
    /// Its training clips, embedded.
    clips: Vec<EmbeddedClip>,
}

type EmbeddedClip = (ClipId, PerModality<Array2<f32>>);

impl Judge {
    /// Learns from the clips of a library how sounds fit their pictures, and how well they are in sync.
    ///
    /// # Errors
    /// Those of the model.
    pub fn learn(features: &FeatureSet, max_lag_secs: f64) -> Result<Self> {
        let paired: Vec<usize> = features.paired().map(|(place, _)| place).collect();
        let stride = paired.len().div_ceil(MAX_CLIPS).max(1);
        let sample = features.subset(&paired.into_iter().step_by(stride).collect::<Vec<_>>());
        let is_enough = sample.clips().len() >= MIN_CLIPS;
        let changes = sample.clips().iter().filter_map(changes_of);
        Ok(Judge {
            belonging: is_enough.then(|| BelongingReference::learn(&sample)).transpose()?,
            offsets: OffsetReference::learn(changes, max_lag_secs),
            max_lag_secs,
        })
    }

    /// Number of clips of the reference for belonging, and of that for sync.
    pub fn n_clips(&self) -> (usize, usize) {
        let n_belonging = self.belonging.as_ref().map_or(0, |reference| reference.held_out.len());
        (n_belonging, self.offsets.n_clips())
    }

    /// Judges one file; `known` is its clip, if it is one of the library's.
    /// Its lag profile comes with it, for [`judge_together`].
    ///
    /// # Errors
    /// Those of the model.
    pub fn judge(
        &self,
        file: String,
        known: Option<&ClipId>,
        features: &ClipFeatures,
    ) -> Result<(CheckedFile, Option<LagProfile>)> {
        let (timing, drift, profile) = match self.pieces(features) {
            Ok(pieces) => {
                let (profile, drift) = (pieces.pooled(), timing::drift(&pieces));
                let drifts = drift.as_ref().is_some_and(|drift| drift.verdict == Opinion::Wrong);
                let timing = match drifts {
                    true => Judged::cannot_tell("its offset changes"),
                    false => timing::offset(&profile, self.offsets.needed_gap(ALPHA)),
                };
                (timing, drift, Some(profile))
            }
            Err(reason) => (Judged::cannot_tell(reason), None, None),
        };
        let copy_of = self
            .belonging
            .as_ref()
            .map_or_else(Vec::new, |reference| reference.copies_of(features));
        let belonging = self.belonging(&copy_of, features)?;
        let in_library = known.is_some();
        let judged = CheckedFile { file, in_library, copy_of, belonging, timing, drift };
        Ok((judged, profile))
    }

    fn belonging(
        &self,
        copy_of: &[ClipId],
        features: &ClipFeatures,
    ) -> Result<Judged<FitEvidence>> {
        let Some(pair) = features.both() else {
            return Ok(Judged::cannot_tell(lacking_modality(features)));
        };
        if features.changes.audio.as_ref().is_some_and(is_silent) {
            return Ok(Judged::cannot_tell("it is silent"));
        }
        let Some(reference) = &self.belonging else {
            return Ok(Judged::cannot_tell("the library has too few clips"));
        };
        let Some(fit) = reference.fit(copy_of, pair)? else {
            return Ok(Judged::cannot_tell("it is too short"));
        };
        let others = reference.held_out.iter().filter(|(clip, _)| !copy_of.contains(clip));
        let p_belongs = fit.p_belongs(others.map(|(_, fit)| fit));
        let verdict = match (fit.p_random <= ALPHA, p_belongs <= ALPHA) {
            (true, _) => Opinion::Fine,
            (false, true) => Opinion::Wrong,
            (false, false) => Opinion::CannotTell,
        };
        let evidence = FitEvidence { distance: fit.distance, p_random: fit.p_random, p_belongs };
        Ok(Judged { verdict, evidence: Some(evidence), reason: None })
    }

    /// The agreement of sound and picture at each lag, or why it is unknown.
    fn pieces(&self, features: &ClipFeatures) -> std::result::Result<PieceProfiles, &'static str> {
        if features.both().is_none() {
            return Err(lacking_modality(features));
        }
        let changes = changes_of(features)
            .ok_or("the library was made without what changes within a second")?;
        PieceProfiles::of(changes, self.max_lag_secs).ok_or("it is too short, silent or still")
    }
}

impl BelongingReference {
    /// Linear CCA is fast enough to be fitted on each of a few folds as well. A model fits its training clips better
    /// than new ones, so that only held-out clips show how a new clip fits.
    fn learn(sample: &FeatureSet) -> Result<Self> {
        let likeness = Likeness::of(sample);
        let recordings = Recordings::find(sample, &likeness);
        let (mut held_out, mut references) = (BTreeMap::new(), Vec::new());
        for fold in folds(sample, &recordings, N_FOLDS, SEED) {
            let train = sample.subset(&fold.train);
            let model = fitted(&train)?;
            let seen = embedded(&*model, &train)?;
            for (id, clip) in embedded(&*model, &sample.subset(&fold.held_out))? {
                if let Some(fit) = pair_fit(model.retrieval_distance(), views(&clip), all(&seen)) {
                    held_out.insert(id, fit);
                }
            }
            references.push(FoldReference { model, clips: seen });
        }
        let distinct = sample.subset(&recordings.distinct());
        let model = fitted(&distinct)?;
        let prepared = sample.clips().iter().map(|clip| (clip.id.clone(), likeness.prepare(clip)));
        Ok(BelongingReference {
            clips: embedded(&*model, &distinct)?,
            model,
            folds: references,
            held_out,
            prepared: prepared.collect(),
            likeness,
        })
    }

    /// Clips whose sound or picture is that of this file: they do not judge it.
    fn copies_of(&self, features: &ClipFeatures) -> Vec<ClipId> {
        let file = self.likeness.prepare(features);
        let is_like = |clip: &Prepared| {
            let alike = file.alike(clip);
            self.likeness.is_one_recording(&alike) || self.likeness.is_one_in_part(&alike)
        };
        let like = self.prepared.iter().filter(|(_, clip)| is_like(clip));
        like.map(|(id, _)| id.clone()).collect()
    }

    /// The fit of a clip, by the model that saw the fewest of those that it is a copy of; `None` if it is too short.
    fn fit(
        &self,
        copy_of: &[ClipId],
        pair: PerModality<&Array2<f32>>,
    ) -> earsight::Result<Option<PairFit>> {
        let whole = (&self.model, &self.clips);
        let folds = self.folds.iter().map(|fold| (&fold.model, &fold.clips));
        let n_seen =
            |clips: &[EmbeddedClip]| clips.iter().filter(|(id, _)| copy_of.contains(id)).count();
        let fewest = std::iter::once(whole).chain(folds).min_by_key(|(_, clips)| n_seen(clips));
        let (model, clips) = fewest.unwrap_or(whole);
        let clip = embed(&**model, pair)?;
        let others = clips.iter().filter(|(id, _)| !copy_of.contains(id));
        Ok(pair_fit(model.retrieval_distance(), views(&clip), all(others)))
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

fn all<'a>(
    clips: impl IntoIterator<Item = &'a EmbeddedClip>,
) -> impl Iterator<Item = PerModality<ArrayView2<'a, f32>>> {
    clips.into_iter().map(|(_, clip)| views(clip))
}

/// The changes in both modalities; `None` if one is missing or they were not measured.
fn changes_of(features: &ClipFeatures) -> Option<PerModality<ArrayView2<'_, f32>>> {
    Some(features.both_changes()?.map(|rows| rows.view()))
}

fn is_silent(changes: &Array2<f32>) -> bool {
    let is_silent = |row: ArrayView1<'_, f32>| {
        row.to_vec().chunks_exact(SoundStep::WIDTH).all(SoundStep::is_silent)
    };
    changes.rows().into_iter().all(is_silent)
}
