//! A query in the form that codes are compared with: in each part's head, and as whole numbers.

use ndarray::{ArrayView1, Axis, s};

use crate::codes::CodedPart;

/// One row of a query, in one part of a stretch.
#[derive(Debug, Clone)]
pub(crate) struct QueryPart {
    /// Whole numbers, so small that no sum of products with codes overflows. # Shapes: `[width]`
    pub(crate) steps: Vec<i16>,
    /// `q̂ = scale · steps`.
    pub(crate) scale: f64,
    /// `‖q̂‖²`.
    pub(crate) square: f64,
    /// `‖q − q̂‖` in the head.
    pub(crate) error: f64,
    /// Norm of the rest outside the head.
    pub(crate) tail: f64,
}

impl QueryPart {
    /// # Shapes
    /// - `row`: `[E]`
    pub(crate) fn new(row: ArrayView1<'_, f32>, part: &CodedPart<'_>) -> Self {
        let columns = row.slice(s![part.columns.clone()]).mapv(f64::from);
        let (coordinates, tail) = match &part.head {
            None => (columns, 0.0),
            Some(head) => {
                let (coordinates, tails) = head.project(columns.insert_axis(Axis(0)));
                (coordinates.index_axis_move(Axis(0), 0), tails[0])
            }
        };
        // A sum of `width` products of a step and a code is at most `width · most · 127`.
        let most = (i32::MAX as usize / (127 * part.width.max(1))).min(i16::MAX as usize) as f64;
        let largest = coordinates.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
        let scale = if largest > 0.0 { largest / most } else { 1.0 };
        let mut steps = vec![0_i16; part.width];
        let (mut square, mut error) = (0.0, 0.0);
        for (&x, step) in coordinates.iter().zip(&mut steps) {
            *step = (x / scale).round().clamp(-most, most) as i16;
            let coded = scale * f64::from(*step);
            square += coded * coded;
            error += (x - coded).powi(2);
        }
        QueryPart { steps, scale, square, error: f64::sqrt(error), tail }
    }
}
