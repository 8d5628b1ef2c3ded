//! A library, as a reader sees it: the state at the moment it was opened.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use earsight_core::{ClipFeatures, ClipId, FeatureSet, FeatureSpace, PerModality};
use ndarray::{Array2, ArrayView2, s};

use crate::manifest::ContentRecord;
use crate::shard::{Shard, checksum};
use crate::{Error, FolderStorage, Key, Manifest, Outcome, Result, Storage};

/// How often opening starts over because a writer merged shards meanwhile.
const N_OPEN_ATTEMPTS: usize = 8;

/// A library, as it was when it was opened.
///
/// Opening maps the shards and reads none of them.
/// What a writer does later is not seen, and takes nothing away from this view.
pub struct Library {
    storage: Arc<dyn Storage>,
    manifest: Manifest,
    shards: BTreeMap<Key, OpenShard>,
}

struct OpenShard {
    bytes: Bytes,
    shard: Shard,
    /// Whether the bytes have the checksum of the manifest; found out on first use.
    is_intact: OnceLock<bool>,
}

impl std::fmt::Debug for Library {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Library")
            .field("location", &self.storage.location())
            .field("n_files", &self.manifest.files.len())
            .finish_non_exhaustive()
    }
}

impl Library {
    /// Opens the library in a folder.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open_folder(folder: impl AsRef<Path>) -> Result<Self> {
        Library::open(Arc::new(FolderStorage::new(folder.as_ref())))
    }

    /// Opens the library in a storage.
    ///
    /// # Errors
    /// [`Error::NotALibrary`], [`Error::NewerVersion`], or [`Error::Corrupt`] with the broken file.
    pub fn open(storage: Arc<dyn Storage>) -> Result<Self> {
        let mut attempt = 1;
        loop {
            let manifest = Manifest::read(&*storage)?
                .ok_or_else(|| Error::NotALibrary { path: storage.location() })?;
            match open_shards(&*storage, &manifest) {
                Ok(shards) => return Ok(Library { storage, manifest, shards }),
                // A writer removes merged shards after it has replaced the manifest: look again.
                Err(Error::Missing { .. }) if attempt < N_OPEN_ATTEMPTS => attempt += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// What it holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The backbones that made its rows.
    pub fn spaces(&self) -> PerModality<FeatureSpace> {
        self.manifest.spaces()
    }

    /// Where it lives.
    pub fn storage(&self) -> &Arc<dyn Storage> {
        &self.storage
    }

    /// The rows of one clip; nothing when the library has no such clip or no rows of it.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when a shard has not the bytes it was written with.
    pub fn clip(&self, clip: &ClipId) -> Result<Option<ClipFeatures>> {
        let outcome = self
            .manifest
            .files
            .get(clip)
            .and_then(|file| self.manifest.contents.get(&file.content));
        match outcome {
            Some(Outcome::Features(content)) => self.rows_of(clip, content).map(Some),
            _ => Ok(None),
        }
    }

    /// The rows of all clips, by name.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when a shard has not the bytes it was written with;
    /// [`Error::Features`] when the rows break a rule of [`FeatureSet`].
    pub fn feature_set(&self) -> Result<FeatureSet> {
        let clips = self
            .manifest
            .clips()
            .map(|(clip, content)| self.rows_of(clip, content))
            .collect::<Result<_>>()?;
        Ok(FeatureSet::new(self.spaces(), clips)?)
    }

    /// Compares every shard with its checksum.
    ///
    /// # Errors
    /// [`Error::Corrupt`] with the first that differs.
    pub fn verify(&self) -> Result<()> {
        self.shards.keys().try_for_each(|key| self.intact_shard(key).map(drop))
    }

    fn rows_of(&self, clip: &ClipId, content: &ContentRecord) -> Result<ClipFeatures> {
        let columns = self.manifest.columns(content.has);
        let mut matrices: Vec<_> =
            columns.iter().map(|column| Array2::zeros((content.n_segments, column.dim))).collect();
        let mut first_segment = 0;
        for range in &content.rows {
            let shard = self.intact_shard(&range.shard)?;
            let rows = range.start..range.start + range.len;
            let seconds = shard.seconds()[rows.clone()].iter().map(|&second| second as usize);
            if !seconds.eq(first_segment..first_segment + range.len) {
                return Err(
                    self.corrupt(&range.shard, format!("its rows are not those of `{clip}`"))
                );
            }
            for (column, matrix) in matrices.iter_mut().enumerate() {
                matrix
                    .slice_mut(s![first_segment..first_segment + range.len, ..])
                    .assign(&shard.matrix(column).slice(s![rows.clone(), ..]));
            }
            first_segment += range.len;
        }
        let mut matrices = matrices.into_iter();
        let mut of_present = |is_known: bool| {
            PerModality::from_fn(|modality| {
                content.has[modality].then(|| matrices.next()).flatten().filter(|_| is_known)
            })
        };
        // Where the layout of the changes is another program's, they are left where they are.
        let (features, changes) = (of_present(true), of_present(self.manifest.has_changes()));
        Ok(ClipFeatures { id: clip.clone(), features, changes })
    }

    fn intact_shard(&self, key: &Key) -> Result<&Shard> {
        let open = self
            .shards
            .get(key)
            .ok_or_else(|| Error::Missing { path: self.storage.locate(key) })?;
        let expected = &self.manifest.shards[key].blake3;
        if *open.is_intact.get_or_init(|| checksum(&open.bytes) == *expected) {
            return Ok(&open.shard);
        }
        Err(self.corrupt(key, "its bytes are not those that were written (wrong checksum)".into()))
    }

    fn corrupt(&self, key: &Key, reason: String) -> Error {
        Error::Corrupt { reason, path: self.storage.locate(key) }
    }
}

/// The matrices of consecutive rows, for the writer that merges shards.
pub(crate) fn matrices(
    shard: &Shard,
    n_columns: usize,
    rows: std::ops::Range<usize>,
) -> Vec<ArrayView2<'_, f32>> {
    (0..n_columns).map(|column| shard.matrix(column).slice_move(s![rows.clone(), ..])).collect()
}

fn open_shards(storage: &dyn Storage, manifest: &Manifest) -> Result<BTreeMap<Key, OpenShard>> {
    manifest
        .shards
        .iter()
        .map(|(key, record)| {
            let bytes = storage.read(key)?;
            let corrupt = |reason| Error::Corrupt { reason, path: storage.locate(key) };
            if bytes.len() as u64 != record.n_bytes {
                let (found, expected) = (bytes.len(), record.n_bytes);
                return Err(corrupt(format!("it has {found} bytes, {expected} were written")));
            }
            let shard =
                Shard::open(bytes.clone(), &manifest.columns(record.has)).map_err(corrupt)?;
            if shard.n_rows() != record.n_rows {
                let (found, expected) = (shard.n_rows(), record.n_rows);
                return Err(corrupt(format!("it has {found} rows, {expected} were written")));
            }
            Ok((key.clone(), OpenShard { bytes, shard, is_intact: OnceLock::new() }))
        })
        .collect()
}

pub(crate) fn open_intact(storage: &dyn Storage, manifest: &Manifest, key: &Key) -> Result<Shard> {
    let record =
        manifest.shards.get(key).ok_or_else(|| Error::Missing { path: storage.locate(key) })?;
    let bytes = storage.read(key)?;
    let corrupt = |reason| Error::Corrupt { reason, path: storage.locate(key) };
    if checksum(&bytes) != record.blake3 {
        return Err(corrupt(
            "its bytes are not those that were written (wrong checksum)".to_owned(),
        ));
    }
    Shard::open(bytes, &manifest.columns(record.has)).map_err(corrupt)
}
