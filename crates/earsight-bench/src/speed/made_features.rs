//! Features for models to learn from where only the time counts: noise, and an event in each clip.

use earsight_core::{
    Annotations, Category, ClipFeatures, ClipId, Event, FeatureSet, FeatureSpace, PerModality, Span,
};
use ndarray::Array2;
use rand::{RngExt as _, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::Result;

/// Seconds of a clip, as in AVE.
const CLIP_SECS: usize = 10;

/// Clips of uniform noise that add up to so many seconds; the last may be shorter.
///
/// # Errors
/// [`crate::Error::Features`] when a width is none.
pub(super) fn made(dims: PerModality<usize>, n_segments: usize) -> Result<FeatureSet> {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let clips = (0..n_segments.div_ceil(CLIP_SECS)).map(|idx| {
        let n = CLIP_SECS.min(n_segments - idx * CLIP_SECS);
        let rows = dims.map(|dim| Array2::from_shape_simple_fn((n, dim), || rng.random::<f32>()));
        ClipFeatures::paired(id(idx), rows.audio, rows.visual)
    });
    let spaces = dims.map(|dim| FeatureSpace {
        backbone: "noise".to_owned(),
        fingerprint: "noise".to_owned(),
        dim,
    });
    Ok(FeatureSet::new(spaces, clips.collect())?)
}

/// An event in the middle of every clip, for models that learn from labels.
pub(super) fn annotations(features: &FeatureSet) -> Annotations {
    let kinds = ["bark", "bell", "drum"];
    let event = |(idx, clip): (usize, &ClipFeatures)| {
        let category = Category(kinds[idx % kinds.len()].to_owned());
        let span = Span::new(clip.n_segments() / 4, clip.n_segments().div_ceil(2));
        (clip.id.clone(), Event { category, span })
    };
    features.clips().iter().enumerate().map(event).collect()
}

fn id(idx: usize) -> ClipId {
    ClipId::from(format!("{idx:06}").as_str())
}
