//! Paired seconds of a feature set, in batches.

use earsight_core::{FeatureSet, Modality, PerModality};
use ndarray::{Array2, Axis, concatenate, s};
use rand_chacha::ChaCha8Rng;

use crate::scaling::{ColumnStatistics, InputScaling};
use crate::{Error, Result};

use super::batches::{Batches, Batching, shuffled_steps};

/// All seconds with both modalities, as rows.
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
    /// All paired seconds of a feature set that has at least so many, and one in any case.
    ///
    /// # Errors
    /// [`Error::TooFewSegments`] when it has fewer.
    pub fn at_least(needed: usize, model: &'static str, features: &FeatureSet) -> Result<Self> {
        let pairs: Vec<_> = features.paired().map(|(_, pair)| pair).collect();
        let ends = pairs.iter().scan(0, |end, pair| {
            *end += pair.audio.nrows();
            Some(*end)
        });
        let clip_starts: Vec<usize> = std::iter::once(0).chain(ends).collect();
        let found = clip_starts[pairs.len()];
        if found < needed.max(1) {
            return Err(Error::TooFewSegments { model, needed, found });
        }
        let rows = PerModality::from_fn(|modality| {
            let views: Vec<_> = pairs.iter().map(|pair| pair[modality].view()).collect();
            concatenate(Axis(0), &views).expect("a feature set's rows are equally wide")
        });
        Ok(PairedRows { rows, clip_starts })
    }

    /// The rows at these places, and the clip of each.
    pub fn select(&self, places: &[usize]) -> (PerModality<Array2<f32>>, Vec<usize>) {
        let rows = self.rows.as_ref().map(|rows| rows.select(Axis(0), places));
        (rows, places.iter().map(|&row| self.clip_of(row)).collect())
    }

    /// Scales the rows for a network.
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

    /// At most `n` rows, every k-th, so that they are spread over the collection.
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
        let (rows, clips) = self.select(places);
        PairBatch::new(rows, clips)
    }

    fn n_rows(&self) -> usize {
        self.n_secs()
    }

    fn values(&self) -> Box<dyn Iterator<Item = f32> + '_> {
        Box::new(self.rows.audio.iter().chain(&self.rows.visual).copied())
    }
}

/// Paired seconds of one step.
///
/// # Shapes
/// - each of `rows`: `[B, D]`, `pair`: `[B, D_v + D_a]`
pub struct PairBatch {
    /// `[B, D]` each.
    pub rows: PerModality<Array2<f32>>,
    /// The decoder's target, visual columns first.
    pub pair: Array2<f32>,
    /// The clip of each row, for models that draw negatives from other clips. `[B]`
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
