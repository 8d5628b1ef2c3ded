//! How well the changes of a sound and of a picture agree: what distinguishes the moments of one clip.
//!
//! The *content* of a second hardly differs inside a clip; the *changes* in it do.
//! Four views of a moment are compared, each by the correlation of sound and picture within the moment:
//!
//! - **strength**: strength of onsets and of motion, step by step;
//! - **structure**: which steps of the moment are alike. The distances between all pairs of steps that are near in
//!   time are correlated (a second-order isomorphism, Kriegeskorte et al. 2008; the self-distances of one modality are
//!   those of Foote 2000), which needs no knowledge of which sound goes with which movement:
//!   levels with motion within one second, onsets with grey levels, and loudness with motion, within four.
//!
//! Their mean is the agreement. It has no parameters, so it cannot overfit a small collection;
//! learned weights were not better (docs/quality.md).

mod strength;
mod structure;

use earsight_core::Modality;
use earsight_core::change::{self, PictureStep, STEPS_PER_SEC, SoundStep};
use ndarray::{Array2, ArrayView2};

use crate::{Error, Result};
use structure::SelfDistances;

/// Agreement below which changes say nothing of how unrelated they are: that of unrelated moments varies by more.
///
/// Chosen on 55 real clips (docs/quality.md).
pub const UNRELATED: f64 = 0.03;

/// Views of a moment.
const N_VIEWS: usize = 4;

/// A sequence's changes, prepared for any number of queries.
pub struct ChangeSequence {
    modality: Modality,
    n_secs: usize,
    views: Views,
}

impl ChangeSequence {
    /// Of this modality.
    ///
    /// # Shapes
    /// - `rows`: `[T, STEPS_PER_SEC · D]`
    ///
    /// # Errors
    /// [`Error::FeatureDim`] when rows are not of these changes.
    pub fn of(modality: Modality, rows: ArrayView2<'_, f32>) -> Result<Self> {
        Ok(ChangeSequence { modality, n_secs: rows.nrows(), views: Views::of(modality, rows)? })
    }

    /// How much the query's changes disagree with those of the sequence at each start, in seconds of the query:
    /// `l (1 − max(r_t, r₀))`, with the agreement `r_t` and [`UNRELATED`] for `r₀`.
    /// The query is of the other modality.
    ///
    /// # Shapes
    /// - `query`: `[l, STEPS_PER_SEC · D]`, `1 ≤ l ≤ T` → `[T − l + 1]`
    ///
    /// # Errors
    /// [`Error::QueryLength`] when the query does not fit, [`Error::FeatureDim`] when rows are not of these changes.
    pub fn disagreement(&self, query: ArrayView2<'_, f32>) -> Result<Vec<f64>> {
        let n_secs = query.nrows() as f64;
        let agreement = self.agreement(query)?;
        Ok(agreement.into_iter().map(|r| n_secs * (1.0 - r.max(UNRELATED))).collect())
    }

    /// In −1..=1; around 0 when unrelated.
    fn agreement(&self, query: ArrayView2<'_, f32>) -> Result<Vec<f64>> {
        let query_len = query.nrows();
        if query_len == 0 || query_len > self.n_secs {
            return Err(Error::QueryLength { query: query_len, sequence: self.n_secs });
        }
        let query = Views::of(self.modality.other(), query)?.at(0, query_len);
        let agree = |start| {
            let views = query.iter().zip(self.views.at(start, query_len));
            views.map(|(query, there)| dot(query, &there)).sum::<f64>() / N_VIEWS as f64
        };
        Ok((0..=self.n_secs - query_len).map(agree).collect())
    }
}

/// Every view of a run of seconds.
struct Views {
    /// One number a step.
    strength: Vec<f64>,
    structures: [SelfDistances; N_VIEWS - 1],
}

impl Views {
    fn of(modality: Modality, rows: ArrayView2<'_, f32>) -> Result<Self> {
        let steps = steps_of(modality, rows)?;
        let (strength, columns) = match modality {
            Modality::Audio => {
                let levels = strength::columns(&steps, SoundStep::LEVELS);
                let loudness = strength::row_means(&levels);
                let onsets = strength::columns(&steps, SoundStep::ONSETS);
                (strength::of_onsets(&steps), [levels, onsets, loudness])
            }
            Modality::Visual => {
                let motion =
                    strength::columns(&steps, PictureStep::MOTIONS).mapv(|x| x.max(0.0).sqrt());
                let greys = strength::columns(&steps, PictureStep::GREYS);
                (strength::of_motion(&steps), [motion.clone(), greys, motion])
            }
        };
        let [levels, onsets, loudness] = columns;
        let structures = [
            SelfDistances::of(levels.view(), STEPS_PER_SEC),
            SelfDistances::of(onsets.view(), 4 * STEPS_PER_SEC),
            SelfDistances::of(loudness.view(), 4 * STEPS_PER_SEC),
        ];
        Ok(Views { strength, structures })
    }

    /// The views of some seconds, each of mean 0 and length 1, or all 0 where nothing changes.
    fn at(&self, start: usize, n_secs: usize) -> [Vec<f64>; N_VIEWS] {
        let (first, n) = (start * STEPS_PER_SEC, n_secs * STEPS_PER_SEC);
        let [levels, onsets, loudness] = &self.structures;
        [
            self.strength[first..first + n].to_vec(),
            levels.within(first, n),
            onsets.within(first, n),
            loudness.within(first, n),
        ]
        .map(centred_unit)
    }
}

/// One row a step, from one row a second.
fn steps_of(modality: Modality, rows: ArrayView2<'_, f32>) -> Result<Array2<f64>> {
    let width = change::step_width(modality);
    let expected = STEPS_PER_SEC * width;
    if rows.ncols() != expected {
        return Err(Error::FeatureDim { modality, expected, found: rows.ncols() });
    }
    let values = rows.iter().map(|&x| f64::from(x)).collect();
    let shape = (rows.nrows() * STEPS_PER_SEC, width);
    Ok(Array2::from_shape_vec(shape, values).expect("a second is whole steps"))
}

/// Differences from the mean, scaled to length 1; all 0 where there are none.
fn centred_unit(mut values: Vec<f64>) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    let size = values.iter().map(|x| x.abs()).fold(0.0, f64::max);
    values.iter_mut().for_each(|x| *x -= mean);
    let length = dot(&values, &values).sqrt();
    // The remainder of equal numbers is rounding.
    let is_rounding = length <= 1e-9 * size * (values.len() as f64).sqrt();
    let scale = if is_rounding { 0.0 } else { length.recip() };
    values.iter_mut().for_each(|x| *x *= scale);
    values
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use earsight_core::PerModality;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    const STEPS: usize = STEPS_PER_SEC;

    /// Strikes at random steps: each is an onset of the sound and motion of a block of the picture.
    fn strikes(n_secs: usize, seed: u64) -> PerModality<Array2<f32>> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut rows = PerModality {
            audio: Array2::zeros((n_secs, STEPS * SoundStep::WIDTH)),
            visual: Array2::zeros((n_secs, STEPS * PictureStep::WIDTH)),
        };
        for step in 0..n_secs * STEPS {
            let is_strike = rng.random_bool(0.2);
            let (second, place) = (step / STEPS, step % STEPS);
            for column in 0..SoundStep::WIDTH {
                let noise: f32 = rng.random_range(0.0..0.1);
                let value = noise + if is_strike { 1.0 } else { 0.0 };
                rows.audio[[second, place * SoundStep::WIDTH + column]] = value;
            }
            for column in 0..PictureStep::WIDTH {
                let noise: f32 = rng.random_range(0.0..0.1);
                let value = noise + if is_strike && column % 9 == 0 { 1.0 } else { 0.0 };
                rows.visual[[second, place * PictureStep::WIDTH + column]] = value;
            }
        }
        rows
    }

    fn agreement(
        from: Modality,
        query: ArrayView2<'_, f32>,
        sequence: ArrayView2<'_, f32>,
    ) -> Result<Vec<f64>> {
        ChangeSequence::of(from.other(), sequence)?.agreement(query)
    }

    #[test]
    fn a_moment_agrees_best_with_itself() {
        let rows = strikes(12, 3);
        for from in Modality::ALL {
            for start in 0..=9 {
                let query = rows[from].slice(ndarray::s![start..start + 3, ..]);
                let found = agreement(from, query, rows[from.other()].view()).unwrap();
                let best = (0..found.len()).max_by(|&a, &b| found[a].total_cmp(&found[b]));
                assert_eq!((best, found.len()), (Some(start), 10));
                assert!(found[start] > 0.6, "{from}: {}", found[start]);
                assert!(found.iter().all(|r| (-1.0..=1.0).contains(r)));
            }
        }
    }

    #[test]
    fn without_changes_there_is_no_agreement() {
        let rows = strikes(5, 1);
        let still = Array2::ones((5, STEPS * PictureStep::WIDTH));
        let query = rows.audio.slice(ndarray::s![..2, ..]);
        assert_eq!(agreement(Modality::Audio, query, still.view()).unwrap(), vec![0.0; 4]);
        let sequence = ChangeSequence::of(Modality::Visual, still.view()).unwrap();
        assert_eq!(sequence.disagreement(query).unwrap(), vec![2.0 * (1.0 - UNRELATED); 4]);
    }

    /// Of unrelated starts none is preferred.
    #[test]
    fn only_agreement_distinguishes_starts() {
        let (rows, other) = (strikes(12, 3), strikes(12, 4));
        let sequence = ChangeSequence::of(Modality::Visual, rows.visual.view()).unwrap();
        let query = rows.audio.slice(ndarray::s![5..8, ..]);
        let found = sequence.disagreement(query).unwrap();
        assert!(found[5] < 3.0 * 0.4, "{found:?}");
        let unrelated = sequence.disagreement(other.audio.slice(ndarray::s![5..8, ..])).unwrap();
        let n_alike = unrelated.iter().filter(|&&d| d == 3.0 * (1.0 - UNRELATED)).count();
        assert!(n_alike >= 3, "{unrelated:?}");
    }

    #[test]
    fn rows_of_another_width_are_rejected() {
        let rows = strikes(4, 1);
        let swapped = agreement(Modality::Visual, rows.audio.view(), rows.visual.view());
        assert!(matches!(swapped, Err(Error::FeatureDim { .. })));
        let long =
            agreement(Modality::Audio, rows.audio.view(), rows.visual.slice(ndarray::s![..3, ..]));
        assert!(matches!(long, Err(Error::QueryLength { query: 4, sequence: 3 })));
    }
}
