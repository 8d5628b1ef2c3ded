//! A content whose last seconds are still to come.

use earsight_core::{ClipId, Error as FeatureError, Modality, PerModality};
use ndarray::Array2;

use crate::manifest::RowRange;
use crate::{Manifest, Result};

#[derive(Debug)]
pub(super) struct Pending {
    pub(super) has: PerModality<bool>,
    pub(super) n_segments: usize,
    pub(super) rows: Vec<RowRange>,
}

impl Pending {
    pub(super) fn new(has: PerModality<bool>) -> Self {
        Pending { has, n_segments: 0, rows: Vec::new() }
    }

    pub(super) fn push(&mut self, range: RowRange) {
        self.n_segments += range.len;
        push_range(&mut self.rows, range);
    }

    /// A clip is heard throughout or not at all, and so with seen.
    pub(super) fn require_same_senses(
        &self,
        clip: &ClipId,
        has: PerModality<bool>,
        n_rows: usize,
    ) -> Result<()> {
        if self.has == has {
            return Ok(());
        }
        let n_segments = |is_there| self.n_segments + if is_there { n_rows } else { 0 };
        Err(FeatureError::SegmentCount {
            clip: clip.clone(),
            audio: n_segments(has.audio),
            visual: n_segments(has.visual),
        }
        .into())
    }
}

/// Appends a range, as part of the last one where it continues it.
pub(super) fn push_range(ranges: &mut Vec<RowRange>, range: RowRange) {
    match ranges.last_mut() {
        Some(last) if last.shard == range.shard && last.start + last.len == range.start => {
            last.len += range.len;
        }
        _ => ranges.push(range),
    }
}

/// Checks rows against the library's backbones; returns how many seconds they are.
pub(super) fn check(
    manifest: &Manifest,
    clip: &ClipId,
    rows: &PerModality<Option<Array2<f32>>>,
) -> Result<usize> {
    for modality in Modality::ALL {
        let Some(matrix) = &rows[modality] else { continue };
        let expected = manifest.backbones[modality].space.dim;
        if matrix.ncols() != expected {
            let found = matrix.ncols();
            return Err(
                FeatureError::FeatureDim { clip: clip.clone(), modality, expected, found }.into()
            );
        }
        let broken = matrix.rows().into_iter().position(|row| !row.iter().all(|x| x.is_finite()));
        if let Some(segment) = broken {
            return Err(FeatureError::NotFinite { clip: clip.clone(), modality, segment }.into());
        }
    }
    let n_rows = rows.as_ref().map(|matrix| matrix.as_ref().map(Array2::nrows));
    match (n_rows.audio, n_rows.visual) {
        (Some(audio), Some(visual)) if audio != visual => {
            Err(FeatureError::SegmentCount { clip: clip.clone(), audio, visual }.into())
        }
        (audio, visual) => Ok(audio.or(visual).unwrap_or(0)),
    }
}
