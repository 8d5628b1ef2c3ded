//! Rows with almost the same direction.

use std::collections::HashSet;

use earsight_core::{ClipFeatures, ClipId, FeatureSet, Modality};
use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::rows::UniqueRows;
use crate::evaluation::standardized::Standardized;

/// Rows of a matrix product at a time: 1,024 × 1,024 cosines are 4 MB.
const BLOCK: usize = 1024;

/// Unit rows and the clip of each.
pub(super) struct UnitRows {
    clips: Vec<ClipId>,
    /// `[N, D]`
    rows: Array2<f32>,
}

/// The direction of the mean of each clip's rows; clips in `skip` and clips without that modality are left out.
pub(super) fn clip_means(
    scale: &Standardized,
    set: &FeatureSet,
    modality: Modality,
    skip: &HashSet<ClipId>,
) -> UnitRows {
    let of = |clip: &ClipFeatures| {
        let rows = clip.features[modality].as_ref().filter(|_| !skip.contains(&clip.id))?;
        Some((clip.id.clone(), rows.mean_axis(Axis(0))?))
    };
    unit_rows(scale, set.clips().iter().filter_map(of))
}

/// The directions of the rows themselves.
pub(super) fn row_directions(scale: &Standardized, unique: &UniqueRows<'_>) -> UnitRows {
    unit_rows(scale, unique.iter().map(|(clip, row)| (clip.clone(), row.collect())))
}

/// Rows that are the mean have no direction and are left out.
fn unit_rows(scale: &Standardized, rows: impl Iterator<Item = (ClipId, Array1<f32>)>) -> UnitRows {
    let (mut clips, mut values, mut dim) = (Vec::new(), Vec::new(), 0);
    for (clip, row) in rows {
        let direction = scale.directions(row.view().insert_axis(Axis(0)));
        dim = direction.ncols();
        if direction.iter().any(|&value| value != 0.0) {
            clips.push(clip);
            values.extend(direction);
        }
    }
    let rows = Array2::from_shape_vec((clips.len(), dim), values).expect("rows are equally wide");
    UnitRows { clips, rows }
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
