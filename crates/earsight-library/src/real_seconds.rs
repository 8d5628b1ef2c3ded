//! §1 on a library: the real seconds nearest to a generated one, which can be played.

use earsight::CrossModalGenerator;
use earsight::comparison::{CONCEPT, ConceptMeans, FittedComparison};
use earsight::generation::{GeneratedParts, GeneratedSecond, RealFeatures};
use earsight_core::{ClipFeatures, ClipId, FeatureSet, Modality, Moment, SecondRows};
use ndarray::{Array1, Axis};

use crate::ranking::{Most, first_places};
use crate::{Found, PartName, PartOfDistance, Result, stacked};

/// All seconds of a library that have a modality.
pub(crate) struct RealSeconds<'a> {
    /// Clips that have seconds.
    clips: Vec<&'a ClipFeatures>,
    /// The clip of each second, as its index in `clips`, and the second within it.
    seconds: Vec<(usize, usize)>,
    features: RealFeatures<'a>,
}

/// Which real seconds to return.
pub(crate) struct Nearest<'a> {
    /// Number of results, at most.
    pub(crate) k: usize,
    /// Results of one clip, at most; its further places are returned with the first of them.
    pub(crate) per_clip: usize,
    /// Whether a clip is of the query's own recording.
    pub(crate) is_own: &'a dyn Fn(&ClipId) -> bool,
    /// Whether that recording is left out.
    pub(crate) is_elsewhere: bool,
}

impl<'a> RealSeconds<'a> {
    /// Those of a library's features, ready to be searched; concepts are compared where their means are given.
    ///
    /// # Errors
    /// When a clip has features of other backbones, or no concepts, or others.
    pub(crate) fn of(
        generator: &'a dyn CrossModalGenerator,
        features: &'a FeatureSet,
        modality: Modality,
        means: Option<&ConceptMeans>,
    ) -> Result<Self> {
        let (mut clips, mut seconds) = (Vec::new(), Vec::new());
        let (mut rows, mut concepts) = (Vec::new(), Vec::new());
        for clip in features.clips() {
            let Some(of_clip) = clip.rows(modality).filter(|rows| rows.n_secs() > 0) else {
                continue;
            };
            seconds.extend((0..of_clip.n_secs()).map(|second| (clips.len(), second)));
            clips.push(clip);
            rows.push(of_clip.features);
            if let (Some(means), Some(roots)) = (means, of_clip.concepts) {
                concepts.push(means.directions(modality, roots)?);
            }
        }
        let rows = stacked(&rows, features.spaces()[modality].dim);
        let mut real = RealFeatures::new(generator, modality, rows.view())?;
        if let Some(means) = means {
            let concepts: Vec<_> = concepts.iter().map(|rows| rows.view()).collect();
            real = real.with_concepts(stacked(&concepts, means.n_concepts()));
        }
        Ok(RealSeconds { clips, seconds, features: real })
    }

    /// The parts of the distance of a generated second to the real one with this number.
    ///
    /// # Errors
    /// When the generated row has another width than the real ones.
    pub(crate) fn parts(
        &self,
        generated: GeneratedSecond<'_>,
        item: usize,
    ) -> Result<GeneratedParts> {
        Ok(self.features.parts(generated, item)?)
    }

    /// The places nearest to a generated second.
    ///
    /// # Errors
    /// When the generated row has another width than the real ones.
    pub(crate) fn nearest(
        &self,
        generated: GeneratedSecond<'_>,
        wanted: &Nearest<'_>,
    ) -> Result<Vec<Found>> {
        let Nearest { k, per_clip, is_own, is_elsewhere } = *wanted;
        let is_wanted = |clip: &ClipId| !(is_elsewhere && is_own(clip));
        let ranked = self
            .features
            .nearest(generated, self.seconds.len())?
            .into_iter()
            .map(|ranked| {
                let (clip, segment) = self.seconds[ranked.item];
                let clip = self.clips[clip].id.clone();
                (ranked.item, Moment { clip, segment }, ranked.distance)
            })
            .filter(|(_, moment, _)| is_wanted(&moment.clip));
        // Whether there are more clips than results is all that matters.
        let clips = self.clips.iter().filter(|clip| is_wanted(&clip.id));
        let clips = clips.take(k.saturating_add(1)).count();
        let most = Most { results: k, per_clip, clips };
        let found = first_places(ranked, most).into_iter().map(|(place, others)| {
            Ok(Found {
                own_recording: is_own(&place.clip),
                parts: named(self.parts(generated, place.row)?),
                probability: None,
                p_value: None,
                others,
                place,
            })
        });
        found.collect()
    }
}

/// The means by which a fitted model compares concepts; `None` where it does not, or a clip has none.
pub(crate) fn concept_means<'a>(
    fitted: &'a FittedComparison,
    features: &FeatureSet,
) -> Option<&'a ConceptMeans> {
    let means = fitted.parts.as_ref()?.means.as_ref()?;
    features.concept_means().map(|_| means)
}

/// The mean direction of the concepts of seconds; `None` without means.
///
/// # Errors
/// When the seconds have no concepts, or others.
pub(crate) fn mean_direction(
    means: Option<&ConceptMeans>,
    modality: Modality,
    seconds: SecondRows<'_>,
) -> Result<Option<Array1<f32>>> {
    let Some(means) = means else { return Ok(None) };
    let roots = seconds.concepts.ok_or(earsight::Error::NoConcepts { modality })?;
    Ok(means.directions(modality, roots)?.mean_axis(Axis(0)))
}

/// The parts as results show them.
fn named(parts: GeneratedParts) -> Vec<PartOfDistance> {
    let part = |part: &str, distance| PartOfDistance { part: part.to_owned(), distance };
    let generated = part(PartName::Generated.name(), parts.generated);
    std::iter::once(generated).chain(parts.concept.map(|of| part(CONCEPT, of))).collect()
}
