//! Rows that point almost the same way.

use std::collections::HashSet;

use earsight_core::{ClipId, FeatureSet, Modality};
use ndarray::{Array1, Array2, Axis, s};

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
        let of = |clip: &earsight_core::ClipFeatures| {
            let rows = clip.features[modality].as_ref().filter(|_| !skip.contains(&clip.id))?;
            Some((clip.id.clone(), rows.mean_axis(Axis(0))?))
        };
        self.unit(set.clips().iter().filter_map(of))
    }

    /// The rows themselves.
    pub(super) fn rows(&self, unique: &UniqueRows<'_>) -> UnitRows {
        self.unit(unique.iter().map(|(clip, row)| (clip.clone(), row.collect())))
    }

    fn unit(&self, given: impl Iterator<Item = (ClipId, Array1<f32>)>) -> UnitRows {
        let (mut clips, mut values) = (Vec::new(), Vec::new());
        for (clip, row) in given {
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

/// For each row of `asked` whose nearest row of `teaching` has a cosine above `limit`, the clips of both.
pub(super) fn near_pairs(teaching: &UnitRows, asked: &UnitRows, limit: f32) -> Vec<Vec<ClipId>> {
    let mut pairs = Vec::new();
    for start in (0..asked.rows.nrows()).step_by(BLOCK) {
        let end = (start + BLOCK).min(asked.rows.nrows());
        let block = asked.rows.slice(s![start..end, ..]);
        let mut nearest = vec![(f32::MIN, 0); end - start];
        for first in (0..teaching.rows.nrows()).step_by(BLOCK) {
            let last = (first + BLOCK).min(teaching.rows.nrows());
            let cosines = block.dot(&teaching.rows.slice(s![first..last, ..]).t());
            for (nearest, cosines) in nearest.iter_mut().zip(cosines.rows()) {
                for (place, &cosine) in cosines.iter().enumerate() {
                    if cosine > nearest.0 {
                        *nearest = (cosine, first + place);
                    }
                }
            }
        }
        for (place, (cosine, other)) in nearest.into_iter().enumerate() {
            if cosine > limit {
                pairs.push(vec![teaching.clips[other].clone(), asked.clips[start + place].clone()]);
            }
        }
    }
    pairs.dedup();
    pairs
}
