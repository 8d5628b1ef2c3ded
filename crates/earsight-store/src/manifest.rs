//! The contents of a library: one small file that is replaced as a whole.

use std::collections::BTreeMap;

use earsight_core::{ClipId, FeatureSpace, Modality, PerModality, change};
use serde::{Deserialize, Serialize};

use crate::format::{FORMAT, PROGRAM, read_manifest};
use crate::shard::{Column, Precision, ShardFile, Written};
use crate::{ContentHash, Error, Key, Result, Storage, sealed};

/// The contents of a library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of all files of the library; `version` in manifests of formats 1 and 2.
    #[serde(alias = "version")]
    pub format: u32,
    /// The first program that reads that format.
    #[serde(default)]
    pub needs: String,
    /// The backbones that made the rows.
    pub backbones: PerModality<BackboneRecord>,
    /// The layout of the rows of changes within a second; absent where there are no such rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<PerModality<FeatureSpace>>,
    /// The lists and networks of the concepts of each second; absent where there are no such rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concepts: Option<PerModality<ConceptRecord>>,
    /// The collection's folder at the last run.
    pub folder: String,
    /// Number of runs that have written here; part of the names of shards.
    pub n_runs: u64,
    /// The shards, which hold the rows.
    pub shards: BTreeMap<Key, ShardRecord>,
    /// The rows of each content, or why it has none; independent of file names.
    pub contents: BTreeMap<ContentHash, Outcome>,
    /// The files of the collection.
    pub files: BTreeMap<ClipId, FileRecord>,
}

/// The backbone of one modality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackboneRecord {
    /// Its name, fingerprint and width.
    pub space: FeatureSpace,
    /// How a second is converted to its input, in words.
    pub preprocessing: String,
}

/// The name of the matrix of a modality's concepts.
pub(crate) fn concept_column(modality: Modality) -> String {
    format!("{modality}_concept")
}

/// The concepts of one modality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConceptRecord {
    /// The list and the network, a fingerprint of both, and the number of concepts.
    pub space: FeatureSpace,
    /// The mean root of each concept's probability in other recordings.
    pub means: Vec<f32>,
}

/// One shard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardRecord {
    /// Its size and checksum.
    #[serde(flatten)]
    pub written: Written,
    /// Which modalities its rows have.
    pub has: PerModality<bool>,
}

/// The result of processing a content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Rows of features.
    Features(ContentRecord),
    /// No rows, and why.
    Skipped(SkipRecord),
}

/// A content with rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ContentRecord {
    /// Seconds, one row each.
    pub n_segments: usize,
    /// Length stated by the file.
    pub duration_secs: f64,
    /// Which modalities it has.
    pub has: PerModality<bool>,
    /// The program that decoded it.
    pub decoder: String,
    /// Where its rows are, in order of seconds.
    pub rows: Vec<RowRange>,
}

/// A content that could not be decoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkipRecord {
    /// Why, in one line.
    pub reason: String,
    /// The program that failed to decode it; another one may succeed.
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
    /// Its path.
    pub source: String,
    /// Its length.
    pub n_bytes: u64,
    /// When it was last changed, in nanoseconds since 1970.
    ///
    /// Absent when that was so recent that a later change could have the same time.
    pub modified_ns: Option<u64>,
    /// The hash of its content.
    pub content: ContentHash,
}

impl Outcome {
    /// The record of a content with rows.
    pub fn features(&self) -> Option<&ContentRecord> {
        match self {
            Outcome::Features(content) => Some(content),
            Outcome::Skipped(_) => None,
        }
    }
}

impl ContentRecord {
    /// Appends rows, to the last range where they continue it.
    pub(crate) fn push(&mut self, range: RowRange) {
        self.n_segments += range.len;
        match self.rows.last_mut() {
            Some(last) if last.shard == range.shard && last.start + last.len == range.start => {
                last.len += range.len;
            }
            _ => self.rows.push(range),
        }
    }
}

impl Manifest {
    /// The manifest of an empty library.
    pub(crate) fn empty(backbones: PerModality<BackboneRecord>) -> Self {
        Manifest {
            format: FORMAT,
            needs: PROGRAM.to_owned(),
            backbones,
            changes: None,
            concepts: None,
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

    /// The spaces of changes and of concepts, where there are such rows.
    fn sides(&self) -> impl Iterator<Item = (Modality, &FeatureSpace)> {
        let changes = self.changes.iter().flat_map(PerModality::iter);
        let concepts = self.concepts.iter().flat_map(PerModality::iter);
        changes.chain(concepts.map(|(modality, concepts)| (modality, &concepts.space)))
    }

    /// Clips with rows, by name, and the records of their contents.
    pub fn clips(&self) -> impl Iterator<Item = (&ClipId, &ContentRecord)> {
        self.files
            .iter()
            .filter_map(|(clip, file)| Some((clip, self.contents.get(&file.content)?.features()?)))
    }

    /// Files without rows, by name, and why.
    pub fn skipped(&self) -> impl Iterator<Item = (&ClipId, &SkipRecord)> {
        self.files.iter().filter_map(|(clip, file)| match self.contents.get(&file.content) {
            Some(Outcome::Skipped(skip)) => Some((clip, skip)),
            _ => None,
        })
    }

    /// A digest of the input of a model or an index: clips, their contents and the backbones.
    ///
    /// It changes when a clip is added, removed, renamed or edited, but not when shards are merged.
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let spaces = self.spaces();
        for (modality, space) in spaces.iter().chain(self.sides()) {
            hasher.update(
                format!("{modality} {} {}\n", space.backbone, space.fingerprint).as_bytes(),
            );
        }
        for (clip, _) in self.clips() {
            hasher.update(format!("{clip}\0{}\n", self.files[clip].content).as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }

    /// Whether it has rows of changes in the layout that this program knows.
    pub fn has_changes(&self) -> bool {
        self.changes.as_ref() == Some(&change::spaces())
    }

    /// Opens a shard; reads its header only.
    ///
    /// # Errors
    /// [`Error::Missing`]; [`Error::Corrupt`] when the file is not as recorded.
    pub(crate) fn open_shard(&self, storage: &dyn Storage, key: &Key) -> Result<ShardFile> {
        let missing = || Error::Missing { path: storage.locate(key) };
        let record = self.shards.get(key).ok_or_else(missing)?;
        ShardFile::open(storage, key, &record.written, &self.columns(record.has))
    }

    /// The matrices of a shard whose rows have these modalities, audio first: features, then changes, then concepts.
    pub(crate) fn columns(&self, has: PerModality<bool>) -> Vec<Column> {
        let column = |name: String, space: &FeatureSpace, precision| Column {
            name,
            dim: space.dim,
            precision,
        };
        let features = self.backbones.iter().map(|(modality, record)| {
            let name = modality.name().to_owned();
            (modality, column(name, &record.space, Precision::Single))
        });
        let changes = self.changes.iter().flat_map(PerModality::iter).map(|(modality, space)| {
            (modality, column(format!("{modality}_change"), space, Precision::Single))
        });
        let concepts = self.concepts.iter().flat_map(PerModality::iter).map(|(modality, of)| {
            (modality, column(concept_column(modality), &of.space, Precision::Half))
        });
        features
            .chain(changes)
            .chain(concepts)
            .filter(|(modality, _)| has[*modality])
            .map(|(_, column)| column)
            .collect()
    }

    pub(crate) fn key() -> Key {
        Key::known("manifest.json")
    }

    /// Reads and checks the manifest; `None` when there is none.
    pub(crate) fn read(storage: &dyn Storage) -> Result<Option<Self>> {
        let key = Manifest::key();
        let bytes = match sealed::read(storage, &key) {
            Err(Error::Missing { .. }) => return Ok(None),
            bytes => bytes?,
        };
        let manifest: Manifest = read_manifest(&bytes, || storage.locate(&key))?;
        manifest.check().map_err(|reason| Error::Corrupt { reason, path: storage.locate(&key) })?;
        Ok(Some(manifest))
    }

    /// Writes the manifest in the format of this program, whatever it was read in.
    pub(crate) fn publish_as_newest(&mut self, storage: &dyn Storage) -> Result<()> {
        self.format = FORMAT;
        PROGRAM.clone_into(&mut self.needs);
        let json = serde_json::to_vec(self).expect("a manifest is plain text and numbers");
        sealed::publish(storage, &Manifest::key(), &json)
    }

    /// Checks that the records agree with each other.
    pub(crate) fn check(&self) -> Result<(), String> {
        let spaces = self.spaces();
        for (modality, space) in spaces.iter().chain(self.sides()) {
            let FeatureSpace { backbone, dim, .. } = space;
            if *dim == 0 || *dim > 1 << 20 {
                return Err(format!(
                    "the {modality} rows of {backbone} claim to have {dim} numbers"
                ));
            }
        }
        for (modality, of) in self.concepts.iter().flat_map(PerModality::iter) {
            let (n, dim) = (of.means.len(), of.space.dim);
            if n != dim {
                return Err(format!("it has {n} means of {dim} {modality} concepts"));
            }
        }
        for (clip, file) in &self.files {
            if !self.contents.contains_key(&file.content) {
                return Err(format!("`{clip}` has a content the manifest does not know"));
            }
        }
        let mut n_used = 0_usize;
        for (hash, outcome) in &self.contents {
            let Some(content) = outcome.features() else { continue };
            self.check_content(content).map_err(|reason| format!("content {hash} {reason}"))?;
            n_used = n_used.saturating_add(content.n_segments);
        }
        let n_rows =
            self.shards.values().fold(0_usize, |n, shard| n.saturating_add(shard.written.n_rows));
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
            let end = range.start.checked_add(range.len).filter(|&end| end <= shard.written.n_rows);
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
}
