//! A shard: rows of numbers, each with its clip and second, as one Arrow IPC file.
//!
//! pyarrow, polars and DuckDB read it as it is.
//! The columns are `clip` (text), `second` (u32) and one `FixedSizeList` of f32 or f16 for each matrix,
//! in one record batch, so that a matrix is contiguous in the mapped file.

mod layout;
mod rows;

pub(crate) use rows::RowBuffer;

use std::ops::Range;
use std::sync::OnceLock;

use arrow_buffer::{Buffer, ScalarBuffer, ToByteSlice};
use bytes::Bytes;
use earsight_core::Moment;
use half::f16;
use ndarray::{Array2, ArrayView2, CowArray, Ix2, s};
use serde::{Deserialize, Serialize};

use crate::checked_file::{CheckedFile, Checksums};
use crate::{Key, Result, Storage};

#[cfg(not(target_endian = "little"))]
compile_error!("shards are little-endian and are mapped without conversion");

/// The header and the footer of a shard of a dozen columns have about a kilobyte each.
const MOST_HEADER_BYTES: usize = 64 << 10;

/// The name and width of one matrix of a shard.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// `audio`, `visual`, `audio_change`, `audio_concept`, … or `embedding`.
    pub(crate) name: String,
    /// Numbers in a row.
    pub(crate) dim: usize,
    /// How they are stored.
    pub(crate) precision: Precision,
}

/// How numbers are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precision {
    /// 16 bits.
    Half,
    /// 32 bits.
    Single,
}

impl Precision {
    /// Of one number.
    pub(crate) fn n_bytes(self) -> usize {
        match self {
            Precision::Half => 2,
            Precision::Single => 4,
        }
    }
}

/// The numbers of a matrix in the mapped file.
#[derive(Debug, Clone)]
enum Values {
    Half(ScalarBuffer<f16>),
    Single(ScalarBuffer<f32>),
}

/// Size and checksum of a written shard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Rows in it.
    pub n_rows: usize,
    /// Length and checksums of the file.
    #[serde(flatten)]
    pub checksums: Checksums,
}

/// A shard's file and its contents.
pub(crate) struct ShardFile {
    pub(crate) file: CheckedFile,
    pub(crate) shard: Shard,
    /// Whether all clips and seconds are as they were written: they are few bytes, read row by row.
    has_moments: OnceLock<bool>,
}

impl ShardFile {
    /// Opens a shard that must have exactly these matrices; reads its header only.
    ///
    /// # Errors
    /// [`crate::Error::Missing`]; [`crate::Error::Corrupt`] when the file is not as recorded.
    pub(crate) fn open(
        storage: &dyn Storage,
        key: &Key,
        written: &Written,
        columns: &[Column],
    ) -> Result<Self> {
        let file = CheckedFile::open(storage, key, &written.checksums)?;
        let opened = Shard::open(file.bytes().clone(), columns);
        let shard = opened.map_err(|reason| file.corrupt(reason))?;
        if shard.n_rows() == written.n_rows {
            return Ok(ShardFile { file, shard, has_moments: OnceLock::new() });
        }
        let (found, expected) = (shard.n_rows(), written.n_rows);
        Err(file.corrupt(format!("it has {found} rows, {expected} were written")))
    }

    /// The shard, after all of its bytes were compared with their checksums.
    ///
    /// # Errors
    /// [`crate::Error::Corrupt`] when they differ.
    pub(crate) fn verified(&self) -> Result<&Shard> {
        self.file.verify()?;
        Ok(&self.shard)
    }

    /// The shard, after the bytes of some seconds and the numbers in these rows were compared with their checksums.
    ///
    /// # Errors
    /// [`crate::Error::Corrupt`] when they differ.
    pub(crate) fn verified_rows(&self, rows: Range<usize>) -> Result<&Shard> {
        self.verify_header()?;
        self.verify_all(
            [self.shard.seconds_of(&rows)]
                .into_iter()
                .chain(self.shard.matrices.iter().map(|matrix| Shard::numbers_of(matrix, &rows))),
        )?;
        Ok(&self.shard)
    }

    /// The shard, after the clips and seconds of all rows were compared with their checksums.
    ///
    /// # Errors
    /// [`crate::Error::Corrupt`] when they differ.
    pub(crate) fn verified_moments(&self) -> Result<&Shard> {
        if !*self.has_moments.get_or_init(|| self.verify_moments().is_ok()) {
            self.verify_moments()?;
        }
        Ok(&self.shard)
    }

    fn verify_moments(&self) -> Result<()> {
        self.verify_header()?;
        let Shard { clip_ends, clip_text, seconds, .. } = &self.shard;
        self.verify_all([bytes_of(clip_ends), bytes_of(seconds), clip_text.as_slice()].into_iter())
    }

    /// Header and footer, which say where the columns are, and so do not say where they are themselves.
    fn verify_header(&self) -> Result<()> {
        let n_bytes = self.file.bytes().len();
        self.file.verify_range(0..n_bytes.min(MOST_HEADER_BYTES))?;
        self.file.verify_range(n_bytes.saturating_sub(MOST_HEADER_BYTES)..n_bytes)
    }

    /// Parts of the mapped file.
    fn verify_all<'a>(&self, parts: impl Iterator<Item = &'a [u8]>) -> Result<()> {
        let start = self.file.bytes().as_ptr().addr();
        for part in parts.filter(|part| !part.is_empty()) {
            // A part that is no part of the file would be a copy; then all of it is compared.
            match part.as_ptr().addr().checked_sub(start) {
                Some(place) if place + part.len() <= self.file.bytes().len() => {
                    self.file.verify_range(place..place + part.len())?;
                }
                _ => self.file.verify()?,
            }
        }
        Ok(())
    }
}

/// The columns of a shard; its matrices are views of the mapped file.
#[derive(Debug, Clone)]
pub(crate) struct Shard {
    n_rows: usize,
    clip_ends: ScalarBuffer<i32>,
    clip_text: Buffer,
    seconds: ScalarBuffer<u32>,
    matrices: Vec<(usize, Values)>,
}

impl Shard {
    /// Locates the columns in the bytes of a shard that must have exactly these matrices.
    ///
    /// # Errors
    /// What is wrong with the bytes, in words.
    pub(crate) fn open(bytes: Bytes, columns: &[Column]) -> Result<Shard, String> {
        layout::open(Buffer::from(bytes), columns)
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.n_rows
    }

    fn seconds_of(&self, rows: &Range<usize>) -> &[u8] {
        bytes_of(&self.seconds[rows.clone()])
    }

    fn numbers_of<'a>((dim, values): &'a (usize, Values), rows: &Range<usize>) -> &'a [u8] {
        let numbers = rows.start * dim..rows.end * dim;
        match values {
            Values::Half(values) => bytes_of(&values[numbers]),
            Values::Single(values) => bytes_of(&values[numbers]),
        }
    }

    /// One matrix of single precision, without a copy. # Shapes: `[n_rows, dim]`
    ///
    /// # Panics
    /// For a matrix of half precision.
    pub(crate) fn matrix(&self, column: usize) -> ArrayView2<'_, f32> {
        match &self.matrices[column] {
            (dim, Values::Single(values)) => ArrayView2::from_shape((self.n_rows, *dim), values)
                .expect("lengths were checked on opening"),
            (_, Values::Half(_)) => unreachable!("matrices that are mapped have single precision"),
        }
    }

    /// Consecutive rows of one matrix. # Shapes: `[n, dim]`
    pub(crate) fn rows(&self, column: usize, rows: Range<usize>) -> CowArray<'_, f32, Ix2> {
        match &self.matrices[column] {
            (_, Values::Single(_)) => self.matrix(column).slice_move(s![rows, ..]).into(),
            (dim, Values::Half(values)) => {
                let wide = values[rows.start * dim..rows.end * dim].iter().map(|x| x.to_f32());
                Array2::from_shape_vec((rows.len(), *dim), wide.collect())
                    .expect("rows were checked on opening")
                    .into()
            }
        }
    }

    /// All matrices of consecutive rows. # Shapes: each `[n, dim]`
    pub(crate) fn matrices(&self, rows: Range<usize>) -> Vec<CowArray<'_, f32, Ix2>> {
        (0..self.matrices.len()).map(|column| self.rows(column, rows.clone())).collect()
    }

    /// The second of each row.
    pub(crate) fn seconds(&self) -> &[u32] {
        &self.seconds
    }

    /// The clip's name of a row; `None` when its offsets or its text are invalid.
    pub(crate) fn clip(&self, row: usize) -> Option<&str> {
        let start = usize::try_from(*self.clip_ends.get(row)?).ok()?;
        let end = usize::try_from(*self.clip_ends.get(row + 1)?).ok()?;
        std::str::from_utf8(self.clip_text.get(start..end)?).ok()
    }

    /// The clip and second of a row; `None` when they are invalid.
    pub(crate) fn moment(&self, row: usize) -> Option<Moment> {
        let segment = usize::try_from(*self.seconds.get(row)?).ok()?;
        Some(Moment { clip: self.clip(row)?.into(), segment })
    }
}

/// Numbers as the bytes of the file.
fn bytes_of<N: arrow_buffer::ArrowNativeType>(numbers: &[N]) -> &[u8] {
    numbers.to_byte_slice()
}
