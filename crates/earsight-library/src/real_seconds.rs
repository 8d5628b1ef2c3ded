//! §1 on a library: the real seconds nearest to generated features, which can be played.

use earsight::generation::RealFeatures;
use earsight_core::{ClipId, FeatureSet, Modality, Moment};
use ndarray::{ArrayView2, Axis};

use crate::ranking::{Most, first_places};
use crate::{Found, Result, stacked};

/// All seconds of a library that have a modality.
pub struct RealSeconds {
    moments: Vec<Moment>,
    features: RealFeatures,
}

impl RealSeconds {
    /// Those of a library's features, ready to be searched.
    pub fn of(features: &FeatureSet, modality: Modality) -> Self {
        let mut moments = Vec::new();
        let mut rows = Vec::new();
        for clip in features.clips() {
            let Some(of_clip) = &clip.features[modality] else { continue };
            rows.push(of_clip.view());
            let seconds = 0..of_clip.nrows();
            moments.extend(seconds.map(|segment| Moment { clip: clip.id.clone(), segment }));
        }
        let rows = stacked(&rows, features.spaces()[modality].dim);
        RealSeconds { moments, features: RealFeatures::new(modality, rows.view()) }
    }

    /// The `k` places nearest to the mean of generated rows, among the moments that `is_wanted` accepts.
    ///
    /// # Errors
    /// When the generated rows have another width than the real ones.
    pub fn nearest(
        &self,
        generated: ArrayView2<'_, f32>,
        is_own: impl Fn(&ClipId) -> bool,
        k: usize,
        is_wanted: impl Fn(&Moment) -> bool,
    ) -> Result<Vec<Found>> {
        let Some(mean) = generated.mean_axis(Axis(0)) else { return Ok(Vec::new()) };
        let ranked = self
            .features
            .nearest(mean.view(), self.moments.len())?
            .into_iter()
            .map(|ranked| (ranked.item, self.moments[ranked.item].clone(), ranked.distance))
            .filter(|(_, moment, _)| is_wanted(moment));
        let most = Most { results: k, per_clip: usize::MAX, clips: usize::MAX };
        let found = first_places(ranked, most).into_iter().map(|(place, others)| Found {
            own_recording: is_own(&place.clip),
            parts: Vec::new(),
            probability: None,
            p_value: None,
            others,
            place,
        });
        Ok(found.collect())
    }
}
