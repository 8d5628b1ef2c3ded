//! From codes to lower bounds of distances.
//!
//! With `x̂` the coded head of a part and `e` the error of coding, the triangle inequality gives
//!
//! `‖q − x‖² ≥ max(0, ‖q̂ − x̂‖ − e_q − e_x)² + (‖q_tail‖ − ‖x_tail‖)²`
//!
//! where `‖q̂ − x̂‖² = ‖q̂‖² + ‖x̂‖² − 2 · s_q · s_x · Σ step · code` and the sum is of whole numbers,
//! so that every kind of processor computes the same. The rest is computed in f64 and made smaller
//! by more than its rounding error; so is the bound, because
//! [`Distance::between`](earsight_core::Distance::between) rounds the distance, too.

use std::ops::Range;

use earsight_core::{Norm, Part};
use pulp::{Arch, Simd, WithSimd};

use crate::codes::{Codes, Terms};
use crate::head::Head;
use crate::products::products;
use crate::query::QueryPart;

/// Rows whose codes are read for all queries before the next rows: they stay in the second cache.
const BLOCK: usize = 256;
/// Relative slack of squared norms: f64 rounds at 1e-16, up to 2¹⁷ summands.
const SQUARES: f64 = 1e-10;
/// Relative slack of a tail's norm: the root of the slack of its square, and its rounding to f32
/// (which is absolute where f32 ends).
const TAILS: f64 = 1e-5;
/// Relative slack of the whole bound: a distance is a sum of at most 2¹⁷ squares, rounded in f64.
const WHOLE: f64 = 1.0 - 1e-9;

/// A query of some rows, prepared for the codes of one stretch.
pub(crate) struct Prepared {
    /// Of each row, each part.
    rows: Vec<Vec<QueryPart>>,
}

impl Prepared {
    pub(crate) fn new(query: ndarray::ArrayView2<'_, f32>, codes: &Codes<'_>) -> Self {
        let of_row = |row| codes.parts.iter().map(|part| QueryPart::new(row, part)).collect();
        Prepared { rows: query.rows().into_iter().map(of_row).collect() }
    }
}

/// Bounds of a range of a stretch's rows, for each query: the mean over the query's rows.
pub(crate) fn fill(
    codes: &Codes<'_>,
    parts: &[Part],
    queries: &[Prepared],
    rows: Range<usize>,
    bounds: &mut [&mut [f32]],
) {
    let arch = Arch::new();
    let mut found = [0; BLOCK];
    for start in rows.clone().step_by(BLOCK) {
        let block = start..(start + BLOCK).min(rows.end);
        for (query, bounds) in queries.iter().zip(bounds.iter_mut()) {
            let mut sums = [0.0; BLOCK];
            for row in &query.rows {
                for ((query, coded), part) in row.iter().zip(&codes.parts).zip(parts) {
                    let codes = block.start * coded.width..block.end * coded.width;
                    let found = &mut found[..block.len()];
                    products(&query.steps, &coded.codes[codes], found);
                    let terms = block.start * Terms::N_BYTES..block.end * Terms::N_BYTES;
                    let (terms, _) = coded.terms[terms].as_chunks();
                    arch.dispatch(OfBlock { query, part, products: found, terms, sums: &mut sums });
                }
            }
            let n_rows = query.rows.len() as f64;
            let bounds = &mut bounds[block.start - rows.start..block.end - rows.start];
            for (bound, sum) in bounds.iter_mut().zip(sums) {
                *bound = below(sum / n_rows * WHOLE);
            }
        }
    }
}

/// The largest f32 that is not above a positive number.
fn below(x: f64) -> f32 {
    let nearest = x.min(f64::from(f32::MAX)) as f32;
    if f64::from(nearest) > x { nearest.next_down() } else { nearest }
}

/// Adds the bounds of one part of a block of rows.
struct OfBlock<'a> {
    query: &'a QueryPart,
    part: &'a Part,
    products: &'a [i32],
    terms: &'a [[u8; Terms::N_BYTES]],
    sums: &'a mut [f64; BLOCK],
}

impl WithSimd for OfBlock<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let OfBlock { query, part, products, terms, sums } = self;
        let scale = f64::from(part.weight)
            / match part.norm {
                Norm::Euclidean => 1.0,
                Norm::MeanSquare => part.columns.len().max(1) as f64,
            };
        for ((sum, &product), terms) in sums.iter_mut().zip(products).zip(terms) {
            let square = square_bound(query, product, Terms::read(terms));
            let norm = match part.norm {
                Norm::Euclidean => square.sqrt(),
                Norm::MeanSquare => square,
            };
            *sum += scale * norm;
        }
    }
}

/// A lower bound of the squared distance of a part.
#[inline(always)]
fn square_bound(query: &QueryPart, product: i32, terms: Terms) -> f64 {
    let scale = f64::from(terms.scale);
    let square = scale * scale * f64::from(terms.code_square);
    let squares = query.square + square;
    let between = squares - 2.0 * query.scale * scale * f64::from(product) - SQUARES * squares;
    let lost = query.error + f64::from(terms.error);
    let head = (between.max(0.0).sqrt() - lost).max(0.0);
    let tail = f64::from(terms.tail);
    let lengths = squares.sqrt() + lost + query.tail + tail;
    let rounded = TAILS * lengths + f64::from(f32::MIN_POSITIVE);
    let tails = ((query.tail - tail).abs() - rounded).max(0.0);
    (head * head + tails * tails) * (1.0 - 2.0 * Head::SLACK)
}

impl Terms {
    #[inline(always)]
    fn read(bytes: &[u8; Terms::N_BYTES]) -> Terms {
        let [scale, error, tail, code_square] = *bytes.as_chunks::<4>().0 else {
            unreachable!("sixteen bytes are four numbers")
        };
        let [scale, error, tail] = [scale, error, tail].map(f32::from_le_bytes);
        Terms { scale, error, tail, code_square: u32::from_le_bytes(code_square) }
    }
}
