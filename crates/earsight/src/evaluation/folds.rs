//! Cross-validation by clip: no second of a held-out clip is trained on.

use earsight_core::FeatureSet;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// One split; places are those of [`FeatureSet::clips`], in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Training clips.
    pub train: Vec<usize>,
    /// Held-out clips.
    pub held_out: Vec<usize>,
}

/// Cross-validation folds of the clips that have both modalities; each is held out once.
pub fn folds_by_clip(features: &FeatureSet, n_folds: usize, seed: u64) -> Vec<Fold> {
    let mut places: Vec<usize> = features.paired().map(|(place, _)| place).collect();
    places.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    (0..n_folds)
        .map(|fold| {
            let side = |is_held_out: bool| {
                let numbered = places.iter().enumerate();
                let of_side = numbered.filter(|(idx, _)| (idx % n_folds == fold) == is_held_out);
                let mut side: Vec<usize> = of_side.map(|(_, &place)| place).collect();
                side.sort_unstable();
                side
            };
            Fold { train: side(false), held_out: side(true) }
        })
        .collect()
}
