//! Layer normalisation (Ba et al. 2016): `(x − mean) / √(var + ε) · scale + shift` over each row.

use pulp::Arch;

use super::Variable;
use super::operation::Operation;
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
        let lines = out.chunks_exact_mut(width.max(1)).zip(x.chunks_exact(width.max(1)));
        for ((out, x), &[mean, inverse]) in lines.zip(&moments) {
            Arch::new().dispatch(|| {
                let learned = factors.iter().zip(shifts);
                for ((out, x), (factor, shift)) in out.iter_mut().zip(x).zip(learned) {
                    *out = (x - mean) * inverse * factor + shift;
                }
            });
        }
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

/// Gradients of one row: adds to those of scale and shift, and writes that of `x`, given that of the output.
///
/// With `x̂ = (x − mean) · inverse` and `g = dy · scale`: `dx = inverse · (g − mean(g) − x̂ · mean(g x̂))`.
pub(super) fn backward_row(
    dy: &[f32],
    x: &[f32],
    scale: &[f32],
    [mean, inverse]: [f32; 2],
    [d_scale, d_shift]: [&mut [f32]; 2],
    dx: &mut [f32],
) {
    let n = x.len() as f32;
    Arch::new().dispatch(|| {
        let learned = d_scale.iter_mut().zip(d_shift.iter_mut());
        for ((dy, x), (d_scale, d_shift)) in dy.iter().zip(x).zip(learned) {
            *d_scale += dy * (x - mean) * inverse;
            *d_shift += dy;
        }
        for ((dx, dy), scale) in dx.iter_mut().zip(dy).zip(scale) {
            *dx = dy * scale;
        }
    });
    let mean_slope = sum(dx) / n;
    let along = lane_sums(dx, x, |g, x| g * (x - mean) * inverse);
    let mean_along = along.iter().sum::<f32>() / n;
    Arch::new().dispatch(|| {
        for (dx, x) in dx.iter_mut().zip(x) {
            *dx = inverse * (*dx - mean_slope - (x - mean) * inverse * mean_along);
        }
    });
}
