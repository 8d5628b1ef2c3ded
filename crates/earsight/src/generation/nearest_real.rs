//! The real seconds nearest to a generated one, which can be played.

use earsight_core::Modality;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use crate::retrieval::{Ranking, nearest_first};
use crate::scaling::scale_rows_to_unit;
use crate::{Error, Result};

/// Real features of one modality, prepared to search for those most similar to a generated one.
///
/// Rows are compared by the cosine of their differences from the collection's mean, each column divided by
/// its standard deviation: otherwise columns with large values would dominate.
pub struct RealFeatures {
    modality: Modality,
    mean: Array1<f32>,
    std: Array1<f32>,
    /// Unit rows, `[N, D]`.
    rows: Array2<f32>,
}

impl RealFeatures {
    /// # Shapes
    /// - `features`: `[N, D]`, one row per real second
    pub fn new(modality: Modality, features: ArrayView2<'_, f32>) -> Self {
        let columns = features.ncols();
        let mean = features.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(columns));
        let std = features.std_axis(Axis(0), 0.0);
        let floor = 1e-3 * std.mean().unwrap_or(1.0) + 1e-12;
        let std = std.mapv(|s| s.max(floor));
        let mut rows = (&features - &mean) / &std;
        scale_rows_to_unit(&mut rows);
        RealFeatures { modality, mean, std, rows }
    }

    /// Real seconds, most similar to the generated one first; the distance is `1 − cosine`, in 0..=2.
    ///
    /// # Shapes
    /// - `generated`: `[D]`
    ///
    /// # Errors
    /// [`Error::FeatureDim`] when the generated row has another width.
    pub fn nearest(&self, generated: ArrayView1<'_, f32>, k: usize) -> Result<Ranking> {
        if generated.len() != self.mean.len() {
            let (expected, found) = (self.mean.len(), generated.len());
            return Err(Error::FeatureDim { modality: self.modality, expected, found });
        }
        let mut query = (&generated - &self.mean) / &self.std;
        query /= query.dot(&query).sqrt().max(1e-12);
        let cosines = self.rows.dot(&query);
        let mut ranking = nearest_first(cosines.iter().map(|&cosine| 1.0 - f64::from(cosine)));
        ranking.truncate(k);
        Ok(ranking)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_real_second_is_nearest_to_itself() {
        let rows = array![[1.0_f32, 0.0, 9.0], [0.0, 1.0, 9.1], [0.5, 0.2, 8.9], [0.1, 0.1, 9.0]];
        let real = RealFeatures::new(Modality::Visual, rows.view());
        for (item, row) in rows.rows().into_iter().enumerate() {
            let nearest = real.nearest(row, 2).unwrap();
            assert_eq!((nearest[0].item, nearest.len()), (item, 2));
            assert!(nearest[0].distance.abs() < 1e-5);
        }
        assert!(real.nearest(array![1.0_f32].view(), 1).is_err());
    }
}
