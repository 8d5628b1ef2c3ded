//! Products of f32 matrices in any memory order: one side is packed into the order in which it is read, then each
//! thread computes a dozen rows of the result at a time (after Goto & van de Geijn 2008).
//!
//! Each number of the result is one sum in one order, wherever it is and whatever the number of threads.

use std::cell::Cell;

use pulp::{Arch, Simd, WithSimd};

use crate::matrix_product::check;
use crate::matrix_view::View;
use crate::pieces::{Workers, each_chunk};

/// Rows of the result that are computed together: two registers each, with some left for the operands.
pub(crate) const TILE_ROWS: usize = 12;
/// Columns that are packed together.
const STRIP: usize = 32;
/// Terms of the sums that are added in one pass, so that the packed side stays in the second cache.
const MOST_TERMS: usize = 512;
/// Below so many multiplications one thread is faster than two.
const SMALLEST_SHARED_WORK: usize = 1024 * 1024;

thread_local! {
    /// The packed side of the last product, whose memory the next one reuses.
    static COPY: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

/// What a product is added to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Onto<'a> {
    /// The numbers in the output.
    Output,
    /// Nothing: the output is overwritten.
    Zero,
    /// In each row these numbers, one for each column; the output is overwritten.
    Row(&'a [f32]),
}

/// `A B`, added to `onto`, into `out`.
///
/// # Shapes
/// - `a`: `[m, k]`, `b`: `[k, n]` → `out`: `[m, n]`
///
/// # Panics
/// When the shapes do not fit.
pub(crate) fn multiply(
    workers: Workers,
    a: View<'_, f32>,
    b: View<'_, f32>,
    out: &mut [f32],
    onto: Onto<'_>,
) {
    check(a, b, out);
    let ([m, k], [_, n]) = (a.shape(), b.shape());
    if let Onto::Row(row) = onto {
        assert_eq!(row.len(), n, "{:?} times {:?}", a.shape(), b.shape());
    }
    if out.is_empty() {
        return;
    }
    let workers = if m * n * k < SMALLEST_SHARED_WORK { Workers::This } else { workers };
    let packed = Packed::new(workers, b);
    packed.multiply(workers, a, out, onto);
    packed.put_back();
}

/// The right side of products, in the order in which it is read.
#[derive(Debug)]
pub(crate) struct Packed {
    /// The strips of every [`MOST_TERMS`] rows, one after the other; the rest is unused memory of longer products.
    strips: Vec<f32>,
    shape: [usize; 2],
}

impl Packed {
    /// # Shapes
    /// - `b`: `[k, n]`
    pub(crate) fn new(workers: Workers, b: View<'_, f32>) -> Self {
        let [k, n] = b.shape();
        let mut strips = COPY.take();
        // Never shortened: growing it again would write zeros that are never read.
        let n_packed = k * n.next_multiple_of(STRIP);
        strips.resize(strips.len().max(n_packed), 0.0);
        let mut rest = &mut strips[..n_packed];
        for first in (0..k).step_by(MOST_TERMS) {
            let n_terms = MOST_TERMS.min(k - first);
            let of_pass;
            (of_pass, rest) = rest.split_at_mut(n_terms * n.next_multiple_of(STRIP));
            each_chunk(workers, n_terms * STRIP, of_pass, |idx, strip| {
                pack_strip(b, first, idx * STRIP, strip);
            });
        }
        Packed { strips, shape: [k, n] }
    }

    /// Returns the memory for the next product of this thread.
    pub(crate) fn put_back(self) {
        COPY.set(self.strips);
    }

    /// The product with these matrices, added to `onto`, into `out`.
    ///
    /// # Shapes
    /// - `a`: `[m, k]` → `out`: `[m, n]`
    pub(crate) fn multiply(
        &self,
        workers: Workers,
        a: View<'_, f32>,
        out: &mut [f32],
        onto: Onto<'_>,
    ) {
        let [k, n] = self.shape;
        if k == 0 {
            return fill(out, n, onto);
        }
        let mut rest = &self.strips[..k * n.next_multiple_of(STRIP)];
        for first in (0..k).step_by(MOST_TERMS) {
            let n_terms = MOST_TERMS.min(k - first);
            let strips;
            (strips, rest) = rest.split_at(n_terms * n.next_multiple_of(STRIP));
            let onto = if first == 0 { onto } else { Onto::Output };
            each_chunk(workers, TILE_ROWS * n, out, |idx, out| {
                let first_row = idx * TILE_ROWS;
                Arch::new().dispatch(Rows { a, first_row, first, n_terms, strips, out, n, onto });
            });
        }
    }
}

/// The product with an inner dimension of 0.
fn fill(out: &mut [f32], n: usize, onto: Onto<'_>) {
    match onto {
        Onto::Output => {}
        Onto::Zero => out.fill(0.0),
        Onto::Row(row) => out.chunks_exact_mut(n.max(1)).for_each(|out| out.copy_from_slice(row)),
    }
}

/// Copies columns `first_column ..` of rows `first ..` of `b` row by row, with zeros where `b` has no such columns.
fn pack_strip(b: View<'_, f32>, first: usize, first_column: usize, strip: &mut [f32]) {
    let n_columns = STRIP.min(b.shape()[1] - first_column);
    let [down, across] = b.strides();
    let start = first * down + first_column * across;
    if across == 1 {
        for (row, line) in strip.as_chunks_mut::<STRIP>().0.iter_mut().enumerate() {
            let from = &b.values()[start + row * down..];
            // A line of full width is copied by a few instructions.
            if let (STRIP, Some(whole)) = (n_columns, from.first_chunk::<STRIP>()) {
                *line = *whole;
            } else {
                line[..n_columns].copy_from_slice(&from[..n_columns]);
                line[n_columns..].fill(0.0);
            }
        }
        return;
    }
    // Columns are contiguous: each is read in order, eight at a time so that a whole cache line is written.
    const TURNED: usize = 8;
    let n_rows = strip.len() / STRIP;
    for column in (0..STRIP).step_by(TURNED) {
        let n_turned = n_columns.saturating_sub(column).min(TURNED);
        if n_turned == TURNED && down == 1 {
            turn(
                std::array::from_fn::<_, TURNED, _>(|turned| {
                    &b.values()[start + (column + turned) * across..][..n_rows]
                }),
                |row, values| strip[row * STRIP + column..][..TURNED].copy_from_slice(&values),
            );
        } else {
            for (row, line) in strip.chunks_exact_mut(STRIP).enumerate() {
                let line = &mut line[column..column + TURNED];
                line.fill(0.0);
                for (turned, value) in line[..n_turned].iter_mut().enumerate() {
                    *value = b.values()[start + row * down + (column + turned) * across];
                }
            }
        }
    }
}

/// Calls `give` with each column of lines of equal length, sixteen at a time so that no bounds are checked.
#[inline(always)]
fn turn<const M: usize>(lines: [&[f32]; M], mut give: impl FnMut(usize, [f32; M])) {
    const TOGETHER: usize = 16;
    let n = lines[0].len();
    let lines = lines.map(|line| line.as_chunks::<TOGETHER>());
    for idx in 0..n / TOGETHER {
        let block: [&[f32; TOGETHER]; M] = lines.map(|(line, _)| &line[idx]);
        for place in 0..TOGETHER {
            give(idx * TOGETHER + place, block.map(|line| line[place]));
        }
    }
    for place in 0..n % TOGETHER {
        give(n / TOGETHER * TOGETHER + place, lines.map(|(_, line)| line[place]));
    }
}

/// At most [`TILE_ROWS`] rows of the result.
struct Rows<'a> {
    a: View<'a, f32>,
    first_row: usize,
    /// Terms of this pass.
    first: usize,
    n_terms: usize,
    /// The packed right side.
    strips: &'a [f32],
    out: &'a mut [f32],
    n: usize,
    onto: Onto<'a>,
}

impl Rows<'_> {
    /// The columns of `M` rows from `row` on; zeros where there is no row.
    #[inline(always)]
    fn factors<const M: usize>(&self, row: usize, n_rows: usize) -> Vec<[f32; M]> {
        const NO_ROW: &[f32] = &[0.0; MOST_TERMS];
        let [down, across] = self.a.strides();
        let values = &self.a.values()[(self.first_row + row) * down + self.first * across..];
        if across == 1 {
            let lines: [&[f32]; M] = std::array::from_fn(|own| {
                let line = if own < n_rows { &values[own * down..] } else { NO_ROW };
                &line[..self.n_terms]
            });
            let mut columns = Vec::with_capacity(self.n_terms);
            turn(lines, |_, column| columns.push(column));
            return columns;
        }
        let mut columns = Vec::with_capacity(self.n_terms);
        for term in 0..self.n_terms {
            let column = &values[term * across..];
            columns.push(match column.first_chunk::<M>() {
                Some(whole) if down == 1 && n_rows == M => *whole,
                _ => std::array::from_fn(|own| if own < n_rows { column[own * down] } else { 0.0 }),
            });
        }
        columns
    }

    /// Adds the products of up to `M` rows from `row` on.
    #[inline(always)]
    fn add<S: Simd, const M: usize>(&mut self, simd: S, row: usize) {
        let n_rows = (self.out.len() / self.n - row).min(M);
        let factors = &self.factors::<M>(row, n_rows)[..];
        let lanes = S::F32_LANES;
        for (idx, strip) in self.strips.chunks_exact(self.n_terms * STRIP).enumerate() {
            let n_columns = STRIP.min(self.n - idx * STRIP);
            for column in (0..n_columns).step_by(2 * lanes) {
                let sums = sums_of(simd, factors, strip, column);
                let place = idx * STRIP + column;
                let width = (2 * lanes).min(self.n - place);
                for (own, &sums) in sums.iter().take(n_rows).enumerate() {
                    let line = &mut self.out[(row + own) * self.n + place..][..width];
                    let onto = match self.onto {
                        Onto::Row(row) => Onto::Row(&row[place..place + width]),
                        whole => whole,
                    };
                    write(simd, sums, line, onto);
                }
            }
        }
    }
}

/// Writes two registers of sums into a row, which may be shorter.
#[inline(always)]
fn write<S: Simd>(simd: S, sums: [S::f32s; 2], line: &mut [f32], onto: Onto<'_>) {
    if line.len() == 2 * S::F32_LANES {
        let (line, _) = S::as_mut_simd_f32s(line);
        let before = match onto {
            Onto::Zero => None,
            Onto::Output => Some([line[0], line[1]]),
            Onto::Row(row) => {
                let (row, _) = S::as_simd_f32s(row);
                Some([row[0], row[1]])
            }
        };
        let [first, second] = match before {
            None => sums,
            Some([first, second]) => {
                [simd.add_f32s(first, sums[0]), simd.add_f32s(second, sums[1])]
            }
        };
        line[0] = first;
        line[1] = second;
        return;
    }
    let mut whole = [0.0_f32; STRIP];
    let (registers, _) = S::as_mut_simd_f32s(&mut whole[..2 * S::F32_LANES]);
    registers.copy_from_slice(&sums);
    match onto {
        Onto::Zero => line.copy_from_slice(&whole[..line.len()]),
        Onto::Output => line.iter_mut().zip(whole).for_each(|(part, sum)| *part += sum),
        Onto::Row(row) => {
            line.iter_mut().zip(row.iter().zip(whole)).for_each(|(part, (row, sum))| {
                *part = row + sum;
            });
        }
    }
}

/// The sums of `M` rows and the columns of two registers. They stay in registers until the end.
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
        // Thirty-two registers hold the sums of twelve rows, sixteen those of four.
        if S::F32_LANES == 16 {
            self.add::<S, TILE_ROWS>(simd, 0);
        } else {
            for row in (0..n_rows).step_by(4) {
                self.add::<S, 4>(simd, row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wave;

    proptest! {
        #[test]
        fn the_product_of_any_memory_order_is_the_sums(
            m in 1_usize..40, n in 1_usize..80, k in 1_usize..20,
            a_turned: bool, b_turned: bool, adds: bool,
        ) {
            let (left, right) = (wave(m * k, 0.0), wave(k * n, 1.0));
            let a = if a_turned { View::new(&left, [k, m]).transposed() } else { View::new(&left, [m, k]) };
            let b = if b_turned { View::new(&right, [n, k]).transposed() } else { View::new(&right, [k, n]) };
            let before = wave(m * n, 2.0);
            let mut out = before.clone();
            multiply(Workers::All, a, b, &mut out, if adds { Onto::Output } else { Onto::Zero });
            for i in 0..m {
                for j in 0..n {
                    let sum: f32 = (0..k)
                        .map(|c| {
                            left[if a_turned { c * m + i } else { i * k + c }]
                                * right[if b_turned { j * k + c } else { c * n + j }]
                        })
                        .sum();
                    let expected = if adds { before[i * n + j] + sum } else { sum };
                    prop_assert!((out[i * n + j] - expected).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn the_product_of_some_columns_is_part_of_the_whole() {
        let (left, right) = (wave(3 * 5, 0.0), wave(3 * 4, 1.0));
        let (all, right) = (View::new(&left, [3, 5]), View::new(&right, [3, 4]));
        let mut whole = vec![0.0; 5 * 4];
        multiply(Workers::All, all.transposed(), right, &mut whole, Onto::Zero);
        let mut part = vec![0.0; 2 * 4];
        multiply(Workers::All, all.columns(2, 2).transposed(), right, &mut part, Onto::Zero);
        assert!(part.iter().zip(&whole[8..16]).all(|(a, b)| (a - b).abs() < 1e-6));
    }
}
