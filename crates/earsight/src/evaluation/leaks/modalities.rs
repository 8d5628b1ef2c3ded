//! Silent clips, and clips of one colour or one still picture.

use earsight_core::{ClipId, Modality};
use ndarray::ArrayView1;

use super::{Finding, Kind, Part, Severity};

/// A row shorter than this share of the median length is near zero.
const NEAR_ZERO: f64 = 0.01;

/// A clip counts when half its seconds or more are near zero, or when no second differs from the first.
pub(super) fn findings(parts: &[Part<'_>]) -> impl Iterator<Item = Finding> {
    Modality::ALL.into_iter().filter_map(|modality| of_modality(parts, modality))
}

fn of_modality(parts: &[Part<'_>], modality: Modality) -> Option<Finding> {
    let clips = || parts.iter().filter_map(|part| part.features).flat_map(|set| set.clips());
    let rows = clips().filter_map(|clip| clip.features[modality].as_ref());
    let mut lengths: Vec<f64> = rows.flat_map(|rows| rows.rows()).map(length).collect();
    lengths.sort_unstable_by(f64::total_cmp);
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or(0.0);
    let mut empty: Vec<Vec<ClipId>> = Vec::new();
    let mut still: Vec<Vec<ClipId>> = Vec::new();
    for clip in clips() {
        let Some(rows) = &clip.features[modality] else { continue };
        let n_near_zero =
            rows.rows().into_iter().filter(|row| length(*row) <= NEAR_ZERO * median).count();
        if rows.nrows() > 0 && 2 * n_near_zero >= rows.nrows() {
            empty.push(vec![clip.id.clone()]);
        } else if rows.nrows() > 1 && rows.rows().into_iter().all(|row| row == rows.row(0)) {
            still.push(vec![clip.id.clone()]);
        }
    }
    let n = empty.len() + still.len();
    (n > 0).then(|| Finding {
        severity: Severity::Warning,
        kind: if modality == Modality::Audio { Kind::Silent } else { Kind::Black },
        message: format!(
            "the {} says nothing in {n} clips: near zero in {}, the same from first to last second in {}",
            modality.alias(),
            empty.len(),
            still.len()
        ),
        number: n as f64,
        clips: empty.into_iter().chain(still).collect(),
    })
}

fn length(row: ArrayView1<'_, f32>) -> f64 {
    row.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt()
}
