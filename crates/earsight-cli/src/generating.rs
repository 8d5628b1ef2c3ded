//! §1 on a library: the real seconds nearest to what was generated.

use earsight::generation::RealFeatures;
use earsight_core::{ClipId, FeatureSet, Modality, Moment};
use ndarray::{Array2, Axis, concatenate};

use crate::answer::Found;
use crate::ranking::first_places;

/// The `k` places nearest to the mean of generated rows, of those that are wanted.
///
/// # Errors
/// When the generated rows have another width than the real ones.
pub fn nearest(
    features: &FeatureSet,
    to: Modality,
    generated: &Array2<f32>,
    query_clip: Option<&ClipId>,
    k: usize,
    is_wanted: impl Fn(&Moment) -> bool,
) -> anyhow::Result<Vec<Found>> {
    let mut moments = Vec::new();
    let mut rows = Vec::new();
    for clip in features.clips() {
        let Some(of_clip) = &clip.features[to] else { continue };
        rows.push(of_clip.view());
        let seconds = 0..of_clip.nrows();
        moments.extend(seconds.map(|segment| Moment { clip: clip.id.clone(), segment }));
    }
    let Some(mean) = generated.mean_axis(Axis(0)).filter(|_| !rows.is_empty()) else {
        return Ok(Vec::new());
    };
    let rows = concatenate(Axis(0), &rows)?;
    let ranked = RealFeatures::new(to, rows.view())
        .nearest(mean.view(), moments.len())?
        .into_iter()
        .map(|ranked| (ranked.item, moments[ranked.item].clone(), ranked.distance))
        .filter(|(_, moment, _)| is_wanted(moment));
    let found = first_places(ranked, k).into_iter().map(|place| Found {
        own_file: Some(&place.clip) == query_clip,
        parts: Vec::new(),
        p_value: None,
        place,
    });
    Ok(found.collect())
}
