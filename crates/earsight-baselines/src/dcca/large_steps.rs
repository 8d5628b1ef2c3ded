//! Steps of at least the batch size, for objectives that need many rows.

use rand_chacha::ChaCha8Rng;

use earsight::training::{Batches, Batching};

/// The same rows; the rest of an epoch is added to the step before it instead of being a step of its own.
pub(crate) struct LargeSteps<D>(pub(crate) D);

impl<D> From<D> for LargeSteps<D> {
    fn from(rows: D) -> Self {
        LargeSteps(rows)
    }
}

impl<D: Batches> Batches for LargeSteps<D> {
    type Batch = D::Batch;

    fn steps(&self, batching: Batching, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>> {
        let mut steps = self.0.steps(batching, rng);
        if let Batching::Shuffled { size } = batching
            && steps.len() > 1
            && steps.last().is_some_and(|rest| rest.len() < size)
        {
            let rest = steps.pop().unwrap_or_default();
            if let Some(last) = steps.last_mut() {
                last.extend(rest);
            }
        }
        steps
    }

    fn batch(&self, places: &[usize]) -> D::Batch {
        self.0.batch(places)
    }

    fn n_rows(&self) -> usize {
        self.0.n_rows()
    }

    fn values(&self) -> Box<dyn Iterator<Item = f32> + '_> {
        self.0.values()
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::small_clips::{DIMS, features};
    use earsight::training::pairs::PairedRows;

    #[test]
    fn no_step_is_smaller_than_the_batch_size() {
        for (n, size, sizes) in
            [(10, 4, vec![4, 6]), (8, 4, vec![4, 4]), (3, 4, vec![3]), (5, 4, vec![5])]
        {
            let rows = LargeSteps(PairedRows::at_least(1, "small", &features(DIMS, &[n])).unwrap());
            let batching = Batching::Shuffled { size };
            let steps = rows.steps(batching, &mut ChaCha8Rng::seed_from_u64(1));
            assert_eq!(steps.iter().map(Vec::len).collect::<Vec<_>>(), sizes);
            let mut all = steps.concat();
            all.sort_unstable();
            assert_eq!(all, (0..n).collect::<Vec<_>>());
        }
    }
}
