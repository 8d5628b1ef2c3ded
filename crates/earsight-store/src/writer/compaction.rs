//! Merges small shards, and rewrites those with rows that no content uses.

use std::collections::{BTreeMap, BTreeSet};

use earsight_core::ClipId;
use ndarray::{Array2, CowArray, Ix2};

use super::LibraryWriter;
use crate::manifest::{ContentRecord, Outcome, RowRange};
use crate::shard::ShardFile;
use crate::{ContentHash, Error, Key, Result};

/// Matrices to append to consecutive rows of a content, from their first second and their matrices.
pub(super) type Added<'a, E> =
    dyn FnMut(usize, &[CowArray<'_, f32, Ix2>]) -> Result<Vec<Array2<f32>>, E> + 'a;

impl LibraryWriter {
    /// Flushes, then merges small shards and those with unused rows.
    ///
    /// New shards are written next to the old ones, the manifest is replaced, and then the old ones are removed.
    ///
    /// # Errors
    /// [`crate::Error::Corrupt`] when a shard to merge has not the bytes it was written with;
    /// [`crate::Error::Io`]. Nothing is lost in either case.
    pub fn compact(&mut self) -> Result<()> {
        self.flush()?;
        let keys = self.shards_to_merge();
        if keys.is_empty() {
            return Ok(());
        }
        let mut nothing = |_: usize, _: &[CowArray<'_, f32, Ix2>]| Ok::<_, Error>(vec![]);
        let mut shards = BTreeMap::new();
        for key in &keys {
            let shard = self.manifest.open_shard(&*self.storage, key)?;
            shard.verified()?;
            shards.insert(key.clone(), shard);
        }
        for (name, content) in self.contents_by_clip() {
            let record = self.manifest.contents.get(&content).and_then(Outcome::features);
            if let Some(record) = record.filter(|record| lies_in(record, &shards)).cloned() {
                let moved = self.moved(&shards, name.as_ref(), record, &mut nothing)?;
                self.manifest.contents.insert(content, Outcome::Features(moved));
            }
        }
        for (clip, record) in self.pending.clone() {
            if lies_in(&record, &shards) {
                let moved = self.moved(&shards, Some(&clip), record, &mut nothing)?;
                self.pending.insert(clip, moved);
            }
        }
        self.publish_buffers()?;
        drop(shards);
        self.manifest.shards.retain(|key, _| !keys.contains(key));
        self.publish_manifest()?;
        keys.iter().try_for_each(|key| self.storage.remove(key))
    }

    /// Small shards and those with unused rows; none where merging would change nothing.
    fn shards_to_merge(&self) -> BTreeSet<Key> {
        let mut n_used: BTreeMap<&Key, usize> = BTreeMap::new();
        let finished = self.manifest.contents.values().filter_map(Outcome::features);
        for range in finished.chain(self.pending.values()).flat_map(|record| &record.rows) {
            *n_used.entry(&range.shard).or_default() += range.len;
        }
        let mut by_modalities: BTreeMap<_, (BTreeSet<Key>, bool)> = BTreeMap::new();
        for (key, shard) in &self.manifest.shards {
            let has_unused_rows = n_used.get(key).copied().unwrap_or(0) < shard.written.n_rows;
            if has_unused_rows || self.is_small(shard) {
                let (keys, have_unused_rows) = by_modalities.entry(shard.has).or_default();
                keys.insert(key.clone());
                *have_unused_rows |= has_unused_rows;
            }
        }
        by_modalities
            .into_values()
            .filter(|(keys, have_unused_rows)| keys.len() > 1 || *have_unused_rows)
            .flat_map(|(keys, _)| keys)
            .collect()
    }

    /// Every content once: those of the collection by clip name, then the others.
    pub(super) fn contents_by_clip(&self) -> Vec<(Option<ClipId>, ContentHash)> {
        let mut seen = BTreeSet::new();
        let named =
            self.manifest.files.iter().map(|(clip, file)| (Some(clip.clone()), file.content));
        let others = self.manifest.contents.keys().map(|content| (None, *content));
        named.chain(others).filter(|(_, content)| seen.insert(*content)).collect()
    }

    /// Copies rows out of `shards` to new ones; returns the record with their new places.
    ///
    /// The copies are written under `name`, or under their old name, with the matrices that `added` returns.
    pub(super) fn moved<E: From<Error>>(
        &mut self,
        shards: &BTreeMap<Key, ShardFile>,
        name: Option<&ClipId>,
        record: ContentRecord,
        added: &mut Added<'_, E>,
    ) -> Result<ContentRecord, E> {
        let has = record.has;
        let columns = self.manifest.columns(has);
        let row_bytes: usize =
            columns.iter().map(|column| column.precision.n_bytes() * column.dim).sum();
        // A long clip is copied in pieces, so that no buffer outgrows a shard by much.
        let n_at_once = (self.shard_bytes / row_bytes.max(1)).max(1);
        let mut moved = ContentRecord { n_segments: 0, rows: vec![], ..record.clone() };
        for RowRange { shard, start, len } in record.rows {
            let Some(from) = shards.get(&shard).map(|file| &file.shard) else {
                moved.push(RowRange { shard, start, len });
                continue;
            };
            let written = from.clip(start).unwrap_or_default().into();
            let end = start + len;
            for start in (start..end).step_by(n_at_once) {
                let rows = start..end.min(start + n_at_once);
                let clip = name.unwrap_or(&written);
                let matrices = from.matrices(rows);
                let added = added(moved.n_segments, &matrices)?;
                let stored = matrices.iter().map(|matrix| matrix.view());
                let matrices: Vec<_> =
                    stored.chain(added.iter().map(|matrix| matrix.view())).collect();
                let range = self.push(has, clip, moved.n_segments, &matrices)?;
                moved.push(range);
                self.publish_if_full(has)?;
            }
        }
        Ok(moved)
    }
}

/// Whether some of a content's rows are in these shards.
fn lies_in(record: &ContentRecord, shards: &BTreeMap<Key, ShardFile>) -> bool {
    record.rows.iter().any(|range| shards.contains_key(&range.shard))
}
