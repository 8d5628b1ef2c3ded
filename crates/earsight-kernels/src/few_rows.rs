//! Products with few rows, as in steps of small batches: matrices are read in place.
//!
//! A general matrix product first packs the weights into another order, which costs as much as a product with a few
//! rows. Here each piece of the weights is used for all rows while it is in the cache.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use crate::arithmetic::count_product;
use crate::matrix_view::View;

/// Up to so many rows this is faster than a packed product.
pub(crate) const MOST_ROWS: usize = 32;

/// Below so many multiplications one thread is faster than two.
const SMALLEST_SHARED_WORK: usize = 1024 * 1024;
/// Columns of a result that a thread computes at a time.
const STRIP: usize = 64;

/// Adds `x Wᵀ` to `out`.
///
/// # Shapes
/// - `x`: `[m, k]`, `weight`: `[n, k]` → `out`: `[m, n]`
pub(crate) fn add_times_transposed(
    x: &[f32],
    weight: &[f32],
    out: &mut [f32],
    [m, k, n]: [usize; 3],
) {
    count_product([m, k, n]);
    if k == 0 {
        return;
    }
    in_strips(out, [m, k, n], |first, n_columns, strip| {
        let weight = &weight[first * k..(first + n_columns) * k];
        let mut row = 0;
        while row < m {
            let (x, strip) = (&x[row * k..], &mut strip[row * n_columns..]);
            macro_rules! of_rows {
                ($($rows:literal)*) => { match m - row {
                    $($rows => row += Dots::<$rows>::add(x, weight, strip, [k, n_columns]),)*
                    _ => row += Dots::<8>::add(x, weight, strip, [k, n_columns]),
                } };
            }
            of_rows!(1 2 3 4 5 6 7 8 9 10);
        }
    });
}

/// Calls `add` for strips of the columns of `out`, on all threads where there is enough work.
fn in_strips(
    out: &mut [f32],
    [m, k, n]: [usize; 3],
    add: impl Fn(usize, usize, &mut [f32]) + Sync + Send,
) {
    if m * k * n < SMALLEST_SHARED_WORK || rayon::current_num_threads() == 1 {
        return add(0, n, out);
    }
    // One strip after the other, each of `m` rows.
    let mut strips = vec![0.0; m * n];
    strips.par_chunks_mut(m * STRIP).enumerate().for_each(|(idx, strip)| {
        add(idx * STRIP, strip.len() / m, strip);
    });
    for (idx, strip) in strips.chunks(m * STRIP).enumerate() {
        let n_columns = strip.len() / m;
        for (out, strip) in out.chunks_exact_mut(n).zip(strip.chunks_exact(n_columns)) {
            let out = &mut out[idx * STRIP..][..n_columns];
            out.iter_mut().zip(strip).for_each(|(out, part)| *out += part);
        }
    }
}

/// `M` rows, whose sums of products are held in registers together.
struct Dots<'a, const M: usize> {
    x: [&'a [f32]; M],
    weight: &'a [f32],
    out: &'a mut [f32],
    width: usize,
}

impl<'a, const M: usize> Dots<'a, M> {
    /// Adds the products of the first `M` rows, and returns `M`.
    fn add(x: &'a [f32], weight: &'a [f32], out: &'a mut [f32], [k, n]: [usize; 2]) -> usize {
        let x: [&[f32]; M] = std::array::from_fn(|row| &x[row * k..(row + 1) * k]);
        Arch::new().dispatch(Dots::<M> { x, weight, out, width: n });
        M
    }
}

impl<const M: usize> WithSimd for Dots<'_, M> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let k = self.x[0].len();
        let rows = self.x.map(|row| S::as_simd_f32s(row));
        // The same place of all rows is contiguous, so that one pass reads all rows.
        let n_places = rows[0].0.len();
        let places: Vec<[S::f32s; M]> =
            (0..n_places).map(|place| rows.map(|row| row.0[place])).collect();
        for (column, weights) in self.weight.chunks_exact(k).enumerate() {
            let (weights, rest) = S::as_simd_f32s(weights);
            let mut lanes = [simd.splat_f32s(0.0); M];
            for (x, &weight) in places.iter().zip(weights) {
                for (lanes, &x) in lanes.iter_mut().zip(x) {
                    *lanes = simd.mul_add_f32s(x, weight, *lanes);
                }
            }
            for (row, (lanes, x)) in lanes.into_iter().zip(&rows).enumerate() {
                let rest: f32 = x.1.iter().zip(rest).map(|(x, weight)| x * weight).sum();
                self.out[row * self.width + column] += simd.reduce_sum_f32s(lanes) + rest;
            }
        }
    }
}

/// Adds `A B` to `out`, for a `B` whose rows are contiguous, on this thread.
///
/// # Shapes
/// - `a`: `[m, k]`, `b`: `[k, n]` → `out`: `[m, n]`
pub(crate) fn add_product(a: View<'_>, b: &[f32], out: &mut [f32], n: usize) {
    let [m, k] = a.shape();
    count_product([m, k, n]);
    let mut row = 0;
    while row < m {
        let out = &mut out[row * n..];
        macro_rules! of_rows {
            ($($rows:literal)*) => { match m - row {
                $($rows => row += Tile::<$rows>::add(a, row, b, out, n),)*
                _ => row += Tile::<8>::add(a, row, b, out, n),
            } };
        }
        of_rows!(1 2 3 4 5 6 7 8);
    }
}

/// `M` rows of the result, whose sums of up to two registers' width are held in registers together.
struct Tile<'a, const M: usize> {
    /// The columns of these rows of `a`.
    factors: Vec<[f32; M]>,
    b: &'a [f32],
    out: &'a mut [f32],
    /// Columns of `b` and of the result.
    width: usize,
}

impl<'a, const M: usize> Tile<'a, M> {
    /// Adds the product of `M` rows of `a` from `first` on, and returns `M`.
    fn add(a: View<'_>, first: usize, b: &'a [f32], out: &'a mut [f32], width: usize) -> usize {
        let [down, across] = a.strides();
        let rows = &a.values()[(first * down).min(a.values().len())..];
        let at = |row: usize, place: usize| rows[row * down + place * across];
        let n_terms = a.shape()[1];
        let factors = (0..n_terms).map(|place| std::array::from_fn(|row| at(row, place))).collect();
        Arch::new().dispatch(Tile::<M> { factors, b, out, width });
        M
    }

    /// The product at one column, for columns that do not fill a register.
    #[inline(always)]
    fn add_column(&mut self, column: usize) {
        let mut sums = [0.0; M];
        for (factors, line) in self.factors.iter().zip(self.b.chunks_exact(self.width)) {
            let value = line[column];
            sums = std::array::from_fn(|row| sums[row] + factors[row] * value);
        }
        for (row, sum) in sums.into_iter().enumerate() {
            self.out[row * self.width + column] += sum;
        }
    }

    /// The product at the columns of `N` registers from this one on.
    #[inline(always)]
    fn add_registers<S: Simd, const N: usize>(&mut self, simd: S, column: usize) {
        let columns = column..column + N * S::F32_LANES;
        let mut sums = [[simd.splat_f32s(0.0); N]; M];
        for (factors, line) in self.factors.iter().zip(self.b.chunks_exact(self.width)) {
            let (line, _) = S::as_simd_f32s(&line[columns.clone()]);
            let line: [S::f32s; N] = std::array::from_fn(|register| line[register]);
            for (sums, &factor) in sums.iter_mut().zip(factors) {
                let factor = simd.splat_f32s(factor);
                for (sum, value) in sums.iter_mut().zip(line) {
                    *sum = simd.mul_add_f32s(factor, value, *sum);
                }
            }
        }
        for (row, sums) in sums.into_iter().enumerate() {
            let line = &mut self.out[row * self.width + column..][..N * S::F32_LANES];
            let (line, _) = S::as_mut_simd_f32s(line);
            for (part, sum) in line.iter_mut().zip(sums) {
                *part = simd.add_f32s(*part, sum);
            }
        }
    }
}

impl<const M: usize> WithSimd for Tile<'_, M> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let mut column = 0;
        while column + 2 * S::F32_LANES <= self.width {
            self.add_registers::<S, 2>(simd, column);
            column += 2 * S::F32_LANES;
        }
        if column + S::F32_LANES <= self.width {
            self.add_registers::<S, 1>(simd, column);
            column += S::F32_LANES;
        }
        for column in column..self.width {
            self.add_column(column);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::packed_product::{Onto, multiply};
    use crate::pieces::Workers;
    use crate::wave;

    fn assert_near(found: &[f32], expected: &[f32]) {
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-4, "{found}, not {expected}");
        }
    }

    proptest! {
        #[test]
        fn a_product_with_rows_of_weights(m in 1_usize..33, k in 0_usize..80, n in 1_usize..150) {
            let (x, weight) = (wave(m * k, 0.0), wave(n * k, 1.0));
            let mut out = vec![0.5; m * n];
            let mut expected = out.clone();
            add_times_transposed(&x, &weight, &mut out, [m, k, n]);
            let weight = View::new(&weight, [n, k]).transposed();
            multiply(Workers::All, View::new(&x, [m, k]), weight, &mut expected, Onto::Output);
            assert_near(&out, &expected);
        }

        #[test]
        fn a_product_with_columns_of_weights(
            m in 1_usize..33, k in 0_usize..80, n in 1_usize..150, is_turned: bool,
        ) {
            let (a, b) = (wave(m * k, 0.0), wave(k * n, 1.0));
            let a = match is_turned {
                true => View::new(&a, [k, m]).transposed(),
                false => View::new(&a, [m, k]),
            };
            let mut out = vec![0.5; m * n];
            let mut expected = out.clone();
            add_product(a, &b, &mut out, n);
            multiply(Workers::All, a, View::new(&b, [k, n]), &mut expected, Onto::Output);
            assert_near(&out, &expected);
        }
    }

    /// With any number of threads each number is one sum in one order.
    #[test]
    fn the_number_of_threads_changes_no_bit() {
        let [m, k, n] = [20, 300, 400];
        let (x, weight) = (wave(m * k, 0.0), wave(n * k, 1.0));
        let run = || {
            let mut out = vec![0.0; m * n];
            add_times_transposed(&x, &weight, &mut out, [m, k, n]);
            out
        };
        assert_eq!(crate::on_threads(1, run), crate::on_threads(3, run));
    }
}
