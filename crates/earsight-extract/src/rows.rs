//! Rows of consecutive seconds of one modality.

use earsight_core::{ClipFeatures, ClipId, Modality, PerModality};
use ndarray::{Array2, Axis, s};

/// Features, changes and concepts of the same seconds.
///
/// # Shapes
/// - `features`: `[n, D]`
/// - `changes`: `[n, ·]`
/// - `concepts`: `[n, C]`, where there are networks for them
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rows {
    pub(crate) features: Array2<f32>,
    pub(crate) changes: Array2<f32>,
    pub(crate) concepts: Option<Array2<f32>>,
}

impl Rows {
    /// Number of seconds.
    pub(crate) fn n_rows(&self) -> usize {
        self.features.nrows()
    }

    /// Appends the seconds that follow.
    pub(crate) fn append(&mut self, next: &Rows) {
        let append = |rows: &mut Array2<f32>, next: &Array2<f32>| {
            rows.append(Axis(0), next.view()).expect("rows of one modality have one width");
        };
        append(&mut self.features, &next.features);
        append(&mut self.changes, &next.changes);
        if let (Some(rows), Some(next)) = (&mut self.concepts, &next.concepts) {
            append(rows, next);
        }
    }

    /// The first `n_rows` seconds, and the others.
    pub(crate) fn split(&self, n_rows: usize) -> (Rows, Rows) {
        let of = |from: usize, to: usize| {
            let of = |rows: &Array2<f32>| rows.slice(s![from..to, ..]).to_owned();
            Rows {
                features: of(&self.features),
                changes: of(&self.changes),
                concepts: self.concepts.as_ref().map(of),
            }
        };
        (of(0, n_rows), of(n_rows, self.n_rows()))
    }
}

/// Rows as a matrix, of no columns if there are none.
pub(crate) fn matrix(rows: &[Vec<f32>]) -> Array2<f32> {
    let dim = rows.first().map_or(0, Vec::len);
    Array2::from_shape_fn((rows.len(), dim), |(row, column)| rows[row][column])
}

/// Both modalities as seconds of a clip.
pub(crate) fn into_clip(id: ClipId, rows: PerModality<Option<Rows>>) -> ClipFeatures {
    let mut clip = ClipFeatures {
        id,
        features: PerModality::default(),
        changes: PerModality::default(),
        concepts: PerModality::default(),
    };
    let PerModality { audio, visual } = rows;
    for (modality, rows) in [(Modality::Audio, audio), (Modality::Visual, visual)] {
        let Some(Rows { features, changes, concepts }) = rows else { continue };
        clip.features[modality] = Some(features);
        clip.changes[modality] = Some(changes);
        clip.concepts[modality] = concepts;
    }
    clip
}
