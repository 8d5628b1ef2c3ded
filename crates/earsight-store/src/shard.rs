//! A shard: rows of numbers, each with its clip and second, as one Arrow IPC file.
//!
//! pyarrow, polars and DuckDB read it as it is.
//! The columns are `clip` (text), `second` (u32) and one `FixedSizeList<f32>` for each matrix,
//! in one record batch, so that a matrix is one stretch of the mapped file.

mod layout;
mod rows;

pub(crate) use rows::RowBuffer;

use arrow_buffer::{Buffer, ScalarBuffer};
use bytes::Bytes;
use earsight_core::Moment;
use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

#[cfg(not(target_endian = "little"))]
compile_error!("shards are little-endian and are mapped as they lie on disk");

/// One matrix of a shard: its name and how wide its rows are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// `audio`, `visual`, `audio_change`, `visual_change` or `embedding`.
    pub name: String,
    /// Numbers in a row.
    pub dim: usize,
}

/// An opened shard: its matrices are views of the mapped file.
#[derive(Debug, Clone)]
pub(crate) struct Shard {
    n_rows: usize,
    clip_ends: ScalarBuffer<i32>,
    clip_text: Buffer,
    seconds: ScalarBuffer<u32>,
    matrices: Vec<(usize, ScalarBuffer<f32>)>,
}

impl Shard {
    /// Opens a shard that must have exactly these matrices; reads its header only.
    ///
    /// # Errors
    /// What does not fit, in words.
    pub(crate) fn open(bytes: Bytes, columns: &[Column]) -> Result<Shard, String> {
        layout::open(Buffer::from(bytes), columns)
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// One matrix. # Shapes: `[n_rows, dim]`
    pub(crate) fn matrix(&self, column: usize) -> ArrayView2<'_, f32> {
        let (dim, values) = &self.matrices[column];
        ArrayView2::from_shape((self.n_rows, *dim), values)
            .expect("lengths were checked on opening")
    }

    /// The second of each row.
    pub(crate) fn seconds(&self) -> &[u32] {
        &self.seconds
    }

    /// The name of a row's clip; nothing when the file lies about it.
    pub(crate) fn clip(&self, row: usize) -> Option<&str> {
        let start = usize::try_from(*self.clip_ends.get(row)?).ok()?;
        let end = usize::try_from(*self.clip_ends.get(row + 1)?).ok()?;
        std::str::from_utf8(self.clip_text.get(start..end)?).ok()
    }

    /// Which second of which clip a row is; nothing when the file lies about it.
    pub(crate) fn moment(&self, row: usize) -> Option<Moment> {
        let segment = usize::try_from(*self.seconds.get(row)?).ok()?;
        Some(Moment { clip: self.clip(row)?.into(), segment })
    }
}

/// blake3 of a file, in hex.
pub(crate) fn checksum(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
