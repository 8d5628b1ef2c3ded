//! Batches of seconds or clips.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// Which seconds form a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Batching {
    /// So many seconds across all clips, shuffled anew each epoch; the last, smaller batch is kept.
    /// Models that read whole clips shuffle clips.
    Shuffled {
        /// Seconds, or clips, per step.
        size: usize,
    },
    /// One clip per step, in the collection's order, never shuffled (SPEC §1.3).
    ClipByClip,
}

/// Training data: seconds or whole clips, with labels or without.
pub trait Batches {
    /// The data of one step.
    type Batch;

    /// The places of each step of one epoch; every epoch has as many steps.
    fn steps(&self, batching: Batching, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>>;

    /// The data at these places.
    fn batch(&self, places: &[usize]) -> Self::Batch;

    /// Rows of features.
    fn n_rows(&self) -> usize;

    /// Every number that the training uses, so that a changed collection is detected.
    fn values(&self) -> Box<dyn Iterator<Item = f32> + '_>;
}

/// The numbers below `n` in random order, `size` at a time; the last, smaller part is kept.
pub fn shuffled_steps(n: usize, size: usize, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..n).collect();
    order.shuffle(rng);
    order.chunks(size.max(1)).map(<[usize]>::to_vec).collect()
}
