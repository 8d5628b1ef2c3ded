//! Clips of noise with an event each, where only the time counts.

use earsight_core::{
    Category, ClipFeatures, ClipId, Event, FeatureSet, FeatureSpace, Modality, PerModality, Span,
};
use ndarray::{Array2, Axis, concatenate};
use rand::{RngExt as _, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::dataset::Labelled;
use crate::{Result, ave::CLIP_SEGMENTS};

/// Clips of uniform noise that add up to so many seconds, with an event in the middle; the last may be shorter.
///
/// # Errors
/// [`crate::Error::Features`] when a width is zero.
pub(super) fn clips(dims: PerModality<usize>, n_segments: usize) -> Result<Labelled> {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let (mut clips, mut events) = (Vec::new(), Vec::new());
    for idx in 0..n_segments.div_ceil(CLIP_SEGMENTS) {
        let n = CLIP_SEGMENTS.min(n_segments - idx * CLIP_SEGMENTS);
        let rows = dims.map(|dim| Array2::from_shape_simple_fn((n, dim), || rng.random::<f32>()));
        let id = ClipId::new(format!("{idx:06}"));
        clips.push(ClipFeatures::paired(id.clone(), rows.audio, rows.visual));
        let category = Category(["bark", "bell", "drum"][idx % 3].to_owned());
        events.push((id, Event { category, span: Span::new(n / 4, n.div_ceil(2)) }));
    }
    let spaces = dims.map(|dim| FeatureSpace {
        backbone: "noise".to_owned(),
        fingerprint: "noise".to_owned(),
        dim,
    });
    let features = FeatureSet::new(spaces, clips)?;
    Ok(Labelled { features, annotations: events.into_iter().collect() })
}

/// All seconds of some clips in one modality. `[seconds, D]`
pub(super) fn rows(clips: &[ClipFeatures], modality: Modality) -> Array2<f32> {
    let rows: Vec<_> = clips.iter().filter_map(|clip| clip.features[modality].as_ref()).collect();
    let views: Vec<_> = rows.iter().map(|rows| rows.view()).collect();
    concatenate(Axis(0), &views).expect("clips of one width")
}
