//! Cross-validation by recording: no second of a held-out recording is trained on, and each recording counts once.

use earsight_core::FeatureSet;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::Recordings;

/// One split; places are those of [`FeatureSet::clips`], in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Training clips: all of the other recordings, without exact copies.
    pub train: Vec<usize>,
    /// Held-out clips: of each held-out recording the one that stands for it.
    pub held_out: Vec<usize>,
}

/// Cross-validation folds of the recordings that have both modalities; each is held out once.
pub fn folds(
    features: &FeatureSet,
    recordings: &Recordings,
    n_folds: usize,
    seed: u64,
) -> Vec<Fold> {
    let paired = features.paired().map(|(place, _)| place);
    let mut standing: Vec<usize> = paired.filter(|&place| recordings.is_standing(place)).collect();
    standing.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    let mut fold_of = vec![None; features.clips().len()];
    for (number, &place) in standing.iter().enumerate() {
        fold_of[place] = Some(number % n_folds);
    }
    let is_paired = |place: &usize| features.clips()[*place].both().is_some();
    let distinct: Vec<usize> = recordings.distinct().into_iter().filter(is_paired).collect();
    let of_fold = |fold: usize| {
        let is_held_out = |place: &&usize| fold_of[recordings.standing_for(**place)] == Some(fold);
        Fold {
            train: distinct.iter().filter(|place| !is_held_out(place)).copied().collect(),
            held_out: distinct
                .iter()
                .filter(|place| is_held_out(place) && recordings.is_standing(**place))
                .copied()
                .collect(),
        }
    };
    (0..n_folds).map(of_fold).collect()
}
