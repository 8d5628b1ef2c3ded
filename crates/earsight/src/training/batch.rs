//! Paired batches from a feature set.

use burn::tensor::{Device, Tensor, TensorData};
use earsight_core::{FeatureSet, PerModality};
use ndarray::{Array2, Axis, concatenate};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// Which seconds make a step together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Batching {
    /// So many seconds, drawn across all clips, shuffled anew each epoch; the last, smaller batch is kept.
    Shuffled {
        /// Seconds per step.
        size: usize,
    },
    /// One clip per step, in the collection's order, never shuffled (SPEC §1.3).
    ClipByClip,
}

/// All seconds that are both heard and seen, as rows.
///
/// # Shapes
/// - each modality: `[N, D]`
pub(crate) struct PairedRows {
    pub(crate) rows: PerModality<Array2<f32>>,
    /// First row of each clip, and the number of rows at the end.
    clip_starts: Vec<usize>,
}

impl PairedRows {
    pub(crate) fn of(features: &FeatureSet) -> Self {
        let mut clip_starts = vec![0];
        let pairs: Vec<_> = features.paired().map(|(_, pair)| pair).collect();
        for pair in &pairs {
            clip_starts.push(clip_starts[clip_starts.len() - 1] + pair.audio.nrows());
        }
        let rows = PerModality::from_fn(|modality| {
            let views: Vec<_> = pairs.iter().map(|pair| pair[modality].view()).collect();
            if views.is_empty() {
                return Array2::zeros((0, features.spaces()[modality].dim));
            }
            concatenate(Axis(0), &views).expect("a feature set's rows are equally wide")
        });
        PairedRows { rows, clip_starts }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.audio.nrows()
    }

    /// The rows of each step of one epoch.
    pub(crate) fn steps(&self, batching: Batching, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>> {
        match batching {
            Batching::Shuffled { size } => {
                let mut order: Vec<usize> = (0..self.len()).collect();
                order.shuffle(rng);
                order.chunks(size.max(1)).map(<[usize]>::to_vec).collect()
            }
            Batching::ClipByClip => self
                .clip_starts
                .windows(2)
                .filter(|bounds| bounds[0] < bounds[1])
                .map(|bounds| (bounds[0]..bounds[1]).collect())
                .collect(),
        }
    }

    /// Steps of an epoch, without drawing them.
    pub(crate) fn n_steps(&self, batching: Batching) -> usize {
        match batching {
            Batching::Shuffled { size } => self.len().div_ceil(size.max(1)),
            Batching::ClipByClip => {
                self.clip_starts.windows(2).filter(|bounds| bounds[0] < bounds[1]).count()
            }
        }
    }

    /// The rows at these places as tensors.
    pub(crate) fn batch(&self, places: &[usize], device: &Device) -> PairBatch {
        let picked = self.rows.as_ref().map(|rows| rows.select(Axis(0), places));
        PairBatch::new(&picked, device)
    }
}

/// Seconds as both senses saw them.
///
/// # Shapes
/// - `audio`: `[B, D_a]`, `visual`: `[B, D_v]`, `pair`: `[B, D_v + D_a]`
pub(crate) struct PairBatch {
    pub(crate) audio: Tensor<2>,
    pub(crate) visual: Tensor<2>,
    /// What the decoder is to give back, visual columns first.
    pub(crate) pair: Tensor<2>,
}

impl PairBatch {
    pub(crate) fn new(rows: &PerModality<Array2<f32>>, device: &Device) -> Self {
        let PerModality { audio, visual } = rows.as_ref().map(|rows| matrix(rows, device));
        let pair = Tensor::cat(vec![visual.clone(), audio.clone()], 1);
        PairBatch { audio, visual, pair }
    }
}

/// A matrix of numbers as a tensor.
pub(crate) fn matrix(rows: &Array2<f32>, device: &Device) -> Tensor<2> {
    let values: Vec<f32> = rows.iter().copied().collect();
    Tensor::from_data(TensorData::new(values, [rows.nrows(), rows.ncols()]), device)
}
