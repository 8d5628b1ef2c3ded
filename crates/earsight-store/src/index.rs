//! Embedded rows of every second: what search looks at. No model needed.

mod writer;

use std::sync::Arc;

use bytes::Bytes;
use earsight_core::{Distance, Modality, Moment, PerModality};
use ndarray::{ArrayView1, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use crate::manifest::read_json;
use crate::shard::{Column, Shard, checksum};
use crate::{Error, Key, Result, Storage};

pub use writer::IndexWriter;

/// The version of an index that this program writes.
const INDEX_VERSION: u32 = 1;

/// What an index is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndexRecord {
    /// Version of the format.
    pub version: u32,
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
    /// How often an index of this name was built; names its shards.
    n_builds: u64,
    shards: PerModality<Vec<IndexShard>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct IndexShard {
    key: Key,
    n_bytes: u64,
    n_rows: usize,
    blake3: String,
}

/// An opened index: rows are views of mapped files.
pub struct Index {
    record: IndexRecord,
    shards: PerModality<Vec<OpenShard>>,
    storage: Arc<dyn Storage>,
}

struct OpenShard {
    first_row: usize,
    bytes: Bytes,
    shard: Shard,
}

/// Consecutive rows of an index that lie together in memory.
#[derive(Clone, Copy)]
pub struct IndexChunk<'a> {
    /// The index's row that is the chunk's first.
    pub first_row: usize,
    /// The rows. # Shapes: `[n, E]`
    pub rows: ArrayView2<'a, f32>,
}

impl Index {
    /// Opens an index; reads only its headers.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none of that name, [`Error::NewerVersion`],
    /// [`Error::Corrupt`] with the broken file.
    pub fn open(storage: Arc<dyn Storage>, name: &str) -> Result<Self> {
        // Building anew removes the old shards last: whoever was between the two looks again.
        let mut attempt = 1;
        loop {
            let record = read_record(&*storage, name)?;
            match PerModality::try_from_fn(|modality| open_shards(&*storage, &record, modality)) {
                Ok(shards) => return Ok(Index { record, shards, storage }),
                Err(Error::Missing { .. }) if attempt < 8 => attempt += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// What it is made of.
    pub fn record(&self) -> &IndexRecord {
        &self.record
    }

    /// How rows are compared.
    pub fn distance(&self) -> &Distance {
        &self.record.distance
    }

    /// Seconds of that sense.
    pub fn n_rows(&self, modality: Modality) -> usize {
        self.shards[modality].last().map_or(0, |last| last.first_row + last.shard.n_rows())
    }

    /// All rows of a sense, in stretches as they lie in memory.
    ///
    /// # Shapes
    /// - each: `[n, E]`
    pub fn chunks(&self, modality: Modality) -> impl Iterator<Item = IndexChunk<'_>> {
        self.shards[modality]
            .iter()
            .map(|open| IndexChunk { first_row: open.first_row, rows: open.shard.matrix(0) })
    }

    /// One row. # Shapes: `[E]`
    pub fn row(&self, modality: Modality, row: usize) -> Option<ArrayView1<'_, f32>> {
        let open = self.shard_of(modality, row)?;
        Some(open.shard.matrix(0).index_axis_move(Axis(0), row - open.first_row))
    }

    /// Which second of which clip a row is; nothing when there is no such row.
    pub fn moment(&self, modality: Modality, row: usize) -> Option<Moment> {
        let open = self.shard_of(modality, row)?;
        open.shard.moment(row - open.first_row)
    }

    /// Compares every shard with its checksum.
    ///
    /// # Errors
    /// [`Error::Corrupt`] with the first that differs.
    pub fn verify(&self) -> Result<()> {
        for modality in Modality::ALL {
            for (open, record) in self.shards[modality].iter().zip(&self.record.shards[modality]) {
                if checksum(&open.bytes) != record.blake3 {
                    let reason =
                        "its bytes are not those that were written (wrong checksum)".into();
                    return Err(Error::Corrupt { reason, path: self.storage.locate(&record.key) });
                }
            }
        }
        Ok(())
    }

    fn shard_of(&self, modality: Modality, row: usize) -> Option<&OpenShard> {
        let shards = &self.shards[modality];
        let open =
            shards.get(shards.partition_point(|open| open.first_row <= row).checked_sub(1)?)?;
        (row - open.first_row < open.shard.n_rows()).then_some(open)
    }
}

fn folder(name: &str) -> Result<Key> {
    if name.contains('/') {
        return Err(Error::Name { typed: name.to_owned() });
    }
    Key::known("index").join(name)
}

fn columns(n_columns: usize) -> Vec<Column> {
    vec![Column { name: "embedding".into(), dim: n_columns }]
}

fn read_record(storage: &dyn Storage, name: &str) -> Result<IndexRecord> {
    let key = folder(name)?.join("index.json")?;
    let record: IndexRecord =
        read_json(&storage.read(&key)?, INDEX_VERSION, || storage.locate(&key))?;
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
    let mut first_row = 0;
    let mut open = Vec::new();
    for written in &record.shards[modality] {
        let bytes = storage.read(&written.key)?;
        let corrupt = |reason| Error::Corrupt { reason, path: storage.locate(&written.key) };
        if bytes.len() as u64 != written.n_bytes {
            let (found, expected) = (bytes.len(), written.n_bytes);
            return Err(corrupt(format!("it has {found} bytes, {expected} were written")));
        }
        let shard = Shard::open(bytes.clone(), &columns(record.n_columns)).map_err(corrupt)?;
        if shard.n_rows() != written.n_rows {
            let (found, expected) = (shard.n_rows(), written.n_rows);
            return Err(corrupt(format!("it has {found} rows, {expected} were written")));
        }
        let n_rows = shard.n_rows();
        open.push(OpenShard { first_row, bytes, shard });
        first_row += n_rows;
    }
    Ok(open)
}
