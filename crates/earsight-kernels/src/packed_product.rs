//! Products of f32 matrices that lie in any order: one side is copied into the order in which it is read, then every
//! dozen rows of the result is one thread's work (after Goto & van de Geijn 2008).
//!
//! Each number of the result is one sum in one order, wherever it stands and however many threads there are.

use std::cell::Cell;

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use crate::matrix_view::View;
use crate::pieces::Workers;

/// Rows of the result that are made at once: two registers each, and some left for what is read.
pub(crate) const TILE_ROWS: usize = 12;
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

/// What a product is added to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Onto<'a> {
    /// What is in the output.
    Output,
    /// Nothing: the output is written over.
    Zero,
    /// In each row to these numbers, one for each column; the output is written over.
    Row(&'a [f32]),
}

/// # Shapes
/// - `a`: `[m, k]`, `b`: `[k, n]` → `out`: `[m, n]`
pub(crate) fn multiply(
    workers: Workers,
    a: View<'_, f32>,
    b: View<'_, f32>,
    out: &mut [f32],
    onto: Onto<'_>,
) {
    let ([m, k], [_, n]) = (a.shape(), b.shape());
    let workers = if m * n * k < SMALLEST_SHARED_WORK { Workers::This } else { workers };
    let packed = Packed::new(workers, b);
    packed.multiply(workers, a, out, onto);
    packed.put_back();
}

/// The right side of products, in the order in which it is read.
#[derive(Debug)]
pub(crate) struct Packed {
    /// Of each [`MOST_TERMS`] rows all strips, one after the other; behind them what is left of longer products.
    strips: Vec<f32>,
    shape: [usize; 2],
}

impl Packed {
    /// # Shapes
    /// - `b`: `[k, n]`
    pub(crate) fn new(workers: Workers, b: View<'_, f32>) -> Self {
        let [k, n] = b.shape();
        let mut strips = COPY.take();
        // Never made shorter: making it longer again would write zeros that nobody reads.
        let n_packed = k * n.next_multiple_of(STRIP);
        strips.resize(strips.len().max(n_packed), 0.0);
        let mut rest = &mut strips[..n_packed];
        for first in (0..k).step_by(MOST_TERMS) {
            let n_terms = MOST_TERMS.min(k - first);
            let of_pass;
            (of_pass, rest) = rest.split_at_mut(n_terms * n.next_multiple_of(STRIP));
            let pack = |(idx, strip): (usize, &mut [f32])| pack_strip(b, first, idx * STRIP, strip);
            match workers {
                Workers::All => {
                    of_pass.par_chunks_mut(n_terms * STRIP).enumerate().for_each(pack);
                }
                Workers::This => {
                    of_pass.chunks_mut(n_terms * STRIP).enumerate().for_each(pack);
                }
            }
        }
        Packed { strips, shape: [k, n] }
    }

    /// Leaves its memory to the next product of this thread.
    pub(crate) fn put_back(self) {
        COPY.set(self.strips);
    }

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
            let of_rows = |(idx, out): (usize, &mut [f32])| {
                let first_row = idx * TILE_ROWS;
                Arch::new().dispatch(Rows { a, first_row, first, n_terms, strips, out, n, onto });
            };
            match workers {
                Workers::All => out.par_chunks_mut(TILE_ROWS * n).enumerate().for_each(of_rows),
                Workers::This => out.chunks_mut(TILE_ROWS * n).enumerate().for_each(of_rows),
            }
        }
    }
}

/// The product of nothing.
fn fill(out: &mut [f32], n: usize, onto: Onto<'_>) {
    match onto {
        Onto::Output => {}
        Onto::Zero => out.fill(0.0),
        Onto::Row(row) => out.chunks_exact_mut(n.max(1)).for_each(|out| out.copy_from_slice(row)),
    }
}

/// Columns `first_column ..` of rows `first ..` of `b`, row after row, zeros where it has no such columns.
fn pack_strip(b: View<'_, f32>, first: usize, first_column: usize, strip: &mut [f32]) {
    let n_columns = STRIP.min(b.shape()[1] - first_column);
    let [down, across] = b.strides();
    let start = first * down + first_column * across;
    if across == 1 {
        for (row, line) in strip.as_chunks_mut::<STRIP>().0.iter_mut().enumerate() {
            let from = &b.values()[start + row * down..];
            // As long as a strip is wide it is copied by a few instructions.
            if let (STRIP, Some(whole)) = (n_columns, from.first_chunk::<STRIP>()) {
                *line = *whole;
            } else {
                line[..n_columns].copy_from_slice(&from[..n_columns]);
                line[n_columns..].fill(0.0);
            }
        }
        return;
    }
    // Columns lie one after the other: each is read as it lies, eight at a time so that a written line is whole.
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

/// Gives each column of lines of equal length, sixteen at a time so that none of their places is checked.
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
    /// The other side, copied.
    strips: &'a [f32],
    out: &'a mut [f32],
    n: usize,
    onto: Onto<'a>,
}

impl Rows<'_> {
    /// Columns of `M` rows from `row` on, one after the other; zeros where there is no row.
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

    /// Adds the products of `M` rows from `row` on, where there are so many.
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

/// Two registers of sums into the numbers of a row, which may be fewer.
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
