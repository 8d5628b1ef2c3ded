//! Features on disk: immutable Arrow shards and one manifest.
//!
//! A *library* is a folder:
//!
//! ```text
//! manifest.json                       what is here; replaced whole
//! features/<fingerprint>/<run>-<n>.arrow   rows of numbers, one for each second; never changed
//! models/<name>                       fitted models
//! index/<name>/                       embedded rows of every second, for search
//! lock                                held by the one writer
//! ```
//!
//! [`LibraryWriter`] is the one writer, [`Library`] a reader's view, which no later write changes.
//! Where the bytes live is behind [`Storage`].

mod content_hash;
mod error;
mod index;
mod library;
mod manifest;
mod mapped;
mod models;
mod shard;
mod storage;
mod writer;

pub use content_hash::ContentHash;
pub use error::{Error, Result};
pub use index::{Code, Index, IndexChunk, IndexRecord, IndexWriter};
pub use library::Library;
pub use manifest::{
    BackboneRecord, ContentRecord, FORMAT_VERSION, FileRecord, Manifest, Outcome, RowRange,
    ShardRecord, SkipRecord,
};
pub use models::Models;
pub use shard::Column;
pub use storage::{FolderStorage, Key, Lock, MemoryStorage, Storage};
pub use writer::{LibraryWriter, SHARD_BYTES};
