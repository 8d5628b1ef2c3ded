//! A content whose last seconds are still to come.

use earsight_core::{ClipFeatures, ClipId, Error as FeatureError, PerModality};
use ndarray::ArrayView2;

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
    pub(super) fn require_same_modalities(
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

/// Checks seconds against the library's backbones; returns what goes into a shard's columns.
pub(super) fn checked<'a>(
    manifest: &Manifest,
    seconds: &'a ClipFeatures,
) -> Result<Vec<ArrayView2<'a, f32>>> {
    seconds.check(&manifest.spaces())?;
    let mut matrices: Vec<_> =
        seconds.features.iter().filter_map(|(_, rows)| rows.as_ref()).collect();
    let spaces = manifest.changes.iter().flat_map(PerModality::iter);
    for (modality, space) in spaces.filter(|(modality, _)| seconds.features[*modality].is_some()) {
        let missing = || FeatureError::ChangeShape {
            clip: seconds.id.clone(),
            modality,
            expected: [seconds.n_segments(), space.dim],
            found: [0, 0],
        };
        matrices.push(seconds.changes[modality].as_ref().ok_or_else(missing)?);
    }
    Ok(matrices.into_iter().map(|matrix| matrix.view()).collect())
}
