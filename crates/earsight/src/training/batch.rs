//! Which seconds or clips make a step together.

use burn::tensor::{Device, Tensor, TensorData};
use ndarray::Array2;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::parameters::values;

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
pub(crate) trait Batches {
    /// What one step sees.
    type Batch;

    /// The places of each step of one epoch.
    fn steps(&self, batching: Batching, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>>;

    /// Steps of an epoch, without drawing them.
    fn n_steps(&self, batching: Batching) -> usize;

    /// What is at these places.
    fn batch(&self, places: &[usize]) -> Self::Batch;

    /// Rows of features.
    fn n_rows(&self) -> usize;

    /// Every number that the training can see, so that a changed collection is noticed.
    fn values(&self) -> Box<dyn Iterator<Item = f32> + '_>;
}

/// The numbers below `n` in random order, `size` at a time; the last, smaller part is kept.
pub(crate) fn shuffled_steps(n: usize, size: usize, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..n).collect();
    order.shuffle(rng);
    order.chunks(size.max(1)).map(<[usize]>::to_vec).collect()
}

/// A tensor's numbers as a matrix.
pub(crate) fn array(tensor: Tensor<2>) -> Array2<f32> {
    let [rows, columns] = tensor.dims();
    Array2::from_shape_vec((rows, columns), values(tensor)).expect("a tensor's shape fits it")
}

/// A matrix of numbers as a tensor.
pub(crate) fn matrix(rows: &Array2<f32>, device: &Device) -> Tensor<2> {
    let values: Vec<f32> = rows.iter().copied().collect();
    Tensor::from_data(TensorData::new(values, [rows.nrows(), rows.ncols()]), device)
}
