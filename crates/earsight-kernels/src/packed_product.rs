//! Products of f32 matrices that lie in any order: one side is copied into the order in which it is read, then every
//! dozen rows of the result is one thread's work (after Goto & van de Geijn 2008).
//!
//! Each number of the result is one sum in one order, wherever it stands and however many threads there are.

use std::cell::Cell;

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use crate::matrix_product::{Output, View, Workers};

/// Rows of the result that are made at once: two registers each, and some left for what is read.
const TILE_ROWS: usize = 12;
/// Columns that are copied together.
const STRIP: usize = 32;
/// Terms of the sums that are made at once, so that what is copied stays in the second cache.
const MOST_TERMS: usize = 512;
/// Below so many multiplications one thread is faster than two.
const SMALLEST_SHARED_WORK: usize = 1024 * 1024;

thread_local! {
    /// The copy of the last product, to be written over by the next.
    static COPY: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

/// # Shapes
/// - `a`: `[m, k]`, `b`: `[k, n]` → `out`: `[m, n]`
pub(crate) fn multiply(
    workers: Workers,
    a: View<'_, f32>,
    b: View<'_, f32>,
    out: &mut [f32],
    output: Output,
) {
    let ([m, k], [_, n]) = (a.shape(), b.shape());
    if output == Output::Replace {
        out.fill(0.0);
    }
    let is_shared = workers == Workers::All && m * n * k >= SMALLEST_SHARED_WORK;
    let mut copy = COPY.take();
    for first in (0..k).step_by(MOST_TERMS) {
        let n_terms = MOST_TERMS.min(k - first);
        let strip_len = n_terms * STRIP;
        copy.resize(n.div_ceil(STRIP) * strip_len, 0.0);
        let pack = |(idx, strip): (usize, &mut [f32])| pack_strip(b, first, idx * STRIP, strip);
        let strips = &mut copy[..];
        let of_rows = |strips: &[f32], (idx, out): (usize, &mut [f32])| {
            let rows = Rows { a, first_row: idx * TILE_ROWS, first, n_terms, strips, out, n };
            Arch::new().dispatch(rows);
        };
        if is_shared {
            strips.par_chunks_mut(strip_len).enumerate().for_each(pack);
            let tiles = out.par_chunks_mut(TILE_ROWS * n).enumerate();
            tiles.for_each(|tile| of_rows(strips, tile));
        } else {
            strips.chunks_mut(strip_len).enumerate().for_each(pack);
            out.chunks_mut(TILE_ROWS * n).enumerate().for_each(|tile| of_rows(strips, tile));
        }
    }
    COPY.set(copy);
}

/// Columns `first_column ..` of rows `first ..` of `b`, row after row, zeros where it has no such columns.
fn pack_strip(b: View<'_, f32>, first: usize, first_column: usize, strip: &mut [f32]) {
    let n_columns = STRIP.min(b.shape()[1] - first_column);
    let [down, across] = b.strides();
    let start = first * down + first_column * across;
    if across == 1 {
        for (row, line) in strip.chunks_exact_mut(STRIP).enumerate() {
            let (line, padding) = line.split_at_mut(n_columns);
            line.copy_from_slice(&b.values()[start + row * down..][..n_columns]);
            padding.fill(0.0);
        }
        return;
    }
    // Columns lie one after the other: each is read as it lies, eight at a time so that a written line is whole.
    const TURNED: usize = 8;
    for column in (0..STRIP).step_by(TURNED) {
        let n_turned = n_columns.saturating_sub(column).min(TURNED);
        let lines = strip.chunks_exact_mut(STRIP).map(|line| &mut line[column..column + TURNED]);
        if n_turned == TURNED && down == 1 {
            let n_rows = lines.len();
            let columns: [&[f32]; TURNED] = std::array::from_fn(|turned| {
                &b.values()[start + (column + turned) * across..][..n_rows]
            });
            for (row, line) in lines.enumerate() {
                for (value, column) in line.iter_mut().zip(columns) {
                    *value = column[row];
                }
            }
        } else {
            for (row, line) in lines.enumerate() {
                line.fill(0.0);
                for (turned, value) in line[..n_turned].iter_mut().enumerate() {
                    *value = b.values()[start + row * down + (column + turned) * across];
                }
            }
        }
    }
}

/// At most [`TILE_ROWS`] rows of the result.
struct Rows<'a> {
    a: View<'a, f32>,
    first_row: usize,
    /// Terms of this pass.
    first: usize,
    n_terms: usize,
    /// The other side, copied.
    strips: &'a [f32],
    out: &'a mut [f32],
    n: usize,
}

impl Rows<'_> {
    /// Adds the products of `M` rows from `row` on, where there are so many.
    #[inline(always)]
    fn add<S: Simd, const M: usize>(&mut self, simd: S, row: usize) {
        let n_rows = (self.out.len() / self.n - row).min(M);
        // A column of the rows after the other, zeros where there is no row.
        let mut factors = [[0.0_f32; M]; MOST_TERMS];
        let [down, across] = self.a.strides();
        let start = (self.first_row + row) * down + self.first * across;
        for own in 0..n_rows {
            let line = self.a.values()[start + own * down..].iter().step_by(across.max(1));
            for (factors, value) in factors[..self.n_terms].iter_mut().zip(line) {
                factors[own] = *value;
            }
        }
        let factors = &factors[..self.n_terms];
        let lanes = S::F32_LANES;
        for (idx, strip) in self.strips.chunks_exact(self.n_terms * STRIP).enumerate() {
            let n_columns = STRIP.min(self.n - idx * STRIP);
            for column in (0..n_columns).step_by(2 * lanes) {
                let sums = sums_of(simd, factors, strip, column);
                let place = idx * STRIP + column;
                let width = (2 * lanes).min(self.n - place);
                for (own, sums) in sums.iter().take(n_rows).enumerate() {
                    let line = &mut self.out[(row + own) * self.n + place..][..width];
                    if width == 2 * lanes {
                        let (line, _) = S::as_mut_simd_f32s(line);
                        line[0] = simd.add_f32s(line[0], sums[0]);
                        line[1] = simd.add_f32s(line[1], sums[1]);
                    } else {
                        let mut whole = [0.0_f32; STRIP];
                        let (registers, _) = S::as_mut_simd_f32s(&mut whole[..2 * lanes]);
                        registers.copy_from_slice(sums);
                        line.iter_mut().zip(whole).for_each(|(part, sum)| *part += sum);
                    }
                }
            }
        }
    }
}

/// The sums of `M` rows and two registers' columns. They never leave the registers before the end.
#[inline(always)]
fn sums_of<S: Simd, const M: usize>(
    simd: S,
    factors: &[[f32; M]],
    strip: &[f32],
    column: usize,
) -> [[S::f32s; 2]; M] {
    let mut sums = [[simd.splat_f32s(0.0); 2]; M];
    for (factors, line) in factors.iter().zip(strip.chunks_exact(STRIP)) {
        let (line, _) = S::as_simd_f32s(&line[column..column + 2 * S::F32_LANES]);
        let line = [line[0], line[1]];
        for (sums, &factor) in sums.iter_mut().zip(factors) {
            let factor = simd.splat_f32s(factor);
            sums[0] = simd.mul_add_f32s(factor, line[0], sums[0]);
            sums[1] = simd.mul_add_f32s(factor, line[1], sums[1]);
        }
    }
    sums
}

impl WithSimd for Rows<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let n_rows = self.out.len() / self.n;
        // Thirty-two registers hold twelve rows' sums, sixteen hold four's.
        if S::F32_LANES == 16 {
            self.add::<S, TILE_ROWS>(simd, 0);
        } else {
            for row in (0..n_rows).step_by(4) {
                self.add::<S, 4>(simd, row);
            }
        }
    }
}
