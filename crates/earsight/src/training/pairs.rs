//! Paired seconds of a feature set, and batches of them.

use earsight_core::{FeatureSet, Modality, PerModality};
use ndarray::{Array2, Axis, concatenate, s};
use rand_chacha::ChaCha8Rng;

use crate::scaling::{ColumnStatistics, InputScaling};
use crate::{Error, Result};

use super::batches::{Batches, Batching, shuffled_steps};

/// All seconds that are both heard and seen, as rows.
///
/// # Shapes
/// - each modality: `[N, D]`
pub struct PairedRows {
    /// `[N, D]` each.
    pub rows: PerModality<Array2<f32>>,
    /// First row of each clip, and the number of rows at the end.
    clip_starts: Vec<usize>,
}

impl PairedRows {
    /// All paired seconds of a feature set.
    pub fn of(features: &FeatureSet) -> Self {
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

    /// The same, of a collection that has at least so many such seconds.
    ///
    /// # Errors
    /// [`Error::TooFewSegments`] when it has fewer.
    pub fn at_least(needed: usize, model: &'static str, features: &FeatureSet) -> Result<Self> {
        let paired = PairedRows::of(features);
        match paired.n_secs() {
            found if found < needed => Err(Error::TooFewSegments { model, needed, found }),
            _ => Ok(paired),
        }
    }

    /// Scales the rows as a network is to see them.
    pub fn scale(&mut self, scaling: InputScaling, statistics: &PerModality<ColumnStatistics>) {
        for modality in Modality::ALL {
            let scaled = scaling.apply(self.rows[modality].view(), &statistics[modality]);
            self.rows[modality] = scaled;
        }
    }

    /// First row of each clip, and the number of rows at the end.
    pub fn clip_starts(&self) -> &[usize] {
        &self.clip_starts
    }

    /// Number of seconds, `N`.
    pub fn n_secs(&self) -> usize {
        self.rows.audio.nrows()
    }

    /// Clips that have at least one such second.
    pub fn n_clips(&self) -> usize {
        self.clip_starts.windows(2).filter(|bounds| bounds[0] < bounds[1]).count()
    }

    /// At most `n` rows, every k-th, so that a collection in order is seen from end to end.
    ///
    /// # Shapes
    /// - → `[≤ n, D]` each
    pub fn every_kth(&self, n: usize) -> PerModality<Array2<f32>> {
        let step = self.n_secs().div_ceil(n).max(1);
        let places: Vec<usize> = (0..self.n_secs()).step_by(step).collect();
        self.rows.as_ref().map(|rows| rows.select(Axis(0), &places))
    }

    /// The clip, counted from 0, that each row belongs to. `[N]`
    fn clip_of(&self, row: usize) -> usize {
        self.clip_starts.partition_point(|&start| start <= row) - 1
    }
}

impl Batches for PairedRows {
    type Batch = PairBatch;

    fn steps(&self, batching: Batching, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>> {
        match batching {
            Batching::Shuffled { size } => shuffled_steps(self.n_secs(), size, rng),
            Batching::ClipByClip => self
                .clip_starts
                .windows(2)
                .filter(|bounds| bounds[0] < bounds[1])
                .map(|bounds| (bounds[0]..bounds[1]).collect())
                .collect(),
        }
    }

    fn batch(&self, places: &[usize]) -> PairBatch {
        let picked = self.rows.as_ref().map(|rows| rows.select(Axis(0), places));
        let clips = places.iter().map(|&row| self.clip_of(row)).collect();
        PairBatch::new(picked, clips)
    }

    fn n_rows(&self) -> usize {
        self.n_secs()
    }

    fn values(&self) -> Box<dyn Iterator<Item = f32> + '_> {
        Box::new(self.rows.audio.iter().chain(&self.rows.visual).copied())
    }
}

/// Seconds as both modalities saw them.
///
/// # Shapes
/// - each of `rows`: `[B, D]`, `pair`: `[B, D_v + D_a]`
pub struct PairBatch {
    /// `[B, D]` each.
    pub rows: PerModality<Array2<f32>>,
    /// What the decoder is to give back, visual columns first.
    pub pair: Array2<f32>,
    /// The clip of each row, for models that are told what does not belong together. `[B]`
    pub clips: Vec<usize>,
}

impl PairBatch {
    /// # Shapes
    /// - `rows`: `[B, D]` each, `clips`: `[B]`
    pub fn new(rows: PerModality<Array2<f32>>, clips: Vec<usize>) -> Self {
        let (n, n_visual) = rows.visual.dim();
        let mut pair = Array2::zeros((n, n_visual + rows.audio.ncols()));
        pair.slice_mut(s![.., ..n_visual]).assign(&rows.visual);
        pair.slice_mut(s![.., n_visual..]).assign(&rows.audio);
        PairBatch { rows, pair, clips }
    }
}
