//! Features on disk: immutable Arrow shards and one manifest.
//!
//! A *library* is a folder:
//!
//! ```text
//! manifest.json                       the contents; replaced as a whole
//! features/<fingerprint>/<run>-<n>.arrow   one row of features for each second; never changed
//! models/<name>                       fitted models
//! index/<name>/                       embedded rows of every second, for search
//! lock                                held by the only writer
//! ```
//!
//! [`LibraryWriter`] is the only writer, [`Library`] a reader's view, which no later write changes.
//! Both access files through [`Storage`].
//!
//! A corrupt file is an error that names it, never a panic, and opening it allocates no more than its size.
//! That is why shards are written by `arrow-ipc` but not read by it: its `FileDecoder` (60.1.0) panicked on 3 % of
//! 200,000 mutated shards, and its `FileReader` allocated petabytes.

mod checked_file;
mod content_hash;
mod error;
mod format;
mod index;
mod library;
mod manifest;
mod mapped;
mod models;
mod sealed;
mod shard;
mod storage;
mod writer;

pub use checked_file::Checksums;
pub use content_hash::ContentHash;
pub use error::{Error, Result};
pub use format::FORMAT;
pub use index::{Code, Index, IndexChunk, IndexRecord, IndexWriter};
pub use library::Library;
pub use manifest::{
    BackboneRecord, ConceptRecord, ContentRecord, FileRecord, Manifest, Outcome, RowRange,
    ShardRecord, SkipRecord,
};
pub use models::Models;
pub use shard::Written;
pub use storage::{FolderStorage, Key, Lock, Storage};
pub use writer::{ConceptRows, LibraryWriter, SHARD_BYTES, StoredSeconds};
