//! Scaling of features for a network.

use earsight_core::PerModality;
use ndarray::{Array1, Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use crate::checkpoint::broken;
use crate::parameters::Parameter;
use crate::{Checkpoint, Result};

/// How rows of features are scaled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputScaling {
    /// Left as the backbone gave them.
    None,
    /// Each column to zero mean and unit variance over the training seconds.
    Standardized,
    /// Each row divided by its own largest magnitude, as the reference does at test time only (SPEC D7).
    RowMax,
}

/// Mean and spread of each column, fitted on the training seconds of one modality.
///
/// # Shapes
/// - both: `[D]`
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnStatistics {
    mean: Array1<f32>,
    std: Array1<f32>,
}

impl ColumnStatistics {
    /// Measures them.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]`
    pub fn fit(rows: ArrayView2<'_, f32>) -> Self {
        let n = rows.nrows().max(1) as f64;
        let wide = rows.mapv(f64::from);
        let mean = wide.sum_axis(Axis(0)) / n;
        let variance = (&wide - &mean).mapv(|x| x * x).sum_axis(Axis(0)) / n;
        // The noise of a constant column would be amplified; it gets a spread relative to all columns.
        let typical = variance.mean().unwrap_or(1.0).max(1e-12);
        let std = variance.mapv(|v| (v + 1e-3 * typical).sqrt() as f32);
        ColumnStatistics { mean: mean.mapv(|m| m as f32), std }
    }

    /// `(x − mean) / std`.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]` → `[N, D]`
    pub fn standardize(&self, rows: ArrayView2<'_, f32>) -> Array2<f32> {
        (&rows - &self.mean) / &self.std
    }
}

impl InputScaling {
    /// # Shapes
    /// - `rows`: `[N, D]` → `[N, D]`
    pub fn apply(self, rows: ArrayView2<'_, f32>, statistics: &ColumnStatistics) -> Array2<f32> {
        match self {
            InputScaling::None => rows.to_owned(),
            InputScaling::Standardized => statistics.standardize(rows),
            InputScaling::RowMax => {
                let mut scaled = rows.to_owned();
                for mut row in scaled.rows_mut() {
                    let largest = row.iter().fold(0.0_f32, |largest, x| largest.max(x.abs()));
                    if largest > 0.0 {
                        row /= largest; // an all-zero row stays zero; the reference made it NaN (SPEC D7)
                    }
                }
                scaled
            }
        }
    }

    /// The inverse of [`InputScaling::apply`]: back to the backbone's units, where the scaling can be undone.
    pub fn undo(self, rows: ArrayView2<'_, f32>, statistics: &ColumnStatistics) -> Array2<f32> {
        match self {
            InputScaling::None | InputScaling::RowMax => rows.to_owned(),
            InputScaling::Standardized => &rows * &statistics.std + &statistics.mean,
        }
    }
}

/// Gives every row length 1, so that only directions are compared; an all-zero row stays zero.
///
/// # Shapes
/// - `rows`: `[N, D]`
pub fn scale_rows_to_unit(rows: &mut Array2<f32>) {
    for mut row in rows.rows_mut() {
        let norm = row.dot(&row).sqrt();
        if norm > 0.0 {
            row /= norm;
        }
    }
}

/// The statistics of both modalities, as the arrays `scaling.MODALITY.mean` and `.std` of a checkpoint.
pub fn parameters(statistics: &PerModality<ColumnStatistics>) -> impl Iterator<Item = Parameter> {
    statistics.iter().flat_map(|(modality, ColumnStatistics { mean, std })| {
        [("mean", mean), ("std", std)]
            .map(|(name, values)| Parameter::of(format!("scaling.{modality}.{name}"), values))
    })
}

/// The statistics of both modalities, from a checkpoint.
///
/// # Errors
/// [`crate::Error::Checkpoint`] when an array is missing or has another width than the modality.
pub fn load(checkpoint: &Checkpoint) -> Result<PerModality<ColumnStatistics>> {
    PerModality::try_from_fn(|modality| {
        let dim = checkpoint.spaces[modality].dim;
        let read = |name: &str| -> Result<Array1<f32>> {
            let values = &checkpoint.tensor(&format!("scaling.{modality}.{name}"))?.values;
            match values.len() {
                found if found == dim => Ok(Array1::from_vec(values.to_vec())),
                found => {
                    Err(broken(format!("the scaling of {modality} has {found} columns, not {dim}")))
                }
            }
        };
        Ok(ColumnStatistics { mean: read("mean")?, std: read("std")? })
    })
}

/// The statistics of both modalities.
pub fn fit(rows: &PerModality<Array2<f32>>) -> PerModality<ColumnStatistics> {
    rows.as_ref().map(|rows| ColumnStatistics::fit(rows.view()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn standardized_columns_come_back() {
        let rows = array![[1.0_f32, 10.0], [3.0, 30.0], [5.0, 20.0]];
        let statistics = ColumnStatistics::fit(rows.view());
        let scaled = InputScaling::Standardized.apply(rows.view(), &statistics);
        assert!(scaled.sum_axis(Axis(0)).iter().all(|sum| sum.abs() < 1e-5));
        let back = InputScaling::Standardized.undo(scaled.view(), &statistics);
        assert!((&back - &rows).iter().all(|difference| difference.abs() < 1e-4));
    }

    #[test]
    fn a_silent_row_stays_silent() {
        let rows = array![[0.0_f32, 0.0], [2.0, -4.0]];
        let scaled = InputScaling::RowMax.apply(rows.view(), &ColumnStatistics::fit(rows.view()));
        assert_eq!(scaled, array![[0.0, 0.0], [0.5, -1.0]]);
    }
}
