//! Everything that is known of consecutive seconds of one modality.

use ndarray::{ArrayView2, s};

use crate::Span;

/// Rows of the same consecutive seconds.
///
/// # Shapes
/// - `features`: `[T, D]`; `changes`: `[T, ·]`, `concepts`: `[T, C]` where they are known
#[derive(Debug, Clone, Copy)]
pub struct SecondRows<'a> {
    /// What a model reads.
    pub features: ArrayView2<'a, f32>,
    /// Changes within each second, see [`crate::change`].
    pub changes: Option<ArrayView2<'a, f32>>,
    /// Roots of the probabilities of concepts.
    pub concepts: Option<ArrayView2<'a, f32>>,
}

impl<'a> SecondRows<'a> {
    /// Number of seconds.
    pub fn n_secs(&self) -> usize {
        self.features.nrows()
    }

    /// Some of the seconds.
    ///
    /// # Panics
    /// When they are not among these.
    pub fn within(self, span: Span) -> Self {
        let of = |rows: ArrayView2<'a, f32>| rows.slice_move(s![span.range(), ..]);
        SecondRows {
            features: of(self.features),
            changes: self.changes.map(of),
            concepts: self.concepts.map(of),
        }
    }
}
