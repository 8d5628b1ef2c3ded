//! Layer normalisation (Ba et al. 2016): `(x − mean) / √(var + ε) · scale + shift` over each row.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::operation::Operation;
use super::{Variable, elementwise};
use crate::matrix_product::Output;
use crate::pieces::in_pieces;
use crate::sums::{lane_sums, sum};

/// Added to the variance.
const EPSILON: f32 = 1e-5;

impl Variable<'_> {
    /// # Shapes
    /// - `self`: `[B, D]`, `scale` and `shift`: `[1, D]` → `[B, D]`
    ///
    /// # Panics
    /// When the shapes do not fit.
    pub fn layer_norm(self, scale: Self, shift: Self) -> Self {
        let [n, width] = self.shape();
        assert_eq!((scale.shape(), shift.shape()), ([1, width], [1, width]));
        let mut recorded = self.tape.recorded.borrow_mut();
        let mut out = recorded.buffers.take(n * width);
        let [x, factors, shifts] =
            [self, scale, shift].map(|variable| recorded.values(variable.place));
        let moments: Vec<[f32; 2]> = x.chunks_exact(width.max(1)).map(moments).collect();
        in_pieces(recorded.workers, width, &mut out, |range, out| {
            let rows = x[range.clone()].chunks_exact(width.max(1));
            let rows = rows.zip(&moments[range.start / width.max(1)..]);
            for (out, (x, &moments)) in out.chunks_exact_mut(width.max(1)).zip(rows) {
                Arch::new().dispatch(Normalized { x, factors, shifts, moments, out });
            }
        });
        let operation =
            Operation::LayerNorm { x: self.place, scale: scale.place, shift: shift.place, moments };
        let place = recorded.push([n, width], out, operation);
        drop(recorded);
        Variable { tape: self.tape, place }
    }
}

/// Mean of a row, and one over its deviation.
fn moments(row: &[f32]) -> [f32; 2] {
    let n = row.len() as f32;
    let mean = sum(row) / n;
    let squares = lane_sums(row, row, |x, _| (x - mean) * (x - mean));
    let variance = squares.iter().sum::<f32>() / n;
    [mean, 1.0 / (variance + EPSILON).sqrt()]
}

struct Normalized<'a> {
    x: &'a [f32],
    factors: &'a [f32],
    shifts: &'a [f32],
    moments: [f32; 2],
    out: &'a mut [f32],
}

impl WithSimd for Normalized<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Normalized { x, factors, shifts, moments: [mean, inverse], out } = self;
        let learned = factors.iter().zip(shifts);
        for ((out, x), (factor, shift)) in out.iter_mut().zip(x).zip(learned) {
            *out = (x - mean) * inverse * factor + shift;
        }
    }
}

/// Rows whose gradients of scale and shift are added up together: the same whoever does it.
const ROWS_TOGETHER: usize = 64;

/// Gradients of some rows: adds to those of scale and shift, and gives that of `x`, given that of the output.
///
/// # Shapes
/// - `dy` and `x`: `[n, width]`, `scale` and each of `learned`: `[width]`, `dx`: `[n, width]`
pub(super) fn backward(
    [dy, x, scale]: [&[f32]; 3],
    moments: &[[f32; 2]],
    learned: &mut [Vec<f32>; 2],
    dx: &mut [f32],
    output: Output,
) {
    let width = scale.len().max(1);
    let n = ROWS_TOGETHER * width;
    let of_rows = |dx: &mut [f32], dy: &[f32], x: &[f32], moments: &[[f32; 2]]| {
        let mut learned = [vec![0.0; width], vec![0.0; width]];
        let mut line = vec![0.0; width];
        let rows = dy.chunks_exact(width).zip(x.chunks_exact(width)).zip(moments);
        for (dx, ((dy, x), &moments)) in dx.chunks_exact_mut(width).zip(rows) {
            let learned = learned.each_mut().map(Vec::as_mut_slice);
            match output {
                Output::Replace => backward_row(dy, x, scale, moments, learned, dx),
                Output::Add => {
                    backward_row(dy, x, scale, moments, learned, &mut line);
                    elementwise::add(dx, &line);
                }
            }
        }
        learned
    };
    let rows = dx.par_chunks_mut(n).zip(dy.par_chunks(n)).zip(x.par_chunks(n));
    let parts: Vec<[Vec<f32>; 2]> = rows
        .zip(moments.par_chunks(ROWS_TOGETHER))
        .map(|(((dx, dy), x), moments)| of_rows(dx, dy, x, moments))
        .collect();
    // In the order of rows, whoever did them.
    for part in &parts {
        learned.iter_mut().zip(part).for_each(|(all, part)| elementwise::add(all, part));
    }
}

/// Gradients of one row: adds to those of scale and shift, and writes that of `x`, given that of the output.
///
/// With `x̂ = (x − mean) · inverse` and `g = dy · scale`: `dx = inverse · (g − mean(g) − x̂ · mean(g x̂))`.
fn backward_row(
    dy: &[f32],
    x: &[f32],
    scale: &[f32],
    [mean, inverse]: [f32; 2],
    [d_scale, d_shift]: [&mut [f32]; 2],
    dx: &mut [f32],
) {
    let n = x.len() as f32;
    let slopes = Slopes { dy, x, scale, moments: [mean, inverse], d_scale, d_shift, dx };
    Arch::new().dispatch(slopes);
    let mean_slope = sum(dx) / n;
    let along = lane_sums(dx, x, |g, x| g * (x - mean) * inverse);
    let mean_along = along.iter().sum::<f32>() / n;
    Arch::new().dispatch(Centred { x, moments: [mean, inverse], mean_slope, mean_along, dx });
}

/// `d_scale += dy · x̂`, `d_shift += dy`, `dx ← dy · scale`.
struct Slopes<'a> {
    dy: &'a [f32],
    x: &'a [f32],
    scale: &'a [f32],
    moments: [f32; 2],
    d_scale: &'a mut [f32],
    d_shift: &'a mut [f32],
    dx: &'a mut [f32],
}

impl WithSimd for Slopes<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let [mean, inverse] = self.moments;
        let learned = self.d_scale.iter_mut().zip(self.d_shift);
        for ((dy, x), (d_scale, d_shift)) in self.dy.iter().zip(self.x).zip(learned) {
            *d_scale += dy * (x - mean) * inverse;
            *d_shift += dy;
        }
        for ((dx, dy), scale) in self.dx.iter_mut().zip(self.dy).zip(self.scale) {
            *dx = dy * scale;
        }
    }
}

/// `dx ← inverse · (dx − mean_slope − x̂ · mean_along)`.
struct Centred<'a> {
    x: &'a [f32],
    moments: [f32; 2],
    mean_slope: f32,
    mean_along: f32,
    dx: &'a mut [f32],
}

impl WithSimd for Centred<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Centred { x, moments: [mean, inverse], mean_slope, mean_along, dx } = self;
        for (dx, x) in dx.iter_mut().zip(x) {
            *dx = inverse * (*dx - mean_slope - (x - mean) * inverse * mean_along);
        }
    }
}
