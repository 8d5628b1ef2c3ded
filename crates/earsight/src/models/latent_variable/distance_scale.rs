//! The mean of each part of a distance between random seconds.

use earsight_core::{FeatureSet, Modality};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::Result;
use crate::model::AudioVisualModel;

/// Pairs that the mean is taken over.
const N_PAIRS: usize = 2000;
/// Clips that the pairs come from.
const N_CLIPS: usize = 200;

/// The mean of each part, before its weight, between a second of sound and a second of picture of random clips.
pub(crate) fn mean_of_parts(
    model: &dyn AudioVisualModel,
    features: &FeatureSet,
    rng: &mut ChaCha8Rng,
) -> Result<Vec<f32>> {
    let paired: Vec<_> = features.paired().map(|(_, pair)| pair).collect();
    let step = paired.len().div_ceil(N_CLIPS).max(1);
    let mut clips = Vec::new();
    for pair in paired.iter().step_by(step).filter(|pair| pair.audio.nrows() > 0) {
        clips.push((
            model.embed(Modality::Audio, pair.audio.view())?,
            model.embed(Modality::Visual, pair.visual.view())?,
        ));
    }
    let parts = &model.distance().parts;
    let mut sums = vec![0.0_f64; parts.len()];
    for _ in 0..N_PAIRS {
        let audio = &clips[rng.random_range(0..clips.len())].0;
        let visual = &clips[rng.random_range(0..clips.len())].1;
        let audio = audio.row(rng.random_range(0..audio.nrows()));
        let visual = visual.row(rng.random_range(0..visual.nrows()));
        for (sum, part) in sums.iter_mut().zip(parts) {
            *sum += part.between(audio, visual) / f64::from(part.weight).max(1e-30);
        }
    }
    Ok(sums.into_iter().map(|sum| (sum / N_PAIRS as f64).max(1e-12) as f32).collect())
}
