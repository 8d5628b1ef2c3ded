//! Rows of consecutive seconds of one modality.

use earsight_core::{ClipFeatures, ClipId, PerModality};
use ndarray::{Array2, ArrayView2, Axis, concatenate, s};

/// What the network and the measures of change say of the same seconds.
///
/// # Shapes
/// - `features`: `[n, D]`
/// - `changes`: `[n, C]`
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rows {
    pub(crate) features: Array2<f32>,
    pub(crate) changes: Array2<f32>,
}

impl Rows {
    /// Seconds.
    pub(crate) fn n_rows(&self) -> usize {
        self.features.nrows()
    }

    /// The seconds of all of them, one after the other.
    pub(crate) fn joined(pieces: &[Rows]) -> Rows {
        let join = |of: fn(&Rows) -> ArrayView2<'_, f32>| {
            let views: Vec<_> = pieces.iter().map(of).collect();
            concatenate(Axis(0), &views).expect("rows of one modality are of one width")
        };
        Rows {
            features: join(|piece| piece.features.view()),
            changes: join(|piece| piece.changes.view()),
        }
    }

    /// The first `n_rows` seconds, and the others.
    pub(crate) fn split(&self, n_rows: usize) -> (Rows, Rows) {
        let of = |from: usize, to: usize| Rows {
            features: self.features.slice(s![from..to, ..]).to_owned(),
            changes: self.changes.slice(s![from..to, ..]).to_owned(),
        };
        (of(0, n_rows), of(n_rows, self.n_rows()))
    }
}

/// Both modalities as seconds of a clip.
pub(crate) fn into_clip(id: ClipId, rows: PerModality<Option<Rows>>) -> ClipFeatures {
    let pairs = rows.map(|rows| rows.map(|Rows { features, changes }| (features, changes)).unzip());
    ClipFeatures {
        id,
        features: PerModality { audio: pairs.audio.0, visual: pairs.visual.0 },
        changes: PerModality { audio: pairs.audio.1, visual: pairs.visual.1 },
    }
}
