//! Rows collected in memory for a new shard.

use std::io;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, FixedSizeListArray, Float16Array, Float32Array, RecordBatch, StringArray, UInt32Array,
};
use arrow_buffer::{Buffer, OffsetBuffer, ScalarBuffer};
use arrow_ipc::writer::FileWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use earsight_core::ClipId;
use half::f16;
use ndarray::ArrayView2;

use super::{Column, Precision, Written};
use crate::checked_file::Checksums;
use crate::{Error, Key, Result, Storage};

/// Rows that will become one shard.
#[derive(Debug, Clone)]
pub(crate) struct RowBuffer {
    columns: Vec<Column>,
    clip_ends: Vec<i32>,
    clip_text: Vec<u8>,
    seconds: Vec<u32>,
    values: Vec<Vec<f32>>,
}

impl RowBuffer {
    pub(crate) fn new(columns: Vec<Column>) -> Self {
        let values = vec![Vec::new(); columns.len()];
        RowBuffer {
            columns,
            clip_ends: vec![0],
            clip_text: Vec::new(),
            seconds: Vec::new(),
            values,
        }
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.seconds.len()
    }

    /// Length of the shard without its header.
    pub(crate) fn n_bytes(&self) -> usize {
        let sizes = self.values.iter().zip(&self.columns);
        let n_values: usize =
            sizes.map(|(values, column)| column.precision.n_bytes() * values.len()).sum();
        n_values + self.clip_text.len() + 8 * self.n_rows()
    }

    /// One matrix. # Shapes: `[n_rows, dim]`
    pub(crate) fn matrix(&self, column: usize) -> ArrayView2<'_, f32> {
        let shape = (self.n_rows(), self.columns[column].dim);
        ArrayView2::from_shape(shape, &self.values[column]).expect("rows are appended whole")
    }

    /// Appends consecutive seconds of a clip.
    ///
    /// # Shapes
    /// - `matrices`: `[n, dim]` for each column, the same `n`
    pub(crate) fn push(
        &mut self,
        clip: &ClipId,
        first_segment: usize,
        matrices: &[ArrayView2<'_, f32>],
    ) {
        assert_eq!(matrices.len(), self.columns.len(), "one matrix for each column");
        let n_rows = matrices.first().map_or(0, ArrayView2::nrows);
        for ((matrix, column), values) in matrices.iter().zip(&self.columns).zip(&mut self.values) {
            assert_eq!(matrix.dim(), (n_rows, column.dim), "matrices were checked before");
            values.extend(matrix.iter());
        }
        for segment in first_segment..first_segment + n_rows {
            self.clip_text.extend_from_slice(clip.as_str().as_bytes());
            let end =
                i32::try_from(self.clip_text.len()).expect("a shard is flushed long before 2 GiB");
            self.clip_ends.push(end);
            self.seconds.push(u32::try_from(segment).expect("a clip is shorter than 136 years"));
        }
    }

    /// Writes the rows as a shard.
    ///
    /// # Errors
    /// [`Error::Io`] when they cannot be encoded or written.
    pub(crate) fn publish(self, storage: &dyn Storage, key: &Key) -> Result<Written> {
        let n_rows = self.n_rows();
        let bytes = self.encode().map_err(|error| Error::Io {
            doing: "encode",
            source: io::Error::other(error),
            path: storage.locate(key),
        })?;
        storage.publish(key, &bytes)?;
        Ok(Written { n_rows, checksums: Checksums::of(&bytes) })
    }

    /// The rows as an Arrow IPC file.
    pub(super) fn encode(self) -> Result<Vec<u8>, ArrowError> {
        let n_bytes = self.n_bytes();
        let clips = StringArray::try_new(
            OffsetBuffer::new(ScalarBuffer::from(self.clip_ends)),
            Buffer::from_vec(self.clip_text),
            None,
        )?;
        let mut fields = vec![
            Field::new("clip", DataType::Utf8, false),
            Field::new("second", DataType::UInt32, false),
        ];
        let mut arrays: Vec<ArrayRef> =
            vec![Arc::new(clips), Arc::new(UInt32Array::from(self.seconds))];
        for (column, values) in self.columns.iter().zip(self.values) {
            let (kind, values): (_, ArrayRef) = match column.precision {
                Precision::Single => (DataType::Float32, Arc::new(Float32Array::from(values))),
                Precision::Half => {
                    let halves: Vec<f16> = values.into_iter().map(f16::from_f32).collect();
                    (DataType::Float16, Arc::new(Float16Array::from(halves)))
                }
            };
            let item = Arc::new(Field::new("item", kind, false));
            let dim = i32::try_from(column.dim)
                .map_err(|_| ArrowError::InvalidArgumentError(format!("{} columns", column.dim)))?;
            fields.push(Field::new(
                &column.name,
                DataType::FixedSizeList(Arc::clone(&item), dim),
                true,
            ));
            arrays.push(Arc::new(FixedSizeListArray::try_new(item, dim, values, None)?));
        }
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays)?;
        let mut writer = FileWriter::try_new(Vec::with_capacity(n_bytes + (1 << 16)), &schema)?;
        writer.write(&batch)?;
        writer.into_inner()
    }
}
