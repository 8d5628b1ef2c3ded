//! Splits by clip: no second of a held-out clip is ever trained on.

use earsight_core::FeatureSet;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// One split; places are those of [`FeatureSet::clips`], in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Clips to learn from.
    pub train: Vec<usize>,
    /// Clips to be asked about.
    pub held_out: Vec<usize>,
}

/// Deals the clips that are both heard and seen into `n_folds` hands; each is held out once.
pub fn folds_by_clip(features: &FeatureSet, n_folds: usize, seed: u64) -> Vec<Fold> {
    let mut places: Vec<usize> = features.paired().map(|(place, _)| place).collect();
    places.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    (0..n_folds)
        .map(|fold| {
            let is_held_out = |dealt: usize| dealt % n_folds == fold;
            let side = |wanted: bool| {
                let mut side: Vec<usize> = (0..places.len())
                    .filter(|&dealt| is_held_out(dealt) == wanted)
                    .map(|dealt| places[dealt])
                    .collect();
                side.sort_unstable();
                side
            };
            Fold { train: side(false), held_out: side(true) }
        })
        .collect()
}
