//! Rows whose columns all have mean 0 and variance 1 over a collection, and their directions.
//!
//! Features that are never negative have high cosines whatever they show; standardised rows do not.

use earsight_core::{FeatureSet, Modality};
use ndarray::{Array1, Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use crate::scaling::scale_rows_to_unit;

/// Mean and spread of each column over all seconds of a modality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Standardized {
    mean: Vec<f32>,
    /// 1 / sd; 0 where a column never changes.
    inverse_sd: Vec<f32>,
}

impl Standardized {
    pub(super) fn fit(sets: &[&FeatureSet], modality: Modality) -> Self {
        let dim = sets.first().map_or(0, |set| set.spaces()[modality].dim);
        let rows = || {
            let clips = sets.iter().flat_map(|set| set.clips());
            clips.filter_map(|clip| clip.features[modality].as_ref()).flat_map(|rows| rows.rows())
        };
        let n = rows().count().max(1) as f64;
        let mut mean = Array1::<f64>::zeros(dim);
        rows().for_each(|row| mean.zip_mut_with(&row, |sum, &value| *sum += f64::from(value) / n));
        let mut variance = Array1::<f64>::zeros(dim);
        for row in rows() {
            for ((sum, &value), &mean) in variance.iter_mut().zip(row).zip(&mean) {
                *sum += (f64::from(value) - mean).powi(2) / n;
            }
        }
        let inverse =
            |&variance: &f64| if variance > 0.0 { variance.sqrt().recip() as f32 } else { 0.0 };
        Standardized {
            mean: mean.iter().map(|&mean| mean as f32).collect(),
            inverse_sd: variance.iter().map(inverse).collect(),
        }
    }

    /// The standardised rows, each divided by its length; a row that is the mean stays 0.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]` → `[N, D]`
    pub(super) fn directions(&self, rows: ArrayView2<'_, f32>) -> Array2<f32> {
        let mut rows = rows.to_owned();
        for mut row in rows.rows_mut() {
            for ((value, &mean), &inverse_sd) in
                row.iter_mut().zip(&self.mean).zip(&self.inverse_sd)
            {
                *value = (*value - mean) * inverse_sd;
            }
        }
        scale_rows_to_unit(&mut rows);
        rows
    }
}

/// The directions of the means of each `n` rows in order; the last mean may be of fewer.
///
/// # Shapes
/// - `rows`: `[N, D]` → `[⌈N / n⌉, D]`
pub(super) fn mean_directions(rows: ArrayView2<'_, f32>, n: usize) -> Array2<f32> {
    let mut means = Array2::zeros((0, rows.ncols()));
    for block in rows.axis_chunks_iter(Axis(0), n) {
        let mean = block.mean_axis(Axis(0)).expect("a block has rows");
        means.push_row(mean.view()).expect("rows are equally wide");
    }
    scale_rows_to_unit(&mut means);
    means
}
