//! A validation part of our own: the published one of the `match` split holds three classes of 28.

use std::collections::HashMap;

use earsight::evaluation::Fold;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::AveRow;

/// Holds out `per_class` clips of each class of `train`, drawn by the seed; both lists keep the order of `train`.
///
/// Partial events come first, since only they can be localized, but never more than half of a class's partial events.
/// A video that appears twice in AVE stays in `train`, so that no video is on both sides.
/// A class gives less than `per_class` where that would be more than half of it.
pub fn balanced_validation(rows: &[AveRow], train: &[usize], per_class: usize, seed: u64) -> Fold {
    let mut n_of_video: HashMap<&str, usize> = HashMap::new();
    for row in rows {
        *n_of_video.entry(&row.youtube_id).or_default() += 1;
    }
    let n_classes = rows.iter().map(|row| row.class + 1).max().unwrap_or(0);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut is_held_out = vec![false; rows.len()];
    for class in 0..n_classes {
        let of_class: Vec<usize> =
            train.iter().copied().filter(|&row| rows[row].class == class).collect();
        let drawable =
            of_class.iter().copied().filter(|&row| n_of_video[&*rows[row].youtube_id] == 1);
        let (mut partial, mut full): (Vec<usize>, Vec<usize>) =
            drawable.partition(|&row| rows[row].is_countable());
        partial.shuffle(&mut rng);
        full.shuffle(&mut rng);
        let n_wanted = per_class.min(of_class.len() / 2);
        let n_partial = n_wanted.min(partial.len() / 2);
        let drawn = partial.iter().take(n_partial).chain(full.iter().take(n_wanted - n_partial));
        drawn.for_each(|&row| is_held_out[row] = true);
    }
    let (held_out, train) = train.iter().partition(|&&row| is_held_out[row]);
    Fold { train, held_out }
}
