//! Whether the sound of a file belongs to its picture and is in sync, compared with a library's clips.

mod belonging;
mod timing;
mod verdict;

use earsight::offset::{LagProfile, OffsetReference, PieceProfiles};
use earsight_core::change::SoundStep;
use earsight_core::{ClipFeatures, ClipId, FeatureSet, PerModality};
use ndarray::{Array2, ArrayView1, ArrayView2};

use crate::Result;
use crate::self_check::MIN_CLIPS;
use belonging::BelongingReference;
pub use timing::judge_together;
pub use verdict::{
    CheckedFile, DriftEvidence, FitEvidence, Judged, OffsetEvidence, Opinion, SharedOffsetEvidence,
    Together,
};

/// Clips that a file is compared with, at most; more would be slow and change little.
const MAX_CLIPS: usize = 200;
/// Significance level of a verdict: one error in twenty.
const ALPHA: f64 = 0.05;

/// The reference that files are compared with, from the clips of a library.
pub struct Judge {
    /// `None` if the library has too few clips.
    belonging: Option<BelongingReference>,
    offsets: OffsetReference,
    max_lag_secs: f64,
}

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
        let n_belonging = self.belonging.as_ref().map_or(0, |reference| reference.n_clips());
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
        if features.both().is_none() {
            return Ok(Judged::cannot_tell(lacking_modality(features)));
        }
        if features.changes.audio.as_ref().is_some_and(is_silent) {
            return Ok(Judged::cannot_tell("it is silent"));
        }
        let Some(reference) = &self.belonging else {
            return Ok(Judged::cannot_tell("the library has too few clips"));
        };
        let Some(fit) = reference.fit(copy_of, features)? else {
            return Ok(Judged::cannot_tell("it is too short"));
        };
        let p_belongs = fit.p_belongs(reference.fits_of_others(copy_of));
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

fn lacking_modality(features: &ClipFeatures) -> &'static str {
    match features.features.audio {
        Some(_) => "there is no picture",
        None => "there is no sound",
    }
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
