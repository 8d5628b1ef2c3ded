//! Rows with almost the same direction.

use std::collections::HashSet;

use earsight_core::{ClipFeatures, ClipId, FeatureSet, Modality};
use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::rows::UniqueRows;

/// Rows of a matrix product at a time: 1,024 × 1,024 cosines are 4 MB.
const BLOCK: usize = 1024;

/// Unit rows and the clip of each.
pub(super) struct UnitRows {
    clips: Vec<ClipId>,
    /// `[N, D]`
    rows: Array2<f32>,
}

/// Mean and spread of each column over all parts.
pub(super) struct Standardized {
    mean: Array1<f32>,
    /// 1 / sd; 0 where a column never changes.
    inverse_sd: Array1<f32>,
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
        Standardized { mean: mean.mapv(|mean| mean as f32), inverse_sd: variance.map(inverse) }
    }

    /// The mean of each clip's standardised rows, of length 1; clips in `skip` and clips without that modality are left out.
    pub(super) fn clip_means(
        &self,
        set: &FeatureSet,
        modality: Modality,
        skip: &HashSet<ClipId>,
    ) -> UnitRows {
        let of = |clip: &ClipFeatures| {
            let rows = clip.features[modality].as_ref().filter(|_| !skip.contains(&clip.id))?;
            Some((clip.id.clone(), rows.mean_axis(Axis(0))?))
        };
        self.unit(set.clips().iter().filter_map(of))
    }

    /// The rows themselves.
    pub(super) fn rows(&self, unique: &UniqueRows<'_>) -> UnitRows {
        self.unit(unique.iter().map(|(clip, row)| (clip.clone(), row.collect())))
    }

    fn unit(&self, rows: impl Iterator<Item = (ClipId, Array1<f32>)>) -> UnitRows {
        let (mut clips, mut values) = (Vec::new(), Vec::new());
        for (clip, row) in rows {
            let row = (row - &self.mean) * &self.inverse_sd;
            let length = row.dot(&row).sqrt();
            if length > 0.0 {
                clips.push(clip);
                values.extend(row.iter().map(|value| value / length));
            }
        }
        let rows = Array2::from_shape_vec((clips.len(), self.mean.len()), values)
            .expect("every row is as wide as the mean");
        UnitRows { clips, rows }
    }
}

/// For each row of `test` whose nearest row of `train` has a cosine above `limit`, the clips of both.
pub(super) fn near_pairs(train: &UnitRows, test: &UnitRows, limit: f32) -> Vec<Vec<ClipId>> {
    let mut pairs = Vec::new();
    for (block, clips) in blocks(&test.rows).zip(test.clips.chunks(BLOCK)) {
        let mut nearest = vec![(f32::MIN, 0); clips.len()];
        for (number, others) in blocks(&train.rows).enumerate() {
            let cosines = block.dot(&others.t());
            for (nearest, cosines) in nearest.iter_mut().zip(cosines.rows()) {
                for (place, &cosine) in cosines.iter().enumerate() {
                    if cosine > nearest.0 {
                        *nearest = (cosine, number * BLOCK + place);
                    }
                }
            }
        }
        for ((cosine, other), clip) in nearest.into_iter().zip(clips) {
            if cosine > limit {
                pairs.push(vec![train.clips[other].clone(), clip.clone()]);
            }
        }
    }
    pairs.dedup();
    pairs
}

fn blocks(rows: &Array2<f32>) -> impl Iterator<Item = ArrayView2<'_, f32>> {
    rows.axis_chunks_iter(Axis(0), BLOCK)
}
