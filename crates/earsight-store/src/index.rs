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

pub use writer::{Code, IndexWriter};

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
    /// Absent in indices made before there were codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    codes: Option<CodesFile>,
}

/// Codes of a shard's rows; what they mean is up to whoever searches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct CodesFile {
    key: Key,
    n_bytes: u64,
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
    codes: Option<Bytes>,
}

/// Consecutive rows of an index that lie together in memory.
#[derive(Clone, Copy)]
pub struct IndexChunk<'a> {
    /// The index's row that is the chunk's first.
    pub first_row: usize,
    /// The rows. # Shapes: `[n, E]`
    pub rows: ArrayView2<'a, f32>,
    /// What [`IndexWriter::with_coder`] made of them.
    pub codes: Option<&'a [u8]>,
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

    /// Seconds of that modality.
    pub fn n_rows(&self, modality: Modality) -> usize {
        self.shards[modality].last().map_or(0, |last| last.first_row + last.shard.n_rows())
    }

    /// All rows of a modality, in stretches as they lie in memory.
    ///
    /// # Shapes
    /// - each: `[n, E]`
    pub fn chunks(&self, modality: Modality) -> impl Iterator<Item = IndexChunk<'_>> {
        self.shards[modality].iter().map(|open| IndexChunk {
            first_row: open.first_row,
            rows: open.shard.matrix(0),
            codes: open.codes.as_deref(),
        })
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

    /// Compares every shard and its codes with their checksums.
    ///
    /// # Errors
    /// [`Error::Corrupt`] with the first that differs.
    pub fn verify(&self) -> Result<()> {
        let check = |bytes: &Bytes, key: &Key, blake3: &str| {
            if checksum(bytes) == blake3 {
                return Ok(());
            }
            let reason = "its bytes are not those that were written (wrong checksum)".into();
            Err(Error::Corrupt { reason, path: self.storage.locate(key) })
        };
        for modality in Modality::ALL {
            for (open, record) in self.shards[modality].iter().zip(&self.record.shards[modality]) {
                check(&open.bytes, &record.key, &record.blake3)?;
                if let (Some(bytes), Some(codes)) = (&open.codes, &record.codes) {
                    check(bytes, &codes.key, &codes.blake3)?;
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
        let bytes = read_whole(storage, &written.key, written.n_bytes)?;
        let codes = written.codes.as_ref();
        let codes =
            codes.map(|codes| read_whole(storage, &codes.key, codes.n_bytes)).transpose()?;
        let corrupt = |reason| Error::Corrupt { reason, path: storage.locate(&written.key) };
        let shard = Shard::open(bytes.clone(), &columns(record.n_columns)).map_err(corrupt)?;
        if shard.n_rows() != written.n_rows {
            let (found, expected) = (shard.n_rows(), written.n_rows);
            return Err(corrupt(format!("it has {found} rows, {expected} were written")));
        }
        let n_rows = shard.n_rows();
        open.push(OpenShard { first_row, bytes, shard, codes });
        first_row += n_rows;
    }
    Ok(open)
}

/// A file that must be as long as it was written.
fn read_whole(storage: &dyn Storage, key: &Key, n_bytes: u64) -> Result<Bytes> {
    let bytes = storage.read(key)?;
    if bytes.len() as u64 != n_bytes {
        let reason = format!("it has {} bytes, {n_bytes} were written", bytes.len());
        return Err(Error::Corrupt { reason, path: storage.locate(key) });
    }
    Ok(bytes)
}
