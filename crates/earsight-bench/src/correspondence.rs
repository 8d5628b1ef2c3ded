//! How often a network tells sounds and pictures that belong together from those that do not.

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
    /// Pairs asked, half of them of one second and half of two clips.
    pub n_pairs: usize,
    /// Pairs answered rightly.
    pub n_right: usize,
    /// Share answered rightly.
    pub accuracy: f64,
    /// 95 % of Wilson (1927), as if all pairs were independent.
    pub binomial: Interval,
    /// 95 % by resampling clips, whose seconds are not independent.
    pub by_clip: Interval,
}

/// Each second once with its own picture and once with one of another clip, drawn by the seed.
///
/// # Errors
/// What the model refuses.
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
        let others: Vec<usize> = (0..pairs.len())
            .filter(|&other| other != own && pairs[other].visual.nrows() > 0)
            .collect();
        let mut strange = Array2::zeros((0, pair.visual.ncols()));
        for _ in 0..pair.audio.nrows() {
            let Some(&other) = others.choose(&mut rng) else { break };
            let rows: Vec<usize> = (0..pairs[other].visual.nrows()).collect();
            let row = *rows.choose(&mut rng).expect("the clip has seconds");
            strange.push_row(pairs[other].visual.row(row)).expect("rows are equally wide");
        }
        if strange.nrows() == 0 {
            continue;
        }
        let audio = concatenate(Axis(0), &[pair.audio.view(), pair.audio.view()]);
        let visual = concatenate(Axis(0), &[pair.visual.view(), strange.view()]);
        let (audio, visual) =
            (audio.expect("the same rows twice"), visual.expect("rows are equally wide"));
        let asked = PerModality { audio: audio.view(), visual: visual.view() };
        let probabilities = model.probability(asked)?;
        let n = pair.audio.nrows();
        let right = probabilities
            .iter()
            .enumerate()
            .filter(|&(place, &p)| (place < n) == (p > 0.5))
            .count();
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
