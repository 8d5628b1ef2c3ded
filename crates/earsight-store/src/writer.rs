//! The only writer of a library.

mod compaction;
mod concepts;

use std::collections::BTreeMap;
use std::sync::Arc;

use earsight_core::{
    ClipFeatures, ClipId, Error as FeatureError, FeatureSpace, PerModality, SideRows, change,
};
use ndarray::ArrayView2;

use crate::manifest::{
    BackboneRecord, ContentRecord, FileRecord, Outcome, RowRange, ShardRecord, SkipRecord,
};
use crate::shard::RowBuffer;
use crate::storage::Lock;
use crate::{ContentHash, Error, Key, Manifest, Result, Storage};

pub use concepts::{ConceptRows, StoredSeconds};

/// Size at which a shard is written: large enough for few shards, small enough for memory.
pub const SHARD_BYTES: usize = 32 << 20;

/// The only writer of a library: appends rows and records what they belong to.
///
/// [`LibraryWriter::flush`] writes both; readers see nothing before, and then all of it.
/// A writer that is dropped without a flush leaves the library as it was after the last one.
pub struct LibraryWriter {
    storage: Arc<dyn Storage>,
    _lock: Lock,
    manifest: Manifest,
    /// Rows that are in no shard yet, for each set of modalities.
    buffers: BTreeMap<PerModality<bool>, (Key, RowBuffer)>,
    /// Clips of which more seconds will be appended.
    pending: BTreeMap<ClipId, ContentRecord>,
    n_shards: u64,
    n_lost: usize,
    is_changed: bool,
    shard_bytes: usize,
}

impl LibraryWriter {
    /// Opens a library for writing, or creates one.
    ///
    /// Removes files that a killed run left.
    /// Removes contents whose shard is missing or broken, so that they are extracted again.
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
        let n_lost = remove_broken(&*storage, &mut manifest);
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

    /// The contents of the library after the next flush.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The format of the library as it is on disk.
    ///
    /// The next flush that writes anything writes [`crate::FORMAT`].
    pub fn format(&self) -> u32 {
        self.manifest.format
    }

    /// Has the next flush write [`crate::FORMAT`], also when nothing else has changed.
    pub fn renew_format(&mut self) {
        self.is_changed |= self.manifest.format != crate::FORMAT;
    }

    /// Contents that were removed on opening because their shard was missing or broken.
    pub fn n_lost(&self) -> usize {
        self.n_lost
    }

    /// Stores changes within each second too, if the library has no rows yet.
    ///
    /// Every shard of a library has the same columns, so one that was created without changes stays without.
    #[must_use]
    pub fn with_changes(mut self) -> Self {
        if self.manifest.shards.is_empty() && self.manifest.changes.is_none() {
            self.manifest.changes = Some(change::spaces());
            self.is_changed = true;
        }
        self
    }

    /// Writes shards at another size than [`SHARD_BYTES`].
    #[must_use]
    pub fn with_shard_bytes(mut self, n_bytes: usize) -> Self {
        self.shard_bytes = n_bytes.clamp(1, 1 << 30);
        self
    }

    /// Appends the next seconds of a clip.
    ///
    /// Their changes are stored in a library that has changes, and dropped in one that was created without.
    ///
    /// # Shapes
    /// - each modality that is there: `[n, D]`, the same `n`; the same modalities in every part
    ///
    /// # Errors
    /// [`Error::Features`] when the rows break a rule of [`earsight_core::FeatureSet`],
    /// or lack the changes or concepts that the library has;
    /// [`Error::Io`] when a full shard cannot be written.
    pub fn append(&mut self, seconds: &ClipFeatures) -> Result<()> {
        let matrices = self.checked(seconds)?;
        let (clip, n_rows) = (&seconds.id, seconds.n_segments());
        let has = seconds.features.as_ref().map(Option::is_some);
        let before = self.pending.get(clip);
        let first_segment = before.map_or(0, |record| record.n_segments);
        if before.is_some_and(|record| record.has != has) {
            let n_segments = |is_there| first_segment + if is_there { n_rows } else { 0 };
            let (audio, visual) = (n_segments(has.audio), n_segments(has.visual));
            return Err(FeatureError::SegmentCount { clip: clip.clone(), audio, visual }.into());
        }
        let range = self.push(has, clip, first_segment, &matrices)?;
        self.pending
            .entry(clip.clone())
            .or_insert_with(|| ContentRecord { has, ..ContentRecord::default() })
            .push(range);
        self.publish_if_full(has)
    }

    /// Records that all seconds of a clip are appended, and the content that they belong to.
    ///
    /// # Errors
    /// [`Error::Missing`] when there are none.
    pub fn finish(
        &mut self,
        clip: &ClipId,
        content: ContentHash,
        duration_secs: f64,
        decoder: &str,
    ) -> Result<()> {
        let record = self
            .pending
            .remove(clip)
            .filter(|record| record.n_segments > 0)
            .ok_or_else(|| Error::Missing { path: format!("content {content}") })?;
        self.is_changed = true;
        let record = ContentRecord { duration_secs, decoder: decoder.to_owned(), ..record };
        self.manifest.contents.insert(content, Outcome::Features(record));
        Ok(())
    }

    /// Drops the seconds of a clip that were appended and not finished.
    pub fn abandon(&mut self, clip: &ClipId) {
        self.pending.remove(clip);
    }

    /// Records that a content cannot be decoded.
    pub fn skip(&mut self, content: ContentHash, skip: SkipRecord) {
        self.is_changed = true;
        self.manifest.contents.insert(content, Outcome::Skipped(skip));
    }

    /// Records the folder of the collection.
    pub fn set_folder(&mut self, folder: &str) {
        if self.manifest.folder != folder {
            folder.clone_into(&mut self.manifest.folder);
            self.is_changed = true;
        }
    }

    /// Records a file of the collection.
    ///
    /// # Panics
    /// When its content was neither finished nor skipped; that is a bug of the caller.
    pub fn set_file(&mut self, clip: ClipId, file: FileRecord) {
        assert!(
            self.manifest.contents.contains_key(&file.content),
            "the content of `{clip}` is unknown"
        );
        if self.manifest.files.get(&clip) != Some(&file) {
            self.manifest.files.insert(clip, file);
            self.is_changed = true;
        }
    }

    /// Removes all other files from the collection; their rows stay, in case the files come back.
    pub fn retain_files(&mut self, is_there: impl Fn(&ClipId) -> bool) {
        let n_before = self.manifest.files.len();
        self.manifest.files.retain(|clip, _| is_there(clip));
        self.is_changed |= self.manifest.files.len() != n_before;
    }

    /// Writes all finished contents and files to the storage, for readers that open the library from now on.
    ///
    /// # Errors
    /// [`Error::Io`]; readers then still see the state of the last flush.
    pub fn flush(&mut self) -> Result<()> {
        if !self.is_changed {
            return Ok(());
        }
        self.publish_buffers()?;
        self.publish_manifest()
    }

    /// Number of shards that are small enough to be merged with others.
    pub fn n_small_shards(&self) -> usize {
        self.manifest.shards.values().filter(|shard| self.is_small(shard)).count()
    }

    fn is_small(&self, shard: &ShardRecord) -> bool {
        shard.written.checksums.n_bytes < (self.shard_bytes / 2) as u64
    }

    /// Checks seconds against the library's backbones; returns the matrices of a shard's columns.
    fn checked<'a>(&self, seconds: &'a ClipFeatures) -> Result<Vec<ArrayView2<'a, f32>>> {
        seconds.check(&self.manifest.spaces())?;
        let mut matrices: Vec<_> =
            seconds.features.iter().filter_map(|(_, rows)| rows.as_ref()).collect();
        let concepts = self.manifest.concepts.as_ref();
        let concepts = concepts.map(|of| of.as_ref().map(|concepts| concepts.space.dim));
        let changes = self.manifest.changes.as_ref();
        let changes = changes.map(|of| of.as_ref().map(|space| space.dim));
        let sides = [
            (SideRows::Changes, changes, &seconds.changes),
            (SideRows::Concepts, concepts, &seconds.concepts),
        ];
        for (what, dims, rows) in sides {
            let dims = dims.iter().flat_map(PerModality::iter);
            for (modality, &dim) in dims.filter(|(of, _)| seconds.features[*of].is_some()) {
                let expected = [seconds.n_segments(), dim];
                let found =
                    rows[modality].as_ref().map_or([0, 0], |rows| [rows.nrows(), rows.ncols()]);
                match &rows[modality] {
                    Some(rows) if found == expected => matrices.push(rows),
                    _ => {
                        let clip = seconds.id.clone();
                        return Err(FeatureError::RowsShape {
                            clip,
                            modality,
                            what,
                            expected,
                            found,
                        }
                        .into());
                    }
                }
            }
        }
        Ok(matrices.into_iter().map(|matrix| matrix.view()).collect())
    }

    /// Appends rows to the buffer of their modalities; returns where they will be.
    fn push(
        &mut self,
        has: PerModality<bool>,
        clip: &ClipId,
        first_segment: usize,
        matrices: &[ArrayView2<'_, f32>],
    ) -> Result<RowRange> {
        if !self.buffers.contains_key(&has) {
            let buffer = RowBuffer::new(self.manifest.columns(has));
            self.buffers.insert(has, (next_shard(&self.manifest, self.n_shards)?, buffer));
            self.n_shards += 1;
        }
        let (shard, buffer) = self.buffers.get_mut(&has).expect("inserted above");
        let start = buffer.n_rows();
        buffer.push(clip, first_segment, matrices);
        Ok(RowRange { shard: shard.clone(), start, len: buffer.n_rows() - start })
    }

    fn publish_if_full(&mut self, has: PerModality<bool>) -> Result<()> {
        match self.buffers.get(&has) {
            Some((_, rows)) if rows.n_bytes() >= self.shard_bytes => self.publish_buffer(has),
            _ => Ok(()),
        }
    }

    fn publish_buffers(&mut self) -> Result<()> {
        let kinds: Vec<_> = self.buffers.keys().copied().collect();
        kinds.into_iter().try_for_each(|has| self.publish_buffer(has))
    }

    fn publish_buffer(&mut self, has: PerModality<bool>) -> Result<()> {
        if let Some((key, rows)) = self.buffers.remove(&has) {
            let written = rows.publish(&*self.storage, &key)?;
            self.manifest.shards.insert(key, ShardRecord { written, has });
        }
        Ok(())
    }

    fn publish_manifest(&mut self) -> Result<()> {
        // A shard that could not be written is not in the manifest, so no content may have rows in it.
        self.manifest.check().map_err(|reason| Error::Corrupt {
            reason,
            path: self.storage.locate(&Manifest::key()),
        })?;
        self.manifest.publish_as_newest(&*self.storage)?;
        self.is_changed = false;
        Ok(())
    }
}

/// Rejects rows of other spaces than the library's.
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

/// `features/<fingerprint of both backbones>/<run>-<number>.arrow`, which no earlier run can have used.
fn next_shard(manifest: &Manifest, number: u64) -> Result<Key> {
    let mut hasher = blake3::Hasher::new();
    for (_, space) in manifest.spaces().iter() {
        hasher.update(space.fingerprint.as_bytes()).update(b"\n");
    }
    let fingerprint = hasher.finalize().to_hex();
    Key::new(format!("features/{}/{}-{number}.arrow", &fingerprint[..16], manifest.n_runs))
}

/// Removes missing and broken shards from the manifest, with all contents that have rows in them.
///
/// Returns the number of those contents.
fn remove_broken(storage: &dyn Storage, manifest: &mut Manifest) -> usize {
    let is_broken = |key: &&Key| manifest.open_shard(storage, key).is_err();
    let broken: Vec<Key> = manifest.shards.keys().filter(is_broken).cloned().collect();
    manifest.shards.retain(|key, _| !broken.contains(key));
    let n_before = manifest.contents.len();
    manifest.contents.retain(|_, outcome| {
        let rows = outcome.features().map_or(&[][..], |content| &content.rows);
        !rows.iter().any(|range| broken.contains(&range.shard))
    });
    manifest.files.retain(|_, file| manifest.contents.contains_key(&file.content));
    n_before - manifest.contents.len()
}
