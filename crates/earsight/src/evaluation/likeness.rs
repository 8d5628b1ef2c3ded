//! Whether two clips are one recording: copies, transcodes, cuts and pieces of it, by what is heard and seen.
//!
//! Bytes and file names say nothing about a transcode or a cut, so the features of both modalities are compared,
//! second by second, at the lag where they agree best. The limits were chosen on 114 real clips and, of each, a
//! transcode of 144 lines, a cut that begins in the middle of a second, and both halves: docs/quality.md. They are
//! higher for a collection in which any two clips are like that, as with features of few columns.

use earsight_core::{ClipFeatures, FeatureSet, Modality, PerModality};
use ndarray::{Array2, ArrayView2, s};
use rand::SeedableRng;
use rand::seq::index::sample;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::standardized::{Standardized, mean_directions};

/// Least mean cosine of standardised rows in each modality of two clips of one recording.
const LEAST_EACH: f64 = 0.4;
/// Least sum over both modalities.
const LEAST_SUM: f64 = 1.0;
/// Pairs of clips that show how alike any two clips are.
const N_RANDOM_PAIRS: usize = 200;
/// Standard deviations above the median of random pairs.
const N_DEVIATIONS: f64 = 3.0;
/// Least mean cosine in one modality where the other says nothing or something else.
const LEAST_ALONE: f64 = 0.6;
/// Seconds that must agree, at least; all of a clip that is shorter.
const LEAST_SECS: usize = 3;
/// Seconds of a block; blocks are compared first, to find the lag.
pub(super) const BLOCK_SECS: usize = 4;

/// Compares clips by directions of standardised rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Likeness {
    scale: PerModality<Standardized>,
    /// Least mean cosine in each modality of clips of one recording.
    least: PerModality<f64>,
}

/// A clip, prepared for comparisons.
pub struct Prepared {
    /// Directions of the rows of each modality that is there. `[T, D]`
    rows: PerModality<Option<Array2<f32>>>,
    /// Directions of the means of blocks of rows. `[⌈T / 4⌉, D]`
    blocks: PerModality<Option<Array2<f32>>>,
}

/// How alike two clips are: mean cosines of their standardised rows, −1..=1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// Of both modalities, at the lag where their sum is largest; `None` unless both clips have both.
    pub together: Option<PerModality<f64>>,
    /// Of each modality, at its own best lag; `None` unless both clips have it.
    pub alone: PerModality<Option<f64>>,
}

impl Likeness {
    /// With the scale of these clips, and limits above the likeness of any two of them.
    pub fn of(features: &FeatureSet) -> Self {
        let scale = PerModality::from_fn(|modality| Standardized::fit(&[features], modality));
        let mut likeness = Likeness { scale, least: PerModality::from_fn(|_| LEAST_EACH) };
        let paired: Vec<usize> = features.paired().map(|(place, _)| place).collect();
        let n = paired.len();
        if n < 2 {
            return likeness;
        }
        let n_pairs = n * (n - 1) / 2;
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let mut known = PerModality::<Vec<f64>>::default();
        for number in sample(&mut rng, n_pairs, N_RANDOM_PAIRS.min(n_pairs)) {
            let [a, b] = pair(number).map(|place| &features.clips()[paired[place]]);
            let alike = likeness.prepare(a).alike(&likeness.prepare(b)).together;
            for (modality, cosine) in alike.iter().flat_map(PerModality::iter) {
                known[modality].push(*cosine);
            }
        }
        likeness.least = known.map(|cosines| above_most(cosines).max(LEAST_EACH));
        likeness
    }

    /// Prepares a clip of the same feature spaces.
    pub fn prepare(&self, clip: &ClipFeatures) -> Prepared {
        let rows = PerModality::from_fn(|modality: Modality| {
            let rows = clip.features[modality].as_ref().filter(|rows| rows.nrows() > 0)?;
            Some(self.scale[modality].directions(rows.view()))
        });
        let blocks = rows.as_ref().map(|rows| {
            let rows = rows.as_ref()?;
            Some(mean_directions(rows.view(), BLOCK_SECS))
        });
        Prepared { rows, blocks }
    }

    /// Whether both clips are of one recording: alike in both modalities at one lag.
    /// Where a clip lacks a modality, the other decides.
    pub fn is_one_recording(&self, alike: &Alike) -> bool {
        match alike.together {
            Some(PerModality { audio, visual }) => {
                let least_sum = LEAST_SUM.max(self.least.audio + self.least.visual);
                audio >= self.least.audio
                    && visual >= self.least.visual
                    && audio + visual >= least_sum
            }
            None => self.is_one_in_part(alike),
        }
    }

    /// Whether the sound or the picture of both clips is of one recording.
    pub fn is_one_in_part(&self, alike: &Alike) -> bool {
        let is_like = |modality| {
            let least = LEAST_ALONE.max(self.least[modality]);
            alike.alone[modality].is_some_and(|cosine| cosine >= least)
        };
        Modality::ALL.into_iter().any(is_like)
    }
}

impl Prepared {
    /// Directions of the means of blocks, if the clip has both modalities.
    pub(super) fn blocks(&self) -> Option<PerModality<&Array2<f32>>> {
        self.blocks.as_ref().map(Option::as_ref).both()
    }

    /// How alike this clip and another are.
    pub fn alike(&self, other: &Prepared) -> Alike {
        let pairs = PerModality::from_fn(|modality| {
            Some((self.rows[modality].as_ref()?, other.rows[modality].as_ref()?))
        });
        let blocks = PerModality::from_fn(|modality| {
            let own = self.blocks[modality].as_ref()?;
            Some(own.dot(&other.blocks[modality].as_ref()?.t()))
        });
        let alone = PerModality::from_fn(|modality| {
            let (rows, blocks) = (pairs[modality]?, blocks[modality].as_ref()?);
            let cosines = lags(blocks.view()).filter_map(|lag| mean_cosine(rows, lag));
            cosines.reduce(f64::max)
        });
        let together = pairs.both().zip(blocks.as_ref().map(Option::as_ref).both()).and_then(
            |(pairs, blocks)| {
                let at = |lag| pairs.map(|rows| mean_cosine(rows, lag)).both();
                let sums = blocks.audio + blocks.visual;
                let found = lags(sums.view()).filter_map(at);
                found.max_by(|a, b| (a.audio + a.visual).total_cmp(&(b.audio + b.visual)))
            },
        );
        Alike { together, alone }
    }
}

/// The median and some standard deviations, estimated by the median of deviations, which few copies do not move.
fn above_most(mut values: Vec<f64>) -> f64 {
    let median = |values: &mut Vec<f64>| {
        let middle = values.len() / 2;
        values.sort_unstable_by(f64::total_cmp);
        values.get(middle).copied().unwrap_or(0.0)
    };
    let center = median(&mut values);
    let mut deviations = values.iter().map(|value| (value - center).abs()).collect();
    // Of a normal distribution, the median deviation is .6745 standard deviations.
    center + N_DEVIATIONS * median(&mut deviations) / 0.6745
}

/// The pair with this number, of all pairs of places in order: (0, 1), (0, 2), (1, 2), (0, 3), …
fn pair(number: usize) -> [usize; 2] {
    let mut second = 1;
    let mut rest = number;
    while rest >= second {
        rest -= second;
        second += 1;
    }
    [rest, second]
}

/// Lags in seconds around that of the two blocks that are most alike.
///
/// # Shapes
/// - `cosines`: `[blocks, blocks of the other]`
fn lags(cosines: ArrayView2<'_, f32>) -> std::ops::RangeInclusive<isize> {
    let nearest = cosines.indexed_iter().max_by(|(_, a), (_, b)| a.total_cmp(b));
    let ((own, other), _) = nearest.expect("a prepared clip has blocks");
    let (lag, block) = ((other as isize - own as isize), BLOCK_SECS as isize);
    lag * block - (block - 1)..=lag * block + (block - 1)
}

/// The mean cosine of row `t` and the other's row `t + lag`; `None` where too few overlap.
fn mean_cosine((own, other): (&Array2<f32>, &Array2<f32>), lag: isize) -> Option<f64> {
    let [n_own, n_other] = [own.nrows(), other.nrows()].map(|n| n as isize);
    let (first, end) = (0.max(-lag), n_own.min(n_other - lag));
    let n = usize::try_from(end - first).ok()?;
    if n == 0 || n < LEAST_SECS.min(own.nrows()).min(other.nrows()) {
        return None;
    }
    let own = own.slice(s![first..end, ..]);
    let other = other.slice(s![first + lag..end + lag, ..]);
    let products = own.rows().into_iter().zip(other.rows()).map(|(a, b)| f64::from(a.dot(&b)));
    Some(products.sum::<f64>() / n as f64)
}
