//! Accuracy of audio–visual correspondence: the classification of matching and mismatched pairs.

use earsight::CorrespondenceModel;
use earsight_core::{FeatureSet, PerModality};
use earsight_metrics::{Interval, bootstrap_interval, wilson_interval};
use ndarray::{Array2, Axis, concatenate};
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use crate::Result;

/// Correspondence on clips that were not trained on; chance is ½.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct CorrespondenceScore {
    /// Pairs, half of them of one second and half of two clips.
    pub n_pairs: usize,
    /// Pairs that were classified correctly.
    pub n_right: usize,
    /// Share of these.
    pub accuracy: f64,
    /// 95 % of Wilson (1927), as if all pairs were independent.
    pub binomial: Interval,
    /// 95 % by resampling clips, whose seconds are not independent.
    pub by_clip: Interval,
}

/// Classifies each second once with its own image and once with one of another clip, drawn by the seed.
///
/// # Errors
/// Those of the model.
pub fn correspondence_score(
    model: &dyn CorrespondenceModel,
    features: &FeatureSet,
    seed: u64,
) -> Result<CorrespondenceScore> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let pairs: Vec<_> = features.paired().map(|(_, pair)| pair).collect();
    let mut per_clip = Vec::new();
    let (mut n_pairs, mut n_right) = (0, 0);
    for (own, pair) in pairs.iter().enumerate() {
        let others = pairs.iter().enumerate().filter(|&(other, _)| other != own);
        let others = others.map(|(_, other)| other.visual).filter(|rows| rows.nrows() > 0);
        let others: Vec<&Array2<f32>> = others.collect();
        let n = pair.audio.nrows();
        if others.is_empty() || n == 0 {
            continue;
        }
        let mut visual = pair.visual.clone();
        for _ in 0..n {
            let other = others.choose(&mut rng).expect("there is another clip");
            let rows: Vec<usize> = (0..other.nrows()).collect();
            let row = *rows.choose(&mut rng).expect("the clip has seconds");
            visual.push_row(other.row(row)).expect("rows are equally wide");
        }
        let audio = concatenate(Axis(0), &[pair.audio.view(), pair.audio.view()]);
        let audio = audio.expect("the same rows twice");
        let both = PerModality { audio: audio.view(), visual: visual.view() };
        let probabilities = model.probability(both)?;
        let is_right = |&(place, &p): &(usize, &f32)| (place < n) == (p > 0.5);
        let right = probabilities.iter().enumerate().filter(is_right).count();
        n_pairs += 2 * n;
        n_right += right;
        per_clip.push(right as f64 / (2 * n) as f64);
    }
    Ok(CorrespondenceScore {
        n_pairs,
        n_right,
        accuracy: n_right as f64 / n_pairs.max(1) as f64,
        binomial: wilson_interval(n_right, n_pairs),
        by_clip: bootstrap_interval(&per_clip, 10_000, seed),
    })
}
