//! The published label files, compared with `Annotations.txt`.

use std::path::Path;

use earsight::evaluation::leaks::{Finding, Kind, Severity};

use super::{AveRow, CLIP_SEGMENTS};
use crate::Result;
use crate::hdf5::Hdf5Array;

/// The label files that contradict the annotations, with the clips in which they do.
///
/// `labels_closs.h5` is `[N, 10]`, 1 on event seconds; `mil_labels.h5` is `[N, 29]`, one-hot of the clip's class.
///
/// # Errors
/// [`crate::Error::Format`] when a file has another shape than the annotations need.
pub(super) fn findings(folder: &Path, rows: &[AveRow], n_classes: usize) -> Result<Vec<Finding>> {
    let is_event = |row: &AveRow, second| row.span.range().contains(&second);
    let is_class = |row: &AveRow, class| row.class == class;
    let mut findings = Vec::new();
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
        let labels = array.slice(0, rows.len())?;
        let differs = |(row, labels): &(&AveRow, &[f32])| {
            let is_expected =
                |(column, &label)| label == f32::from(u8::from(expected(row, column)));
            !labels.iter().enumerate().all(is_expected)
        };
        let differing = rows.iter().zip(labels.chunks(width)).filter(differs);
        let clips: Vec<_> = differing.map(|(row, _)| vec![row.clip_id()]).collect();
        if !clips.is_empty() {
            findings.push(Finding {
                severity: Severity::Serious,
                kind: Kind::ContradictingLabels,
                message: format!(
                    "{file} and Annotations.txt say different things about {} clips",
                    clips.len()
                ),
                number: clips.len() as f64,
                clips,
            });
        }
    }
    Ok(findings)
}
