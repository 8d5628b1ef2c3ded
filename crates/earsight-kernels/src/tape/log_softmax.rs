//! `log softmax` of rows: `x − log Σ exp x`.

use pulp::{Arch, Simd, WithSimd};

use crate::sums::{lane_sums, sum};
use crate::vector_math::exp;

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
        Arch::new().dispatch(Row { total: sum(dy), dy, y, dx });
    }
}

struct Row<'a> {
    total: f32,
    dy: &'a [f32],
    y: &'a [f32],
    dx: &'a mut [f32],
}

impl WithSimd for Row<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for ((dx, dy), &y) in self.dx.iter_mut().zip(self.dy).zip(self.y) {
            *dx += dy - exp(y) * self.total;
        }
    }
}
