//! The one writer of a library.

mod compaction;
mod pending;

use std::collections::BTreeMap;
use std::sync::Arc;

use earsight_core::{
    ClipFeatures, ClipId, Error as FeatureError, FeatureSpace, PerModality, change,
};

use crate::manifest::{
    BackboneRecord, ContentRecord, FORMAT_VERSION, FileRecord, Outcome, RowRange, ShardRecord,
    SkipRecord,
};
use crate::shard::{RowBuffer, checksum};
use crate::storage::Lock;
use crate::{ContentHash, Error, Key, Manifest, Result, Storage};
use pending::Pending;

/// Size at which a shard is closed: large enough to be few, small enough to be held in memory.
pub const SHARD_BYTES: usize = 32 << 20;

/// The one writer of a library: appends rows, then says what they are, then makes both stay.
///
/// Readers see nothing of it until [`LibraryWriter::flush`], and then all of it.
/// A writer that is dropped without a flush leaves the library as it was after the last one.
pub struct LibraryWriter {
    storage: Arc<dyn Storage>,
    _lock: Lock,
    manifest: Manifest,
    /// Rows that are in no shard yet, for each set of modalities.
    buffers: BTreeMap<(bool, bool), (Key, RowBuffer)>,
    /// Contents of which only the first seconds are here.
    pending: BTreeMap<ContentHash, Pending>,
    n_shards: u64,
    n_lost: usize,
    is_changed: bool,
    shard_bytes: usize,
}

impl LibraryWriter {
    /// Opens a library for writing, or begins one.
    ///
    /// What a killed run left is cleaned away.
    /// Contents whose shard is missing or broken are forgotten, so that they are made anew.
    ///
    /// # Errors
    /// [`Error::Locked`] when another process writes;
    /// [`Error::OtherBackbone`] when the library holds rows of other backbones;
    /// as [`crate::Library::open`] when the manifest cannot be read.
    pub fn open(storage: Arc<dyn Storage>, backbones: PerModality<BackboneRecord>) -> Result<Self> {
        let lock = storage.lock(&Key::known("lock"))?;
        storage.sweep()?;
        let found = Manifest::read(&*storage)?;
        let is_changed = found.is_none();
        let mut manifest = found.unwrap_or_else(|| Manifest::empty(backbones.clone()));
        let ours = backbones.map(|backbone| backbone.space);
        require_same(&manifest.spaces(), &ours, &*storage)?;
        if let Some(changes) = &manifest.changes {
            require_same(changes, &change::spaces(), &*storage)?;
        }
        manifest.n_runs += 1;
        let n_lost = forget_broken(&*storage, &mut manifest);
        for key in storage.list(&Key::known("features"))? {
            if !manifest.shards.contains_key(&key) {
                storage.remove(&key)?;
            }
        }
        Ok(LibraryWriter {
            storage,
            _lock: lock,
            manifest,
            buffers: BTreeMap::new(),
            pending: BTreeMap::new(),
            n_shards: 0,
            n_lost,
            is_changed: is_changed || n_lost > 0,
            shard_bytes: SHARD_BYTES,
        })
    }

    /// What the library will hold after the next flush.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Contents that had to be forgotten on opening because their shard was missing or broken.
    pub fn n_lost(&self) -> usize {
        self.n_lost
    }

    /// Keeps what changes within each second too, if the library has no rows yet.
    ///
    /// Every shard of a library has the same columns, so one that was begun without changes goes on without.
    #[must_use]
    pub fn with_changes(mut self) -> Self {
        if self.manifest.shards.is_empty() && self.manifest.changes.is_none() {
            self.manifest.changes = Some(change::spaces());
            self.manifest.version = FORMAT_VERSION;
            self.is_changed = true;
        }
        self
    }

    /// Closes shards at another size than [`SHARD_BYTES`].
    #[must_use]
    pub fn with_shard_bytes(mut self, n_bytes: usize) -> Self {
        self.shard_bytes = n_bytes.clamp(1, 1 << 30);
        self
    }

    /// Appends the next seconds of a content.
    ///
    /// Their changes are kept in a library that has changes, and dropped in one that was begun without.
    ///
    /// # Shapes
    /// - each modality that is there: `[n, D]`, the same `n`; the same modalities in every part
    ///
    /// # Errors
    /// [`Error::Features`] when the rows break a rule of [`earsight_core::FeatureSet`],
    /// or lack the changes that the library has;
    /// [`Error::Io`] when a full shard cannot be written.
    pub fn append(&mut self, content: ContentHash, seconds: &ClipFeatures) -> Result<()> {
        let matrices = pending::checked(&self.manifest, seconds)?;
        let (clip, n_rows) = (&seconds.id, seconds.n_segments());
        let has = seconds.features.as_ref().map(Option::is_some);
        let pending = self.pending.entry(content).or_insert_with(|| Pending::new(has));
        pending.require_same_modalities(clip, has, n_rows)?;
        let kind = (has.audio, has.visual);
        if !self.buffers.contains_key(&kind) {
            let key = next_shard(&self.manifest, &mut self.n_shards)?;
            self.buffers.insert(kind, (key, RowBuffer::new(self.manifest.columns(has))));
        }
        let (shard, buffer) = self.buffers.get_mut(&kind).expect("made just above");
        let range = RowRange { shard: shard.clone(), start: buffer.n_rows(), len: n_rows };
        buffer.push(clip, pending.n_segments, &matrices);
        pending.push(range);
        if buffer.n_bytes() >= self.shard_bytes {
            self.publish_buffer(kind)?;
        }
        Ok(())
    }

    /// Says that all seconds of a content are appended.
    ///
    /// # Errors
    /// [`Error::Missing`] when there are none.
    pub fn finish(
        &mut self,
        content: ContentHash,
        duration_secs: f64,
        decoder: &str,
    ) -> Result<()> {
        let pending = self
            .pending
            .remove(&content)
            .filter(|pending| pending.n_segments > 0)
            .ok_or_else(|| Error::Missing { path: format!("content {content}") })?;
        self.is_changed = true;
        let record = ContentRecord {
            n_segments: pending.n_segments,
            duration_secs,
            has: pending.has,
            decoder: decoder.to_owned(),
            rows: pending.rows,
        };
        self.manifest.contents.insert(content, Outcome::Features(record));
        Ok(())
    }

    /// Says what was appended under the name of a draft: a content can be appended before its hash is known.
    pub fn identify(&mut self, draft: ContentHash, content: ContentHash) {
        if let Some(pending) = self.pending.remove(&draft) {
            self.pending.insert(content, pending);
        }
    }

    /// Forgets the seconds of a content that were appended and not finished.
    pub fn abandon(&mut self, content: ContentHash) {
        self.pending.remove(&content);
    }

    /// Says that a content cannot be turned into rows.
    pub fn skip(&mut self, content: ContentHash, skip: SkipRecord) {
        self.pending.remove(&content);
        self.is_changed = true;
        self.manifest.contents.insert(content, Outcome::Skipped(skip));
    }

    /// Says where the collection is.
    pub fn set_folder(&mut self, folder: &str) {
        if self.manifest.folder != folder {
            folder.clone_into(&mut self.manifest.folder);
            self.is_changed = true;
        }
    }

    /// Says what a file of the collection holds.
    ///
    /// # Panics
    /// When nothing was said of its content; that is a bug of the caller.
    pub fn set_file(&mut self, clip: ClipId, file: FileRecord) {
        assert!(
            self.manifest.contents.contains_key(&file.content),
            "say first what `{clip}` holds"
        );
        if self.manifest.files.get(&clip) != Some(&file) {
            self.manifest.files.insert(clip, file);
            self.is_changed = true;
        }
    }

    /// Takes files out of the collection; their rows stay, should the files come back.
    pub fn retain_files(&mut self, is_there: impl Fn(&ClipId) -> bool) {
        let n_before = self.manifest.files.len();
        self.manifest.files.retain(|clip, _| is_there(clip));
        self.is_changed |= self.manifest.files.len() != n_before;
    }

    /// Forgets contents that no file has; the next [`LibraryWriter::compact`] frees their rows.
    pub fn forget_unused(&mut self) -> usize {
        let n_forgotten = self.manifest.forget_unused();
        self.is_changed |= n_forgotten > 0;
        n_forgotten
    }

    /// Makes everything said so far stay, and seen by readers who open the library from now on.
    ///
    /// # Errors
    /// [`Error::Io`]; readers then still see the state of the last flush.
    pub fn flush(&mut self) -> Result<()> {
        if !self.is_changed {
            return Ok(());
        }
        let kinds: Vec<_> = self.buffers.keys().copied().collect();
        for kind in kinds {
            self.publish_buffer(kind)?;
        }
        self.publish_manifest()
    }

    /// Shards that are small enough to be merged with others.
    pub fn n_small_shards(&self) -> usize {
        let small = (self.shard_bytes / 2) as u64;
        self.manifest.shards.values().filter(|shard| shard.n_bytes < small).count()
    }

    fn publish_manifest(&mut self) -> Result<()> {
        // A shard that could not be written is not in the manifest: then nothing may claim its rows.
        self.manifest.check().map_err(|reason| Error::Corrupt {
            reason,
            path: self.storage.locate(&Manifest::key()),
        })?;
        self.manifest.publish(&*self.storage)?;
        self.is_changed = false;
        Ok(())
    }

    fn publish_buffer(&mut self, kind: (bool, bool)) -> Result<()> {
        match self.buffers.remove(&kind) {
            Some((key, rows)) => self.publish_shard(key, kind, rows),
            None => Ok(()),
        }
    }

    fn publish_shard(&mut self, key: Key, kind: (bool, bool), rows: RowBuffer) -> Result<()> {
        let n_rows = rows.n_rows();
        let bytes = rows.encode().map_err(|source| Error::Io {
            doing: "encode",
            source,
            path: self.storage.locate(&key),
        })?;
        self.storage.publish(&key, &bytes)?;
        let record = ShardRecord {
            n_bytes: bytes.len() as u64,
            n_rows,
            blake3: checksum(&bytes),
            has: PerModality { audio: kind.0, visual: kind.1 },
        };
        self.manifest.shards.insert(key, record);
        Ok(())
    }
}

/// Refuses rows of other spaces than the library's.
fn require_same(
    expected: &PerModality<FeatureSpace>,
    found: &PerModality<FeatureSpace>,
    storage: &dyn Storage,
) -> Result<()> {
    match expected.require(found) {
        Err(FeatureError::FeatureSpace { modality, expected, found }) => {
            Err(Error::OtherBackbone { modality, expected, found, path: storage.location() })
        }
        other => Ok(other?),
    }
}

/// `features/<fingerprint of both backbones>/<run>-<n>.arrow`, which no earlier run can have used.
fn next_shard(manifest: &Manifest, n_shards: &mut u64) -> Result<Key> {
    let mut hasher = blake3::Hasher::new();
    for (_, space) in manifest.spaces().iter() {
        hasher.update(space.fingerprint.as_bytes()).update(b"\n");
    }
    let fingerprint = hasher.finalize().to_hex();
    let number = *n_shards;
    *n_shards += 1;
    Key::new(format!("features/{}/{}-{number}.arrow", &fingerprint[..16], manifest.n_runs))
}

/// Takes shards out of the manifest that are not there or not what they were, with all that lay in them.
fn forget_broken(storage: &dyn Storage, manifest: &mut Manifest) -> usize {
    let is_whole = |key: &Key, record: &ShardRecord| {
        storage.read(key).is_ok_and(|bytes| {
            bytes.len() as u64 == record.n_bytes
                && crate::shard::Shard::open(bytes, &manifest.columns(record.has))
                    .is_ok_and(|shard| shard.n_rows() == record.n_rows)
        })
    };
    let broken: Vec<Key> = manifest
        .shards
        .iter()
        .filter(|(key, record)| !is_whole(key, record))
        .map(|(key, _)| key.clone())
        .collect();
    if broken.is_empty() {
        return 0;
    }
    manifest.shards.retain(|key, _| !broken.contains(key));
    let lost: Vec<ContentHash> = manifest
        .contents
        .iter()
        .filter(|(_, outcome)| match outcome {
            Outcome::Features(content) => {
                content.rows.iter().any(|range| broken.contains(&range.shard))
            }
            Outcome::Skipped(_) => false,
        })
        .map(|(hash, _)| *hash)
        .collect();
    manifest.contents.retain(|hash, _| !lost.contains(hash));
    manifest.files.retain(|_, file| !lost.contains(&file.content));
    lost.len()
}
