//! What a library holds: one small file that is replaced whole.

use std::collections::{BTreeMap, BTreeSet};

use earsight_core::{ClipId, FeatureSpace, PerModality, change};
use serde::{Deserialize, Serialize};

use crate::shard::Column;
use crate::{ContentHash, Error, Key, Result, Storage};

/// The version of the library's format that this program writes; it reads all up to it.
///
/// 2: rows of what changes within a second may stand beside the features.
pub const FORMAT_VERSION: u32 = 2;

/// What a library holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the format.
    pub version: u32,
    /// Which backbones made the rows.
    pub backbones: PerModality<BackboneRecord>,
    /// The layout of the rows of change that stand beside the features; none where there are no such rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<PerModality<FeatureSpace>>,
    /// The collection's folder when it was last looked at.
    pub folder: String,
    /// Runs that have written here; names the next run's shards.
    pub n_runs: u64,
    /// Files of rows.
    pub shards: BTreeMap<Key, ShardRecord>,
    /// What became of each content, whatever its files are called.
    pub contents: BTreeMap<ContentHash, Outcome>,
    /// The files of the collection.
    pub files: BTreeMap<ClipId, FileRecord>,
}

/// The backbone of one modality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackboneRecord {
    /// Its name, fingerprint and width.
    pub space: FeatureSpace,
    /// How a second became its input, in words.
    pub preprocessing: String,
}

/// One shard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardRecord {
    /// Length of the file.
    pub n_bytes: u64,
    /// Rows in it.
    pub n_rows: usize,
    /// blake3 of the file, in hex.
    pub blake3: String,
    /// Which modalities its rows have.
    pub has: PerModality<bool>,
}

/// What became of a content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It has rows.
    Features(ContentRecord),
    /// It has none, and why.
    Skipped(SkipRecord),
}

/// A content that was turned into rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContentRecord {
    /// Seconds, each one row.
    pub n_segments: usize,
    /// Length as the file says it.
    pub duration_secs: f64,
    /// Which modalities it has.
    pub has: PerModality<bool>,
    /// What decoded it.
    pub decoder: String,
    /// Where its rows lie, in order of seconds.
    pub rows: Vec<RowRange>,
}

/// A content that could not be turned into rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkipRecord {
    /// Why, in one line.
    pub reason: String,
    /// What tried to decode it; another may fare better.
    pub decoder: String,
}

/// Consecutive rows of a shard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowRange {
    /// The shard.
    pub shard: Key,
    /// First row.
    pub start: usize,
    /// Number of rows.
    pub len: usize,
}

/// One file of the collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Where it is.
    pub source: String,
    /// Its length.
    pub n_bytes: u64,
    /// When it was last changed, in nanoseconds since 1970.
    ///
    /// Absent when that was so recent that a later change could carry the same time.
    pub modified_ns: Option<u64>,
    /// What it holds.
    pub content: ContentHash,
}

impl Manifest {
    /// A library with nothing in it.
    pub(crate) fn empty(backbones: PerModality<BackboneRecord>) -> Self {
        Manifest {
            version: FORMAT_VERSION,
            backbones,
            changes: None,
            folder: String::new(),
            n_runs: 0,
            shards: BTreeMap::new(),
            contents: BTreeMap::new(),
            files: BTreeMap::new(),
        }
    }

    /// The backbones' spaces.
    pub fn spaces(&self) -> PerModality<FeatureSpace> {
        self.backbones.as_ref().map(|backbone| backbone.space.clone())
    }

    /// Clips with rows, by name, with what they hold.
    pub fn clips(&self) -> impl Iterator<Item = (&ClipId, &ContentRecord)> {
        self.files.iter().filter_map(|(clip, file)| match self.contents.get(&file.content) {
            Some(Outcome::Features(content)) => Some((clip, content)),
            _ => None,
        })
    }

    /// Files without rows, by name, and why.
    pub fn skipped(&self) -> impl Iterator<Item = (&ClipId, &SkipRecord)> {
        self.files.iter().filter_map(|(clip, file)| match self.contents.get(&file.content) {
            Some(Outcome::Skipped(skip)) => Some((clip, skip)),
            _ => None,
        })
    }

    /// A digest of what a model or an index would see: clips, their contents and the backbones.
    ///
    /// It changes when a clip comes, goes, is renamed or edited, and not when shards are merged.
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let spaces = self.spaces();
        for (modality, space) in spaces.iter().chain(self.changes.iter().flat_map(|of| of.iter())) {
            hasher.update(
                format!("{modality} {} {}\n", space.backbone, space.fingerprint).as_bytes(),
            );
        }
        for (clip, _) in self.clips() {
            hasher.update(format!("{clip}\0{}\n", self.files[clip].content).as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }

    /// Whether its rows of change have the layout that this program knows.
    pub fn has_changes(&self) -> bool {
        self.changes.as_ref() == Some(&change::spaces())
    }

    /// The matrices of a shard whose rows have these modalities, audio first: features, then changes.
    pub(crate) fn columns(&self, has: PerModality<bool>) -> Vec<Column> {
        let features = self.backbones.iter().map(|(modality, record)| {
            let dim = record.space.dim;
            (modality, Column { name: modality.name().to_owned(), dim })
        });
        let changes =
            self.changes.iter().flat_map(|spaces| spaces.iter()).map(|(modality, space)| {
                (modality, Column { name: format!("{modality}_change"), dim: space.dim })
            });
        features
            .chain(changes)
            .filter(|(modality, _)| has[*modality])
            .map(|(_, column)| column)
            .collect()
    }

    pub(crate) fn key() -> Key {
        Key::known("manifest.json")
    }

    /// Reads and checks the manifest; nothing when there is none.
    pub(crate) fn read(storage: &dyn Storage) -> Result<Option<Self>> {
        let key = Manifest::key();
        let bytes = match storage.read(&key) {
            Err(Error::Missing { .. }) => return Ok(None),
            bytes => bytes?,
        };
        let manifest: Manifest = read_json(&bytes, FORMAT_VERSION, || storage.locate(&key))?;
        manifest.check().map_err(|reason| Error::Corrupt { reason, path: storage.locate(&key) })?;
        Ok(Some(manifest))
    }

    pub(crate) fn publish(&self, storage: &dyn Storage) -> Result<()> {
        let json = serde_json::to_vec(self).expect("a manifest is plain text and numbers");
        storage.publish(&Manifest::key(), &json)
    }

    /// Whether what it says of itself fits together.
    pub(crate) fn check(&self) -> Result<(), String> {
        let spaces = self.spaces();
        for (modality, space) in spaces.iter().chain(self.changes.iter().flat_map(|of| of.iter())) {
            let FeatureSpace { backbone, dim, .. } = space;
            if *dim == 0 || *dim > 1 << 20 {
                return Err(format!(
                    "the {modality} rows of {backbone} claim to have {dim} numbers"
                ));
            }
        }
        for (clip, file) in &self.files {
            if !self.contents.contains_key(&file.content) {
                return Err(format!("`{clip}` has a content the manifest does not know"));
            }
        }
        let mut n_used = 0_usize;
        for (hash, outcome) in &self.contents {
            let Outcome::Features(content) = outcome else { continue };
            self.check_content(content).map_err(|reason| format!("content {hash} {reason}"))?;
            n_used = n_used.saturating_add(content.n_segments);
        }
        let n_rows = self.shards.values().fold(0_usize, |n, shard| n.saturating_add(shard.n_rows));
        if n_used > n_rows {
            return Err(format!("its contents share rows: {n_used} of {n_rows}"));
        }
        Ok(())
    }

    fn check_content(&self, content: &ContentRecord) -> Result<(), String> {
        let mut n_rows = 0_usize;
        for range in &content.rows {
            let shard = self.shards.get(&range.shard);
            let shard =
                shard.ok_or_else(|| format!("lies in an unknown shard `{}`", range.shard))?;
            let end = range.start.checked_add(range.len).filter(|&end| end <= shard.n_rows);
            if end.is_none() || shard.has != content.has {
                return Err(format!("does not lie in shard `{}`", range.shard));
            }
            n_rows = n_rows.saturating_add(range.len);
        }
        if n_rows != content.n_segments {
            return Err(format!("has {n_rows} rows for {} seconds", content.n_segments));
        }
        Ok(())
    }

    /// Removes contents that no file has; returns how many those were.
    pub(crate) fn forget_unused(&mut self) -> usize {
        let used: BTreeSet<ContentHash> = self.files.values().map(|file| file.content).collect();
        let n_before = self.contents.len();
        self.contents.retain(|hash, _| used.contains(hash));
        n_before - self.contents.len()
    }
}

/// Reads JSON that carries a `version`, refusing a later one before looking at the rest.
pub(crate) fn read_json<T: serde::de::DeserializeOwned>(
    bytes: &[u8],
    known: u32,
    path: impl Fn() -> String,
) -> Result<T> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u64,
    }
    let corrupt = |error: serde_json::Error| Error::Corrupt {
        reason: format!("this is not what a library writes ({error})"),
        path: path(),
    };
    let Versioned { version } = serde_json::from_slice(bytes).map_err(corrupt)?;
    if version > u64::from(known) {
        return Err(Error::NewerVersion { found: version, known, path: path() });
    }
    serde_json::from_slice(bytes).map_err(corrupt)
}
