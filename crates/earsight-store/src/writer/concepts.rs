//! Concepts of each second: stored from the beginning, or added later.

use std::collections::BTreeMap;

use earsight_core::{ClipId, Error as FeatureError, FeatureSpace, Modality, PerModality, SideRows};
use ndarray::{Array2, ArrayView2, CowArray, Ix2};

use super::{LibraryWriter, require_same};
use crate::manifest::{ConceptRecord, Outcome};
use crate::shard::ShardFile;
use crate::{ContentHash, Error, Key, Result};

/// Consecutive seconds of a content, to compute their concepts from.
pub struct StoredSeconds<'a> {
    /// The content.
    pub content: ContentHash,
    /// The first of the seconds.
    pub first_segment: usize,
    /// Their features. # Shapes: `[n, D]`, the same `n`
    pub features: PerModality<Option<ArrayView2<'a, f32>>>,
}

/// Concepts of seconds, in the modalities that these have.
pub type ConceptRows = PerModality<Option<Array2<f32>>>;

impl LibraryWriter {
    /// Stores concepts of each second too, if the library has no rows yet.
    ///
    /// # Errors
    /// [`Error::OtherBackbone`] when it holds rows of other concepts.
    pub fn with_concepts(mut self, concepts: PerModality<ConceptRecord>) -> Result<Self> {
        let spaces = |of: &PerModality<ConceptRecord>| -> PerModality<FeatureSpace> {
            of.as_ref().map(|concepts| concepts.space.clone())
        };
        match &self.manifest.concepts {
            Some(known) => require_same(&spaces(known), &spaces(&concepts), &*self.storage)?,
            None if self.manifest.shards.is_empty() => {
                self.manifest.concepts = Some(concepts);
                self.is_changed = true;
            }
            None => {}
        }
        Ok(self)
    }

    /// Adds concepts to a library that has rows without them.
    ///
    /// New shards are written next to the old ones, the manifest is replaced, and then the old ones are removed:
    /// when the process is killed, or `roots` fails, the library is as it was.
    /// Seconds of clips that were appended and not finished are dropped.
    ///
    /// # Errors
    /// Those of `roots`; [`Error::Features`] for concepts of another shape;
    /// [`Error::Corrupt`] when a shard has not the bytes it was written with; [`Error::Io`].
    pub fn add_concepts<E: From<Error>>(
        &mut self,
        concepts: PerModality<ConceptRecord>,
        roots: &mut dyn FnMut(&StoredSeconds<'_>) -> Result<ConceptRows, E>,
    ) -> Result<(), E> {
        self.flush()?;
        self.pending.clear();
        let mut shards = BTreeMap::new();
        for key in self.manifest.shards.keys() {
            let shard = self.manifest.open_shard(&*self.storage, key)?;
            shard.verified()?;
            shards.insert(key.clone(), shard);
        }
        let before = self.manifest.clone();
        self.manifest.concepts = Some(concepts);
        if let Err(error) = self.rewrite(&shards, roots) {
            self.manifest = before;
            self.buffers.clear();
            return Err(error);
        }
        drop(shards);
        Ok(before.shards.keys().try_for_each(|key| self.storage.remove(key))?)
    }

    /// Copies all rows to shards with columns of concepts.
    fn rewrite<E: From<Error>>(
        &mut self,
        shards: &BTreeMap<Key, ShardFile>,
        roots: &mut dyn FnMut(&StoredSeconds<'_>) -> Result<ConceptRows, E>,
    ) -> Result<(), E> {
        let Some(concepts) = &self.manifest.concepts else { return Ok(()) };
        let dims = concepts.as_ref().map(|concepts| concepts.space.dim);
        for (name, content) in self.contents_by_clip() {
            let record = self.manifest.contents.get(&content).and_then(Outcome::features);
            let Some(record) = record.cloned() else { continue };
            let has = record.has;
            let named = name.clone().unwrap_or_else(|| ClipId::new(content.to_string()));
            let mut added = |first_segment: usize,
                             matrices: &[CowArray<'_, f32, Ix2>]|
             -> Result<Vec<Array2<f32>>, E> {
                let mut rows = matrices.iter();
                let features = PerModality::from_fn(|modality| {
                    has[modality].then(|| rows.next()).flatten().map(|rows| rows.view())
                });
                let n_rows = matrices.first().map_or(0, |rows| rows.nrows());
                let seconds = StoredSeconds { content, first_segment, features };
                Ok(checked(roots(&seconds)?, has, dims.map(|dim| [n_rows, dim]), &named)?)
            };
            let moved = self.moved(shards, name.as_ref(), record, &mut added)?;
            self.manifest.contents.insert(content, Outcome::Features(moved));
        }
        self.publish_buffers()?;
        self.manifest.shards.retain(|key, _| !shards.contains_key(key));
        Ok(self.publish_manifest()?)
    }
}

/// The matrices of those modalities, each of which must have its shape and finite values.
fn checked(
    mut rows: ConceptRows,
    has: PerModality<bool>,
    shapes: PerModality<[usize; 2]>,
    clip: &ClipId,
) -> Result<Vec<Array2<f32>>> {
    let mut matrices = Vec::new();
    for modality in Modality::ALL.into_iter().filter(|&modality| has[modality]) {
        let expected = shapes[modality];
        match rows[modality].take() {
            Some(rows)
                if [rows.nrows(), rows.ncols()] == expected
                    && rows.iter().all(|root| root.is_finite()) =>
            {
                matrices.push(rows);
            }
            other => {
                let found = other.map_or([0, 0], |rows| [rows.nrows(), rows.ncols()]);
                let (clip, what) = (clip.clone(), SideRows::Concepts);
                let error = FeatureError::RowsShape { clip, modality, what, expected, found };
                return Err(error.into());
            }
        }
    }
    Ok(matrices)
}
