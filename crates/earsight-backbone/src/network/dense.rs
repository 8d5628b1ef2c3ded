//! Dense layers over the rows of a batch.

use std::iter;

use earsight_kernels::{Bounds, Convolution, MapShape};
use ndarray::{Array2, ArrayView2, Axis};

use super::POINTWISE;
use crate::work_queue::share;

/// Outputs that a thread computes at once.
const PART: usize = 256;

/// `bounds(x Wᵀ + b)`: a 1 × 1 convolution over a map of one line whose pixels are the rows.
///
/// Reading the weights from memory takes most of the time, so they are read once for several rows.
pub(crate) struct Dense {
    n_outputs: usize,
    /// The layer in parts of [`PART`] outputs; threads take parts from a queue.
    parts: Vec<Convolution>,
}

impl Dense {
    /// # Shapes
    /// - `weight`: `[to, from]`, `bias`: `[to]`
    pub(crate) fn new(weight: &[f32], bias: &[f32], bounds: Bounds) -> Self {
        let from = weight.len() / bias.len();
        let parts =
            iter::zip(weight.chunks(PART * from), bias.chunks(PART)).map(|(weight, bias)| {
                Convolution::new(weight, bias, [from, bias.len()], POINTWISE, bounds)
            });
        Dense { n_outputs: bias.len(), parts: parts.collect() }
    }

    /// The layer's output on up to `threads` threads; a row does not depend on the other rows.
    ///
    /// # Shapes
    /// - `rows`: `[N, from]` → `[N, to]`
    pub(crate) fn apply(&self, rows: &Array2<f32>, threads: usize) -> Array2<f32> {
        let (n, from) = rows.dim();
        let mut found = Array2::zeros((n, self.n_outputs));
        if n == 0 {
            return found;
        }
        let rows = rows.as_standard_layout();
        let rows = rows.as_slice().expect("an array in standard layout is contiguous");
        let line = |channels| MapShape { height: 1, width: n, channels, frame: MapShape::NO_FRAME };
        let columns = found.axis_chunks_iter_mut(Axis(1), PART);
        share(threads.min(self.parts.len()), iter::zip(&self.parts, columns), |next| {
            let mut buffer = vec![0.0; n * PART];
            while let Some((part, mut columns)) = next() {
                let [_, to] = part.channels();
                let out = &mut buffer[..n * to];
                part.apply((line(from), rows), None, (line(to), out));
                let out = ArrayView2::from_shape((n, to), out);
                columns
                    .assign(&out.expect("a line has as many numbers as its pixels and channels"));
            }
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wave(n: usize, step: f32) -> Vec<f32> {
        (0..n).map(|place| (place as f32 * step).sin()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn is_the_product_with_the_weights_whatever_the_rows_and_threads(
            n in 0_usize..20, from in 1_usize..90, to in 1_usize..600, threads in 0_usize..4,
        ) {
            let (weight, bias) = (wave(to * from, 0.7), wave(to, 0.3));
            let rows = Array2::from_shape_vec((n, from), wave(n * from, 1.1)).unwrap();
            let layer = Dense::new(&weight, &bias, Bounds::RELU);
            let found = layer.apply(&rows, threads);
            prop_assert_eq!(found.dim(), (n, to));
            for ((row, column), &value) in found.indexed_iter() {
                let weights = &weight[column * from..][..from];
                let sum: f64 =
                    rows.row(row).iter().zip(weights).map(|(&x, &w)| f64::from(x) * f64::from(w)).sum();
                let expected = (sum + f64::from(bias[column])).max(0.0);
                prop_assert!((f64::from(value) - expected).abs() < 1e-4, "{}, not {}", value, expected);
            }
            for row in 0..n {
                let alone = layer.apply(&rows.select(Axis(0), &[row]), 1);
                prop_assert_eq!(alone.row(0), found.row(row));
            }
        }
    }
}
