//! Embedded rows of every second, which search compares without a model.

mod writer;

use std::sync::Arc;

use earsight_core::{Distance, Modality, Moment, PerModality};
use ndarray::{ArrayView1, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use crate::checked_file::{CheckedFile, Checksums};
use crate::format::read_json;
use crate::shard::{Column, Precision, ShardFile, Written};
use crate::storage::retry_missing;
use crate::{Error, Key, Result, Storage, sealed};

pub use writer::{Code, IndexWriter};

/// The contents of an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndexRecord {
    /// The fitted model that embedded the rows.
    pub model: String,
    /// Digest of its checkpoint.
    pub model_fingerprint: String,
    /// [`crate::Manifest::digest`] of the library when the rows were embedded.
    pub library: String,
    /// How rows are compared.
    pub distance: Distance,
    /// Numbers in a row.
    pub n_columns: usize,
    /// How often an index of this name was built; part of the names of its shards.
    n_builds: u64,
    shards: PerModality<Vec<IndexShard>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct IndexShard {
    key: Key,
    #[serde(flatten)]
    written: Written,
    /// Absent in indices made before there were codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    codes: Option<CodesFile>,
}

/// Codes of a shard's rows; their meaning is defined by the search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct CodesFile {
    key: Key,
    #[serde(flatten)]
    checksums: Checksums,
}

/// An opened index: rows are views of mapped files.
pub struct Index {
    record: IndexRecord,
    shards: PerModality<Vec<OpenShard>>,
}

struct OpenShard {
    first_row: usize,
    rows: ShardFile,
    codes: Option<CheckedFile>,
}

impl OpenShard {
    fn chunk(&self) -> Result<IndexChunk<'_>> {
        self.codes.iter().try_for_each(CheckedFile::verify)?;
        let (first_row, rows) = (self.first_row, self.rows.shard.matrix(0));
        let codes = self.codes.as_ref().map(|codes| &codes.bytes()[..]);
        Ok(IndexChunk { first_row, rows, codes })
    }
}

/// Consecutive rows of an index that are contiguous in memory.
#[derive(Clone, Copy)]
pub struct IndexChunk<'a> {
    /// The number of the chunk's first row in the index.
    pub first_row: usize,
    /// The rows. # Shapes: `[n, E]`
    pub rows: ArrayView2<'a, f32>,
    /// Their codes, made by [`IndexWriter::with_coder`].
    pub codes: Option<&'a [u8]>,
}

impl Index {
    /// Opens an index; reads only its headers.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none of that name,
    /// [`Error::Corrupt`] with the broken file.
    pub fn open(storage: Arc<dyn Storage>, name: &str) -> Result<Self> {
        retry_missing(|| {
            // Without a record there is no such index; only its shards can be missing because it was just replaced.
            let record = match read_record(&*storage, name) {
                Ok(record) => record,
                Err(error) => return Ok(Err(error)),
            };
            let shards =
                PerModality::try_from_fn(|modality| open_shards(&*storage, &record, modality))?;
            Ok(Ok(Index { record, shards }))
        })?
    }

    /// The contents of the index.
    pub fn record(&self) -> &IndexRecord {
        &self.record
    }

    /// How rows are compared.
    pub fn distance(&self) -> &Distance {
        &self.record.distance
    }

    /// Seconds of that modality.
    pub fn n_rows(&self, modality: Modality) -> usize {
        self.shards[modality].last().map_or(0, |last| last.first_row + last.rows.shard.n_rows())
    }

    /// All rows of a modality, one chunk for each shard; their codes are compared with their checksums.
    ///
    /// The rows are not: a reader passes those that it has read to [`Index::verify_rows`].
    ///
    /// # Shapes
    /// - each: `[n, E]`
    ///
    /// # Errors
    /// [`Error::Corrupt`] for codes that differ.
    pub fn chunks(&self, modality: Modality) -> Result<Vec<IndexChunk<'_>>> {
        self.shards[modality].iter().map(OpenShard::chunk).collect()
    }

    /// Compares rows with their checksums, and with them the header of each shard.
    ///
    /// # Errors
    /// [`Error::Corrupt`] for the first that differs.
    pub fn verify_rows(&self, modality: Modality, rows: &[usize]) -> Result<()> {
        for &row in rows {
            let Some(open) = self.shard_of(modality, row) else { continue };
            let row = row - open.first_row;
            open.rows.verified_rows(row..row + 1)?;
        }
        Ok(())
    }

    /// Fails if anything that was read so far differs from its checksum.
    ///
    /// [`Index::row`] and [`Index::moment`] return `None` for such a row, so that what is made of them is no answer
    /// before this has passed.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    pub fn check(&self) -> Result<()> {
        self.shards.iter().flat_map(|(_, shards)| shards).try_for_each(|open| {
            open.rows.file.check()?;
            open.codes.iter().try_for_each(CheckedFile::check)
        })
    }

    /// One row; `None` when there is no such row, or it is broken. # Shapes: `[E]`
    pub fn row(&self, modality: Modality, row: usize) -> Option<ArrayView1<'_, f32>> {
        let open = self.shard_of(modality, row)?;
        let row = row - open.first_row;
        let shard = open.rows.verified_rows(row..row + 1).ok()?;
        Some(shard.matrix(0).index_axis_move(Axis(0), row))
    }

    /// The clip and second of a row; `None` when there is no such row, or it is broken.
    pub fn moment(&self, modality: Modality, row: usize) -> Option<Moment> {
        let open = self.shard_of(modality, row)?;
        let row = row - open.first_row;
        open.rows.verified_moments().ok()?.moment(row)
    }

    /// Compares every shard and its codes with their checksums.
    ///
    /// # Errors
    /// [`Error::Corrupt`] with the first that differs.
    pub fn verify(&self) -> Result<()> {
        self.shards.iter().flat_map(|(_, shards)| shards).try_for_each(|open| {
            open.rows.file.verify()?;
            open.codes.iter().try_for_each(CheckedFile::verify)
        })
    }

    fn shard_of(&self, modality: Modality, row: usize) -> Option<&OpenShard> {
        let shards = &self.shards[modality];
        let open =
            shards.get(shards.partition_point(|open| open.first_row <= row).checked_sub(1)?)?;
        (row - open.first_row < open.rows.shard.n_rows()).then_some(open)
    }
}

fn folder(name: &str) -> Result<Key> {
    Key::known("index").file(name)
}

fn columns(n_columns: usize) -> Vec<Column> {
    vec![Column { name: "embedding".into(), dim: n_columns, precision: Precision::Single }]
}

fn read_record(storage: &dyn Storage, name: &str) -> Result<IndexRecord> {
    let key = folder(name)?.join("index.json")?;
    let record: IndexRecord = read_json(&sealed::read(storage, &key)?, || storage.locate(&key))?;
    if record.distance.n_columns() > record.n_columns || record.n_columns > 1 << 20 {
        let reason = format!(
            "its distance looks at {} columns of rows of {}",
            record.distance.n_columns(),
            record.n_columns
        );
        return Err(Error::Corrupt { reason, path: storage.locate(&key) });
    }
    Ok(record)
}

fn open_shards(
    storage: &dyn Storage,
    record: &IndexRecord,
    modality: Modality,
) -> Result<Vec<OpenShard>> {
    let columns = columns(record.n_columns);
    let mut first_row = 0;
    let mut open = Vec::new();
    for IndexShard { key, written, codes } in &record.shards[modality] {
        let codes =
            codes.as_ref().map(|codes| CheckedFile::open(storage, &codes.key, &codes.checksums));
        let (rows, codes) = (ShardFile::open(storage, key, written, &columns)?, codes.transpose()?);
        open.push(OpenShard { first_row, rows, codes });
        first_row += written.n_rows;
    }
    Ok(open)
}
