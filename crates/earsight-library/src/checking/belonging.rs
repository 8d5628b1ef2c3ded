//! Whether the sound of a file belongs to its picture, compared with a library's clips.

use std::collections::BTreeMap;

use earsight::StopWhen;
use earsight::comparison::{Comparison, FittedComparison};
use earsight::evaluation::{Likeness, Prepared, Recordings, folds};
use earsight::mismatch::{PairFit, pair_fit};
use earsight_core::{ClipFeatures, ClipId, FeatureSet, PerModality};
use ndarray::Array2;

use crate::Result;

/// Number of folds; each is judged by a model fitted on the others.
const N_FOLDS: usize = 5;
const SEED: u64 = 0;
/// The model that is fitted on each fold.
const LINEAR: &str = "pcca";

/// Reference for whether a sound belongs to its picture.
pub(super) struct BelongingReference {
    fitted: FittedComparison,
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
    fitted: FittedComparison,
    /// Its training clips, embedded.
    clips: Vec<EmbeddedClip>,
}

type EmbeddedClip = (ClipId, PerModality<Array2<f32>>);

impl BelongingReference {
    /// Fits models on all clips and on folds of them. A model fits its training clips better than new ones, so that only
    /// held-out clips show how a new clip fits.
    pub(super) fn learn(sample: &FeatureSet) -> Result<Self> {
        let likeness = Likeness::of(sample);
        let recordings = Recordings::find(sample, &likeness);
        let (mut held_out, mut references) = (BTreeMap::new(), Vec::new());
        for fold in folds(sample, &recordings, N_FOLDS, SEED) {
            let train = sample.subset(&fold.train);
            let fitted = fitted(&train, &recordings.among(&fold.train))?;
            let seen = embedded(&fitted.comparison(), &train)?;
            for (id, clip) in embedded(&fitted.comparison(), &sample.subset(&fold.held_out))? {
                let fit = fit_among(&fitted.comparison(), &clip, seen.iter());
                held_out.extend(fit.map(|fit| (id, fit)));
            }
            references.push(FoldReference { fitted, clips: seen });
        }
        let distinct = recordings.distinct();
        let (recordings, distinct) = (recordings.among(&distinct), sample.subset(&distinct));
        let fitted = fitted(&distinct, &recordings)?;
        let prepared = sample.clips().iter().map(|clip| (clip.id.clone(), likeness.prepare(clip)));
        Ok(BelongingReference {
            clips: embedded(&fitted.comparison(), &distinct)?,
            fitted,
            folds: references,
            held_out,
            prepared: prepared.collect(),
            likeness,
        })
    }

    /// Clips whose sound or picture is that of this file: they do not judge it.
    pub(super) fn copies_of(&self, features: &ClipFeatures) -> Vec<ClipId> {
        let file = self.likeness.prepare(features);
        let is_like = |clip: &Prepared| {
            let alike = file.alike(clip);
            self.likeness.is_one_recording(&alike) || self.likeness.is_one_in_part(&alike)
        };
        let like = self.prepared.iter().filter(|(_, clip)| is_like(clip));
        like.map(|(id, _)| id.clone()).collect()
    }

    /// Number of clips that a fit is compared with.
    pub(super) fn n_clips(&self) -> usize {
        self.held_out.len()
    }

    /// Fits of clips that a file is no copy of.
    pub(super) fn fits_of_others(&self, copy_of: &[ClipId]) -> impl Iterator<Item = &PairFit> {
        let others = self.held_out.iter().filter(|(clip, _)| !copy_of.contains(clip));
        others.map(|(_, fit)| fit)
    }

    /// The fit of a clip, by the model that saw the fewest of those that it is a copy of; `None` if it is too short.
    ///
    /// # Errors
    /// Those of the model.
    pub(super) fn fit(
        &self,
        copy_of: &[ClipId],
        features: &ClipFeatures,
    ) -> earsight::Result<Option<PairFit>> {
        let whole = (&self.fitted, &self.clips);
        let folds = self.folds.iter().map(|fold| (&fold.fitted, &fold.clips));
        let n_seen =
            |clips: &[EmbeddedClip]| clips.iter().filter(|(id, _)| copy_of.contains(id)).count();
        let fewest = std::iter::once(whole).chain(folds).min_by_key(|(_, clips)| n_seen(clips));
        let (fitted, clips) = fewest.unwrap_or(whole);
        let comparison = fitted.comparison();
        let Some(clip) = embed(&comparison, features)? else { return Ok(None) };
        let others = clips.iter().filter(|(id, _)| !copy_of.contains(id));
        Ok(fit_among(&comparison, &clip, others))
    }
}

/// Probabilistic CCA, the linear MS-VAE in closed form, with concepts and the default weights: fast enough for each of a
/// few folds.
fn fitted(features: &FeatureSet, recordings: &Recordings) -> Result<FittedComparison> {
    let linear = earsight_baselines::REGISTRY.entry(LINEAR)?;
    let config = (linear.default_config)();
    let model = linear.fit_unsupervised(&config, features, SEED, &mut StopWhen(|| false))?;
    Ok(FittedComparison::by_default(model, features, recordings))
}

/// `None` for a clip that lacks a modality.
fn embed(
    comparison: &Comparison<'_>,
    features: &ClipFeatures,
) -> earsight::Result<Option<PerModality<Array2<f32>>>> {
    let rows = features.both_rows();
    rows.map(|rows| PerModality::try_from_fn(|modality| comparison.embed(modality, rows[modality])))
        .transpose()
}

fn embedded(comparison: &Comparison<'_>, features: &FeatureSet) -> Result<Vec<EmbeddedClip>> {
    let clips = features.clips().iter().filter_map(|clip| {
        let embedded = embed(comparison, clip).transpose()?;
        Some(embedded.map(|rows| (clip.id.clone(), rows)))
    });
    Ok(clips.collect::<earsight::Result<_>>()?)
}

fn fit_among<'a>(
    comparison: &Comparison<'_>,
    clip: &PerModality<Array2<f32>>,
    others: impl Iterator<Item = &'a EmbeddedClip>,
) -> Option<PairFit> {
    let views = |clip: &'a PerModality<Array2<f32>>| clip.as_ref().map(|rows| rows.view());
    let clip = clip.as_ref().map(|rows| rows.view());
    pair_fit(comparison.retrieval_distance(), clip, others.map(|(_, clip)| views(clip)))
}
