//! `log softmax` of rows: `x − log Σ exp x`.

use crate::sums::{lane_sums, sum};
use crate::vector_math::exp;
use crate::vectorized::vectorized;

/// # Shapes
/// - `x` and `out`: `[n, width]`
pub(super) fn forward(x: &[f32], width: usize, out: &mut [f32]) {
    let rows = x.chunks_exact(width.max(1));
    for (out, row) in out.chunks_exact_mut(width.max(1)).zip(rows) {
        let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = lane_sums(row, row, |x, _| exp(x - largest)).iter().sum();
        let shift = largest + total.ln();
        out.iter_mut().zip(row).for_each(|(out, x)| *out = x - shift);
    }
}

/// Adds the gradient of `x`: `dx ← dx + dy − exp(y) · Σ dy`.
///
/// # Shapes
/// - `dy`, `y` and `dx`: `[n, width]`
pub(super) fn backward(dy: &[f32], y: &[f32], width: usize, dx: &mut [f32]) {
    let rows = dy.chunks_exact(width.max(1)).zip(y.chunks_exact(width.max(1)));
    for (dx, (dy, y)) in dx.chunks_exact_mut(width.max(1)).zip(rows) {
        backward_row(dy, y, sum(dy), dx);
    }
}

vectorized! {
    fn backward_row<'a>(dy: &'a [f32], y: &'a [f32], total: f32, dx: &'a mut [f32]) {
        for ((dx, dy), &y) in dx.iter_mut().zip(dy).zip(y) {
            *dx += dy - exp(y) * total;
        }
    }
}
