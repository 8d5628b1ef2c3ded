//! Codes as bytes: a header, then of each part its head, the terms of all rows and their codes.
//!
//! Little-endian, no padding. A reader must accept arbitrary bytes without a panic.

use std::ops::Range;

use earsight_core::Distance;
use ndarray::{Array1, Array2};

use super::{Coded, CodedPart, CoderPart, Codes, N_COLUMNS, Terms, width};
use crate::head::Head;
use crate::{Error, Result};

const MAGIC: &[u8; 16] = b"earsight codes 1";

pub(super) fn write(parts: &[CoderPart], n_rows: usize, coded: &[Coded]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    let number = |bytes: &mut Vec<u8>, n: usize| bytes.extend((n as u64).to_le_bytes());
    number(&mut bytes, n_rows);
    number(&mut bytes, parts.len());
    for (CoderPart { columns, head, .. }, coded) in parts.iter().zip(coded) {
        let n_axes = head.as_ref().map_or(0, |head| head.axes.nrows());
        for n in [columns.start, columns.end, n_axes] {
            number(&mut bytes, n);
        }
        if let Some(head) = head {
            let numbers = head.mean.iter().chain(&head.axes);
            bytes.extend(numbers.flat_map(|number| number.to_le_bytes()));
        }
        for Terms { scale, error, tail, code_square } in &coded.terms {
            bytes.extend([scale, error, tail].into_iter().flat_map(|term| term.to_le_bytes()));
            bytes.extend(code_square.to_le_bytes());
        }
        bytes.extend(coded.codes.iter().map(|&code| code as u8));
    }
    bytes
}

impl<'a> Codes<'a> {
    /// Codes in place, of `n_rows` rows that are compared by `distance`.
    /// Reads the header and the heads, not the codes.
    ///
    /// # Errors
    /// [`Error::Codes`] for bytes that [`super::Coder::code`] did not write for such rows.
    pub fn read(bytes: &'a [u8], n_rows: usize, distance: &Distance) -> Result<Self> {
        let mut reader = Reader { bytes };
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(refused("they begin with something else"));
        }
        let (found, n_parts) = (reader.number()?, reader.number()?);
        if found != n_rows || n_parts != distance.parts.len() {
            return Err(refused(format!(
                "they are of {found} rows in {n_parts} parts, not of {n_rows} in {}",
                distance.parts.len()
            )));
        }
        let parts = distance.parts.iter().map(|part| reader.part(n_rows, &part.columns));
        let parts = parts.collect::<Result<_>>()?;
        match reader.bytes.len() {
            0 => Ok(Codes { parts, n_rows }),
            n => Err(refused(format!("{n} bytes are left over"))),
        }
    }
}

fn refused(reason: impl Into<String>) -> Error {
    Error::Codes { reason: reason.into() }
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8]> {
        let (taken, rest) =
            self.bytes.split_at_checked(n).ok_or_else(|| refused("they are cut off"))?;
        self.bytes = rest;
        Ok(taken)
    }

    /// The bytes of `n` records of `each` bytes.
    fn records(&mut self, n: usize, each: usize) -> Result<&'a [u8]> {
        self.take(n.checked_mul(each).ok_or_else(|| refused("they are cut off"))?)
    }

    fn number(&mut self) -> Result<usize> {
        let bytes = self.take(8)?.try_into().expect("eight bytes were taken");
        usize::try_from(u64::from_le_bytes(bytes)).map_err(|_| refused("a count is too large"))
    }

    fn numbers(&mut self, n: usize) -> Result<Vec<f64>> {
        let (numbers, _) = self.records(n, 8)?.as_chunks();
        Ok(numbers.iter().map(|&number| f64::from_le_bytes(number)).collect())
    }

    fn part(&mut self, n_rows: usize, columns: &Range<usize>) -> Result<CodedPart<'a>> {
        let (start, end, n_axes) = (self.number()?, self.number()?, self.number()?);
        if (start..end) != *columns || columns.len() > N_COLUMNS {
            return Err(refused(format!("a part is of columns {start}..{end}, not {columns:?}")));
        }
        let head = self.head(n_axes, columns.len())?;
        let width = width(columns, head.as_ref());
        let (terms, codes) = (self.records(n_rows, Terms::N_BYTES)?, self.records(n_rows, width)?);
        Ok(CodedPart { columns: columns.clone(), head, width, terms, codes })
    }

    fn head(&mut self, n_axes: usize, n_columns: usize) -> Result<Option<Head>> {
        match n_axes {
            0 => return Ok(None),
            n if n > n_columns => {
                return Err(refused(format!("{n} axes in {n_columns} dimensions")));
            }
            _ => {}
        }
        let mean = Array1::from(self.numbers(n_columns)?);
        let axes = self.numbers(n_axes * n_columns)?;
        let axes = Array2::from_shape_vec((n_axes, n_columns), axes).expect("as many were read");
        let head = Head { mean, axes };
        match head.has_unit_axes() {
            true => Ok(Some(head)),
            false => Err(refused("the axes of a head are not as long as axes are")),
        }
    }
}
