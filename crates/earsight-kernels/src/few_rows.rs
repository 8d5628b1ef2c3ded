//! Products with few rows, as steps of small batches have them: matrices are read where they lie.
//!
//! A matrix kernel would first copy the weights into another order, which costs as much as a product with some
//! rows. Here a piece of the weights meets all rows while it is at hand.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use crate::arithmetic::count_product;

/// Up to so many rows this is the faster way.
pub(crate) const MOST_ROWS: usize = 32;

/// Below so many multiplications one thread is faster than two.
const SMALLEST_SHARED_WORK: usize = 1024 * 1024;
/// Columns of a result that a thread makes at once.
const STRIP: usize = 64;

/// `x Wᵀ` is added to `out`.
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

/// Numbers that are read one by one, and how far apart neighbours lie.
#[derive(Clone, Copy)]
pub(crate) struct Scattered<'a> {
    pub(crate) values: &'a [f32],
    pub(crate) down: usize,
    pub(crate) across: usize,
}

/// `A B` is added to `out`, for a `B` whose rows lie one after the other, on this thread.
///
/// # Shapes
/// - `a`: `[m, k]`, `b`: `[k, n]` → `out`: `[m, n]`
pub(crate) fn add_product(a: Scattered<'_>, b: &[f32], out: &mut [f32], [m, k, n]: [usize; 3]) {
    count_product([m, k, n]);
    add_rows(a, Lines { values: b, width: n }, out, [m, k]);
}

/// Lets `add` add to strips of the columns of `out`, on all threads where it pays.
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

/// So many rows, whose sums of products are held in registers together.
struct Dots<'a, const M: usize> {
    x: [&'a [f32]; M],
    weight: &'a [f32],
    out: &'a mut [f32],
    width: usize,
}

impl<'a, const M: usize> Dots<'a, M> {
    /// Returns how many rows it took.
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
        // What stands together in all rows lies together, so that one walk reads all.
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

/// Rows that lie one after the other.
#[derive(Clone, Copy)]
struct Lines<'a> {
    values: &'a [f32],
    width: usize,
}

/// # Shapes
/// - `a`: `[m, k]`, `b`: `[k, n]` → `out`: `[m, n]`
fn add_rows(a: Scattered<'_>, b: Lines<'_>, out: &mut [f32], [m, k]: [usize; 2]) {
    let mut row = 0;
    while row < m {
        let a = Scattered { values: &a.values[(row * a.down).min(a.values.len())..], ..a };
        let out = &mut out[row * b.width..];
        macro_rules! of_rows {
            ($($rows:literal)*) => { match m - row {
                $($rows => row += Tile::<$rows>::add(a, b, out, k),)*
                _ => row += Tile::<8>::add(a, b, out, k),
            } };
        }
        of_rows!(1 2 3 4 5 6 7 8);
    }
}

/// So many rows of two registers' width, whose sums are held in registers together.
struct Tile<'a, const M: usize> {
    /// A column of `a` after the other.
    factors: Vec<[f32; M]>,
    b: Lines<'a>,
    out: &'a mut [f32],
}

impl<'a, const M: usize> Tile<'a, M> {
    /// Returns how many rows it took.
    fn add(a: Scattered<'_>, b: Lines<'a>, out: &'a mut [f32], k: usize) -> usize {
        let at = |row: usize, place: usize| a.values[row * a.down + place * a.across];
        let factors = (0..k).map(|place| std::array::from_fn(|row| at(row, place))).collect();
        Arch::new().dispatch(Tile::<M> { factors, b, out });
        M
    }

    /// The product at one column, where no register fits.
    #[inline(always)]
    fn add_column(&mut self, column: usize) {
        let mut sums = [0.0; M];
        for (factors, line) in self.factors.iter().zip(self.b.values.chunks_exact(self.b.width)) {
            let value = line[column];
            sums = std::array::from_fn(|row| sums[row] + factors[row] * value);
        }
        for (row, sum) in sums.into_iter().enumerate() {
            self.out[row * self.b.width + column] += sum;
        }
    }

    /// The product at the columns of `N` registers from this one on.
    #[inline(always)]
    fn add_registers<S: Simd, const N: usize>(&mut self, simd: S, column: usize) {
        let columns = column..column + N * S::F32_LANES;
        let mut sums = [[simd.splat_f32s(0.0); N]; M];
        for (factors, line) in self.factors.iter().zip(self.b.values.chunks_exact(self.b.width)) {
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
            let line = &mut self.out[row * self.b.width + column..][..N * S::F32_LANES];
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
        while column + 2 * S::F32_LANES <= self.b.width {
            self.add_registers::<S, 2>(simd, column);
            column += 2 * S::F32_LANES;
        }
        if column + S::F32_LANES <= self.b.width {
            self.add_registers::<S, 1>(simd, column);
            column += S::F32_LANES;
        }
        for column in column..self.b.width {
            self.add_column(column);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::matrix_product::{Output, View, multiply};

    fn wave(n: usize, step: f32) -> Vec<f32> {
        (0..n).map(|place| (place as f32 * step).sin()).collect()
    }

    fn assert_near(found: &[f32], expected: &[f32]) {
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-4, "{found}, not {expected}");
        }
    }

    proptest! {
        #[test]
        fn a_product_with_rows_of_weights(m in 1_usize..33, k in 0_usize..80, n in 1_usize..150) {
            let (x, weight) = (wave(m * k, 0.7), wave(n * k, 0.3));
            let mut out = vec![0.5; m * n];
            let mut expected = out.clone();
            add_times_transposed(&x, &weight, &mut out, [m, k, n]);
            let weight = View::new(&weight, [n, k]).transposed();
            multiply(View::new(&x, [m, k]), weight, &mut expected, Output::Add);
            assert_near(&out, &expected);
        }

        #[test]
        fn a_product_with_columns_of_weights(
            m in 1_usize..33, k in 0_usize..80, n in 1_usize..150, is_turned: bool,
        ) {
            let (a, b) = (wave(m * k, 0.7), wave(k * n, 0.3));
            let (down, across) = if is_turned { (1, m) } else { (k, 1) };
            let scattered = Scattered { values: &a, down, across };
            let mut out = vec![0.5; m * n];
            let mut expected = out.clone();
            add_product(scattered, &b, &mut out, [m, k, n]);
            let view = match is_turned {
                true => View::new(&a, [k, m]).transposed(),
                false => View::new(&a, [m, k]),
            };
            multiply(view, View::new(&b, [k, n]), &mut expected, Output::Add);
            assert_near(&out, &expected);
        }
    }

    /// However many threads there are, each number is one sum in one order.
    #[test]
    fn threads_change_nothing() {
        let [m, k, n] = [20, 300, 400];
        let (x, weight) = (wave(m * k, 0.7), wave(n * k, 0.3));
        let run = || {
            let mut out = vec![0.0; m * n];
            add_times_transposed(&x, &weight, &mut out, [m, k, n]);
            out
        };
        assert_eq!(crate::on_one_thread(run), crate::on_threads(3, run));
    }
}
