//! Many small shards become few.

use std::collections::{BTreeMap, BTreeSet};

use earsight_core::{ClipId, PerModality};

use super::pending::push_range;
use super::{LibraryWriter, next_shard};
use crate::library::{matrices, open_intact};
use crate::manifest::{Outcome, RowRange};
use crate::shard::{RowBuffer, Shard};
use crate::{ContentHash, Key, Result};

impl LibraryWriter {
    /// Flushes, then merges small shards and those with forgotten rows.
    ///
    /// New shards are written beside the old ones, the manifest is replaced, and then the old ones go.
    ///
    /// # Errors
    /// [`crate::Error::Corrupt`] when a shard to merge has not the bytes it was written with;
    /// [`crate::Error::Io`]. Nothing is lost in either case.
    pub fn compact(&mut self) -> Result<()> {
        self.flush()?;
        let merged = self.shards_to_merge();
        if merged.is_empty() {
            return Ok(());
        }
        let shards = merged
            .iter()
            .map(|key| Ok((key.clone(), open_intact(&*self.storage, &self.manifest, key)?)))
            .collect::<Result<BTreeMap<Key, Shard>>>()?;
        for (name, content) in self.contents_by_clip() {
            self.move_rows(&shards, name.as_ref(), content)?;
        }
        let kinds: Vec<_> = self.buffers.keys().copied().collect();
        for kind in kinds {
            self.publish_buffer(kind)?;
        }
        drop(shards);
        self.manifest.shards.retain(|key, _| !merged.contains(key));
        self.publish_manifest()?;
        merged.iter().try_for_each(|key| self.storage.remove(key))
    }

    /// Small shards and those with forgotten rows; none where merging would change nothing.
    fn shards_to_merge(&self) -> BTreeSet<Key> {
        let mut n_live: BTreeMap<&Key, usize> = BTreeMap::new();
        let finished = self.manifest.contents.values().filter_map(|outcome| match outcome {
            Outcome::Features(content) => Some(&content.rows),
            Outcome::Skipped(_) => None,
        });
        for range in finished.chain(self.pending.values().map(|pending| &pending.rows)).flatten() {
            *n_live.entry(&range.shard).or_default() += range.len;
        }
        let small = (self.shard_bytes / 2) as u64;
        let mut by_kind: BTreeMap<_, (BTreeSet<Key>, bool)> = BTreeMap::new();
        for (key, shard) in &self.manifest.shards {
            let has_dead_rows = n_live.get(key).copied().unwrap_or(0) < shard.n_rows;
            if has_dead_rows || shard.n_bytes < small {
                let kind = by_kind.entry((shard.has.audio, shard.has.visual)).or_default();
                kind.0.insert(key.clone());
                kind.1 |= has_dead_rows;
            }
        }
        by_kind
            .into_values()
            .filter(|(keys, have_dead_rows)| keys.len() > 1 || *have_dead_rows)
            .flat_map(|(keys, _)| keys)
            .collect()
    }

    /// Every content once: those of the collection by clip name, then the others.
    fn contents_by_clip(&self) -> Vec<(Option<ClipId>, ContentHash)> {
        let mut seen = BTreeSet::new();
        let named =
            self.manifest.files.iter().map(|(clip, file)| (Some(clip.clone()), file.content));
        let others = self.manifest.contents.keys().chain(self.pending.keys());
        named
            .chain(others.map(|content| (None, *content)))
            .filter(|(_, content)| seen.insert(*content))
            .collect()
    }

    /// Copies a content's rows out of the shards that will go.
    fn move_rows(
        &mut self,
        shards: &BTreeMap<Key, Shard>,
        name: Option<&ClipId>,
        content: ContentHash,
    ) -> Result<()> {
        let (has, ranges) = match (self.pending.get(&content), self.manifest.contents.get(&content))
        {
            (Some(pending), _) => (pending.has, pending.rows.clone()),
            (None, Some(Outcome::Features(record))) => (record.has, record.rows.clone()),
            (None, _) => return Ok(()),
        };
        if !ranges.iter().any(|range| shards.contains_key(&range.shard)) {
            return Ok(());
        }
        let mut moved = Vec::new();
        let mut first_segment = 0;
        for range in ranges {
            let len = range.len;
            match shards.get(&range.shard) {
                Some(shard) => {
                    let written = shard.clip(range.start).unwrap_or_default().into();
                    let clip = name.unwrap_or(&written);
                    self.copy_rows(shard, has, clip, first_segment, &range, &mut moved)?;
                }
                None => push_range(&mut moved, range),
            }
            first_segment += len;
        }
        match (self.pending.get_mut(&content), self.manifest.contents.get_mut(&content)) {
            (Some(pending), _) => pending.rows = moved,
            (None, Some(Outcome::Features(record))) => record.rows = moved,
            (None, _) => {}
        }
        Ok(())
    }

    fn copy_rows(
        &mut self,
        shard: &Shard,
        has: PerModality<bool>,
        clip: &ClipId,
        first_segment: usize,
        range: &RowRange,
        moved: &mut Vec<RowRange>,
    ) -> Result<()> {
        let kind = (has.audio, has.visual);
        let columns = self.manifest.columns(has);
        let row_bytes = 4 * columns.iter().map(|column| column.dim).sum::<usize>().max(1);
        // A long clip is copied in pieces, so that no buffer outgrows a shard by much.
        let n_at_once = (self.shard_bytes / row_bytes).max(1);
        let mut done = 0;
        while done < range.len {
            let len = n_at_once.min(range.len - done);
            if !self.buffers.contains_key(&kind) {
                let key = next_shard(&self.manifest, &mut self.n_shards)?;
                self.buffers.insert(kind, (key, RowBuffer::new(columns.clone())));
            }
            let (key, buffer) = self.buffers.get_mut(&kind).expect("made just above");
            push_range(moved, RowRange { shard: key.clone(), start: buffer.n_rows(), len });
            let start = range.start + done;
            buffer.push(
                clip,
                first_segment + done,
                &matrices(shard, columns.len(), start..start + len),
            );
            if buffer.n_bytes() >= self.shard_bytes {
                self.publish_buffer(kind)?;
            }
            done += len;
        }
        Ok(())
    }
}
