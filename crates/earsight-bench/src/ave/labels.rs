//! What each second is, rebuilt from `Annotations.txt`.
//!
//! The `labels.h5` of the reference code is in no stored copy; it follows from the annotations (SPEC §10.1).

use std::path::Path;

use ndarray::{Array2, Array3};

use super::{AveRow, CLIP_SEGMENTS};
use crate::Result;
use crate::hdf5::Hdf5Array;

/// The class of every second; `n_classes` (28 in AVE) is background.
///
/// # Shapes
/// - → `[N, 10]`
pub fn segment_classes(rows: &[AveRow], n_classes: usize) -> Array2<usize> {
    Array2::from_shape_fn((rows.len(), CLIP_SEGMENTS), |(row, second)| {
        if rows[row].span.range().contains(&second) { rows[row].class } else { n_classes }
    })
}

/// The same as one-hot rows: what `labels.h5` held.
///
/// # Shapes
/// - → `[N, 10, n_classes + 1]`, the last column background
pub fn one_hot_labels(rows: &[AveRow], n_classes: usize) -> Array3<f32> {
    let classes = segment_classes(rows, n_classes);
    Array3::from_shape_fn((rows.len(), CLIP_SEGMENTS, n_classes + 1), |(row, second, class)| {
        f32::from(u8::from(classes[[row, second]] == class))
    })
}

/// Rows in which a given label file says something else than the annotations.
///
/// `labels_closs.h5` is `[N, 10]`, 1 on event seconds; `mil_labels.h5` is `[N, 29]`, one-hot of the clip's class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherLabels {
    /// The file.
    pub file: &'static str,
    /// Rows that differ.
    pub rows: Vec<usize>,
}

/// What differs in the label files that are there.
///
/// # Errors
/// [`crate::Error::Format`] when a file has another shape than the annotations need.
pub(super) fn other_labels(
    folder: &Path,
    rows: &[AveRow],
    n_classes: usize,
) -> Result<Vec<OtherLabels>> {
    let is_event = |row: &AveRow, second| row.span.range().contains(&second);
    let is_class = |row: &AveRow, class| row.class == class;
    let mut others = Vec::new();
    for (file, width, expected) in [
        ("labels_closs.h5", CLIP_SEGMENTS, &is_event as &dyn Fn(&AveRow, usize) -> bool),
        ("mil_labels.h5", n_classes + 1, &is_class),
    ] {
        let path = folder.join(file);
        if !path.exists() {
            continue;
        }
        let array = Hdf5Array::open(&path, "avadataset")?;
        if array.shape() != [rows.len(), width] {
            return Err(array.broken(format!(
                "labels have shape {:?}, the annotations need {:?}",
                array.shape(),
                [rows.len(), width]
            )));
        }
        let found = array.slice(0, rows.len())?;
        let differs = |(row, found): (&AveRow, &[f32])| {
            let same = found
                .iter()
                .enumerate()
                .all(|(column, &value)| value == f32::from(u8::from(expected(row, column))));
            (!same).then_some(row.row)
        };
        let rows: Vec<usize> = rows.iter().zip(found.chunks(width)).filter_map(differs).collect();
        if !rows.is_empty() {
            others.push(OtherLabels { file, rows });
        }
    }
    Ok(others)
}
