//! Which seconds or clips make a step together.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// Which seconds make a step together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Batching {
    /// So many seconds, drawn across all clips, shuffled anew each epoch; the last, smaller batch is kept.
    /// Models that read whole clips draw clips.
    Shuffled {
        /// Seconds, or clips, per step.
        size: usize,
    },
    /// One clip per step, in the collection's order, never shuffled (SPEC §1.3).
    ClipByClip,
}

/// What a training draws its steps from: seconds or whole clips, with labels or without.
pub trait Batches {
    /// What one step sees.
    type Batch;

    /// The places of each step of one epoch; every epoch has as many steps.
    fn steps(&self, batching: Batching, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>>;

    /// What is at these places.
    fn batch(&self, places: &[usize]) -> Self::Batch;

    /// Rows of features.
    fn n_rows(&self) -> usize;

    /// Every number that the training can see, so that a changed collection is noticed.
    fn values(&self) -> Box<dyn Iterator<Item = f32> + '_>;
}

/// The numbers below `n` in random order, `size` at a time; the last, smaller part is kept.
pub fn shuffled_steps(n: usize, size: usize, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..n).collect();
    order.shuffle(rng);
    order.chunks(size.max(1)).map(<[usize]>::to_vec).collect()
}
