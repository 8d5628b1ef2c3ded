//! Short codes of rows, with the error of each.
//!
//! Of each part of a row: its coordinates in the part's [`Head`] (or its columns) as one byte each,
//! `x̂ = scale · code`; the norm of `x − x̂`, rounded up; and the norm of the rest outside the head.

mod blob;

use std::ops::Range;

use earsight_core::Distance;
use ndarray::{ArrayView1, ArrayView2, Axis, s};

use crate::head::{Head, SMALL_TAIL};
use crate::products::LANES;
use crate::threads::in_parallel;
use crate::{Error, Result};

/// Rows that are coded at a time.
const BLOCK: usize = 512;
/// Wider parts are not coded: the square of a code's norm must fit its number.
const N_COLUMNS: usize = 1 << 17;

/// Makes codes of stretches of rows, such as the shards of an index.
///
/// The directions of one stretch are reused for the next, as long as its rows are near them.
#[derive(Debug, Clone)]
pub struct Coder {
    parts: Vec<CoderPart>,
    n_columns: usize,
    n_threads: usize,
}

/// How one part of the distance is coded.
#[derive(Debug, Clone)]
struct CoderPart {
    columns: Range<usize>,
    head: Option<Head>,
    /// Rows with a larger share of variance outside the head need another head.
    most_tail_share: f64,
}

/// Codes of a stretch of rows: a view of bytes that may be a mapped file.
#[derive(Debug, Clone)]
pub struct Codes<'a> {
    pub(crate) parts: Vec<CodedPart<'a>>,
    pub(crate) n_rows: usize,
}

/// Codes of one part of each row.
#[derive(Debug, Clone)]
pub(crate) struct CodedPart<'a> {
    pub(crate) columns: Range<usize>,
    pub(crate) head: Option<Head>,
    /// Bytes of a row's code; a multiple of [`LANES`].
    pub(crate) width: usize,
    /// [`Terms`] of each row, as stored in the file.
    pub(crate) terms: &'a [u8],
    /// # Shapes: `[n, width]`
    pub(crate) codes: &'a [u8],
}

/// The numbers that turn a row's code into a bound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Terms {
    /// Scale of the code.
    pub(crate) scale: f32,
    /// `‖x − x̂‖` in the head, or more.
    pub(crate) error: f32,
    /// Norm of the rest outside the head, to the nearest f32.
    pub(crate) tail: f32,
    /// `Σ code²`.
    pub(crate) code_square: u32,
}

impl Terms {
    pub(crate) const N_BYTES: usize = 16;
}

/// A part of some rows, coded.
struct Coded {
    terms: Vec<Terms>,
    codes: Vec<i8>,
}

impl Coder {
    /// A coder of rows that are compared by `distance`.
    #[must_use]
    pub fn new(distance: &Distance, n_threads: usize) -> Self {
        let parts = distance.parts.iter().map(|part| CoderPart {
            columns: part.columns.clone(),
            head: None,
            most_tail_share: 0.0,
        });
        Coder {
            parts: parts.collect(),
            n_columns: distance.n_columns(),
            n_threads: n_threads.max(1),
        }
    }

    /// Codes of a stretch of rows, as bytes for [`Codes::read`]; `None` where codes would not help.
    ///
    /// # Shapes
    /// - `rows`: `[n, E]`
    ///
    /// # Errors
    /// [`Error::Columns`] for rows that are too narrow, [`Error::NotFinite`].
    pub fn code(&mut self, rows: ArrayView2<'_, f32>) -> Result<Option<Vec<u8>>> {
        check_columns("the stretch", rows, self.n_columns)?;
        check_finite("the stretch", rows)?;
        if rows.is_empty() || self.parts.iter().any(|part| part.columns.len() > N_COLUMNS) {
            return Ok(None);
        }
        let coded = self.parts.iter_mut().map(|part| {
            let rows = rows.slice(s![.., part.columns.clone()]);
            part.find_head(rows);
            code_part(rows, part.head.as_ref(), self.n_threads)
        });
        let coded: Vec<Coded> = coded.collect();
        Ok(Some(blob::write(&self.parts, rows.nrows(), &coded)))
    }
}

impl CoderPart {
    /// Keeps the head where it fits these rows, too, else fits another.
    fn find_head(&mut self, rows: ArrayView2<'_, f32>) {
        let serves = |head: &Head| head.tail_share(rows) <= self.most_tail_share;
        if !self.head.as_ref().is_some_and(serves) {
            self.head = Head::fit(rows);
            let share = self.head.as_ref().map_or(0.0, |head| head.tail_share(rows));
            self.most_tail_share = SMALL_TAIL.max(1.5 * share);
        }
    }
}

/// Bytes of a row's code.
fn width(columns: &Range<usize>, head: Option<&Head>) -> usize {
    head.map_or(columns.len(), |head| head.axes.nrows()).next_multiple_of(LANES)
}

fn code_part(rows: ArrayView2<'_, f32>, head: Option<&Head>, n_threads: usize) -> Coded {
    let n_of_thread = rows.nrows().div_ceil(n_threads).max(1);
    let pieces = rows.axis_chunks_iter(Axis(0), n_of_thread).collect();
    let mut coded = Coded { terms: Vec::new(), codes: Vec::new() };
    for mut piece in in_parallel(pieces, |rows| code_stretch(rows, head)) {
        coded.terms.append(&mut piece.terms);
        coded.codes.append(&mut piece.codes);
    }
    coded
}

fn code_stretch(rows: ArrayView2<'_, f32>, head: Option<&Head>) -> Coded {
    let mut coded = Coded { terms: Vec::with_capacity(rows.nrows()), codes: Vec::new() };
    for rows in rows.axis_chunks_iter(Axis(0), BLOCK) {
        let rows = rows.mapv(f64::from);
        let (coordinates, tails) = match head {
            Some(head) => head.project(rows),
            None => {
                let tails = vec![0.0; rows.nrows()];
                (rows, tails)
            }
        };
        let width = coordinates.ncols().next_multiple_of(LANES);
        for (row, tail) in coordinates.rows().into_iter().zip(tails) {
            let start = coded.codes.len();
            coded.codes.resize(start + width, 0);
            coded.terms.push(code_row(row, tail, &mut coded.codes[start..]));
        }
    }
    coded
}

fn code_row(row: ArrayView1<'_, f64>, tail: f64, code: &mut [i8]) -> Terms {
    let largest = row.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
    // Rounded up, so that no code is clipped. Beyond the range of f32 the code is zero and the error the whole row.
    let scale = Some(rounded_up(largest / 127.0)).filter(|scale| scale.is_finite()).unwrap_or(0.0);
    let (mut square, mut error) = (0_u32, 0.0);
    for (&x, code) in row.iter().zip(code) {
        let step = if scale > 0.0 { (x / f64::from(scale)).round() } else { 0.0 };
        *code = step as i8;
        square += u32::from(code.unsigned_abs()).pow(2);
        error += (x - f64::from(scale) * f64::from(*code)).powi(2);
    }
    Terms { scale, error: rounded_up(error.sqrt()), tail: tail as f32, code_square: square }
}

/// The smallest f32 that is not below a positive number.
fn rounded_up(x: f64) -> f32 {
    let nearest = x as f32;
    if f64::from(nearest) < x { nearest.next_up() } else { nearest }
}

/// # Errors
/// [`Error::Columns`] for rows that are too narrow.
pub(crate) fn check_columns(
    of: &'static str,
    rows: ArrayView2<'_, f32>,
    expected: usize,
) -> Result<()> {
    let found = rows.ncols();
    if found < expected { Err(Error::Columns { of, expected, found }) } else { Ok(()) }
}

/// # Errors
/// [`Error::NotFinite`] with the first row that is not.
pub(crate) fn check_finite(of: &'static str, rows: ArrayView2<'_, f32>) -> Result<()> {
    match rows.rows().into_iter().position(|row| !row.iter().all(|x| x.is_finite())) {
        Some(row) => Err(Error::NotFinite { of, row }),
        None => Ok(()),
    }
}
