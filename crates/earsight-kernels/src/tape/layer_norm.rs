//! Layer normalisation (Ba et al. 2016): `(x − mean) / √(var + ε) · scale + shift` over each row.

use rayon::prelude::*;

use super::Variable;
use super::elementwise::{self, Output};
use super::operation::Operation;
use crate::pieces::in_pieces;
use crate::sums::{lane_sums, sum};
use crate::vectorized::vectorized;

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
                normalize(x, factors, shifts, moments, out);
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

/// Rows whose gradients of scale and shift are summed together, whatever the number of threads.
const ROWS_TOGETHER: usize = 64;

/// Gradients of some rows from that of the output: adds to those of scale and shift, and writes that of `x`.
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
    // In the order of rows, so that the threads do not matter.
    for part in &parts {
        learned.iter_mut().zip(part).for_each(|(all, part)| elementwise::add(all, part));
    }
}

/// The same of one row.
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
    learn(dy, x, scale, [mean, inverse], [d_scale, d_shift], dx);
    let mean_slope = sum(dx) / n;
    let along = lane_sums(dx, x, |g, x| g * (x - mean) * inverse);
    let mean_along = along.iter().sum::<f32>() / n;
    centre(x, [mean, inverse], [mean_slope, mean_along], dx);
}

vectorized! {
    /// `out ← (x − mean) · inverse · factor + shift`.
    fn normalize<'a>(
        x: &'a [f32],
        factors: &'a [f32],
        shifts: &'a [f32],
        moments: [f32; 2],
        out: &'a mut [f32],
    ) {
        let [mean, inverse] = moments;
        let learned = factors.iter().zip(shifts);
        for ((out, x), (factor, shift)) in out.iter_mut().zip(x).zip(learned) {
            *out = (x - mean) * inverse * factor + shift;
        }
    }

    /// `d_scale += dy · x̂`, `d_shift += dy`, `dx ← dy · scale`.
    fn learn<'a>(
        dy: &'a [f32],
        x: &'a [f32],
        scale: &'a [f32],
        moments: [f32; 2],
        learned: [&'a mut [f32]; 2],
        dx: &'a mut [f32],
    ) {
        let ([mean, inverse], [d_scale, d_shift]) = (moments, learned);
        let learned = d_scale.iter_mut().zip(d_shift);
        for ((dy, x), (d_scale, d_shift)) in dy.iter().zip(x).zip(learned) {
            *d_scale += dy * (x - mean) * inverse;
            *d_shift += dy;
        }
        for ((dx, dy), scale) in dx.iter_mut().zip(dy).zip(scale) {
            *dx = dy * scale;
        }
    }

    /// `dx ← inverse · (dx − mean_slope − x̂ · mean_along)`.
    fn centre<'a>(x: &'a [f32], moments: [f32; 2], means: [f32; 2], dx: &'a mut [f32]) {
        let ([mean, inverse], [mean_slope, mean_along]) = (moments, means);
        for (dx, x) in dx.iter_mut().zip(x) {
            *dx = inverse * (*dx - mean_slope - (x - mean) * inverse * mean_along);
        }
    }
}
