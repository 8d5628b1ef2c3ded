//! A run that is killed at any step leaves the old state or the new one.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use earsight_store::{Error, FolderStorage, Key, Lock, Result, Storage};
use tempfile::TempDir;

use crate::older::{add_concepts, without_concepts};
use crate::toy::{
    AUDIO, BOTH, Contents, add_broken, clip, empty, open, open_without_concepts, read,
};

/// A storage that fails from a certain step on, as if the process had been killed.
#[derive(Clone)]
struct FailingStorage {
    inner: FolderStorage,
    steps_left: Arc<AtomicUsize>,
}

impl FailingStorage {
    fn new(folder: &TempDir, n_steps: usize) -> Self {
        let inner = FolderStorage::new(folder.path());
        FailingStorage { inner, steps_left: Arc::new(AtomicUsize::new(n_steps)) }
    }

    fn step(&self) -> Result<()> {
        let next = |left: usize| left.checked_sub(1);
        let done = self.steps_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, next);
        done.map(drop).map_err(|_| Error::Io {
            doing: "continue",
            source: std::io::Error::other("the process was killed"),
            path: self.inner.location(),
        })
    }
}

impl Storage for FailingStorage {
    fn read(&self, key: &Key) -> Result<Bytes> {
        self.inner.read(key)
    }
    fn publish(&self, key: &Key, bytes: &[u8]) -> Result<()> {
        self.step()?;
        self.inner.publish(key, bytes)
    }
    fn remove(&self, key: &Key) -> Result<()> {
        self.step()?;
        self.inner.remove(key)
    }
    fn list(&self, folder: &Key) -> Result<Vec<Key>> {
        self.inner.list(folder)
    }
    fn lock(&self, key: &Key) -> Result<Lock> {
        self.inner.lock(key)
    }
    fn sweep(&self) -> Result<usize> {
        self.inner.sweep()
    }
    fn locate(&self, key: &Key) -> String {
        self.inner.locate(key)
    }
    fn location(&self) -> String {
        self.inner.location()
    }
}

/// A run that adds, edits, renames, removes and merges; calls `flushed` after each flush.
fn run(storage: &FailingStorage, mut flushed: impl FnMut()) -> Result<()> {
    let mut writer = open(storage)?.with_shard_bytes(1);
    flushed();
    // A long clip fills several shards before it is finished.
    let long = clip(11, 6, BOTH);
    for start in 0..3 {
        long.append(&mut writer, "c.mp4", 2 * start, 2 * start + 2)?;
    }
    long.finish(&mut writer, "c.mp4")?;
    let mut writer = writer.with_shard_bytes(1 << 20);
    writer.flush()?;
    flushed();
    clip(12, 3, AUDIO).add(&mut writer, "d.mp3")?;
    add_broken(&mut writer, "e.mp4", 13);
    writer.retain_files(|clip| clip.as_str() != "a.mp4");
    writer.flush()?;
    flushed();
    clip(14, 2, BOTH).add(&mut writer, "b.mp4")?;
    writer.flush()?;
    flushed();
    writer.compact()?;
    flushed();
    Ok(())
}

/// A library of two clips, before [`run`].
fn begin() -> TempDir {
    let (folder, storage) = empty();
    let mut writer = open(&storage).unwrap();
    clip(1, 3, BOTH).add(&mut writer, "a.mp4").unwrap();
    clip(2, 2, BOTH).add(&mut writer, "b.mp4").unwrap();
    writer.flush().unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        match from.is_dir() {
            true => copy(&from, &to),
            false => fs::copy(&from, &to).map(drop).unwrap(),
        }
    }
}

fn copied(from: &TempDir) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    copy(from.path(), to.path());
    to
}

#[test]
fn after_a_kill_at_any_step_a_reader_sees_a_complete_state() {
    let begun = begin();
    let whole = copied(&begun);
    let unlimited = FailingStorage::new(&whole, usize::MAX);
    let mut states: Vec<Contents> = Vec::new();
    run(&unlimited, || states.push(read(&unlimited.inner).unwrap())).unwrap();
    let n_steps = usize::MAX - unlimited.steps_left.load(Ordering::SeqCst);
    assert!(n_steps >= 15, "the run should have many steps, it has {n_steps}");
    assert_eq!(states.len(), 5);

    for last in 0..n_steps {
        let folder = copied(&begun);
        let storage = FailingStorage::new(&folder, last);
        let mut n_flushed = 0;
        let error = run(&storage, || n_flushed += 1).expect_err("it is killed");
        assert!(error.to_string().contains("continue"), "step {last}: {error}");
        let found = read(&storage.inner).unwrap();
        let (old, new) = (&states[n_flushed - 1], states.get(n_flushed));
        assert!(
            found == *old || Some(&found) == new,
            "step {last} shows neither the old nor the new state"
        );

        // The next run cleans up and reaches the same state.
        let next = FailingStorage::new(&folder, usize::MAX);
        run(&next, || {}).unwrap();
        assert_eq!(read(&next.inner).unwrap(), states[4], "after step {last}");
        let shards = next.inner.list(&Key::new("features").unwrap()).unwrap();
        let manifest = open(&next).unwrap().manifest().clone();
        assert!(shards.iter().eq(manifest.shards.keys()), "step {last} left other shards behind");
    }
}

#[test]
fn concepts_that_are_added_are_all_there_or_not_at_all() {
    let (begun, storage) = empty();
    without_concepts(&storage);
    let old = read(&storage).unwrap();
    let whole = copied(&begun);
    let unlimited = FailingStorage::new(&whole, usize::MAX);
    add_concepts(&mut open_without_concepts(&unlimited).unwrap().with_shard_bytes(200)).unwrap();
    let new = read(&unlimited.inner).unwrap();
    assert_ne!(old, new);
    let n_steps = usize::MAX - unlimited.steps_left.load(Ordering::SeqCst);
    assert!(n_steps >= 5, "{n_steps} steps");
    for last in 0..n_steps {
        let folder = copied(&begun);
        let storage = FailingStorage::new(&folder, last);
        let mut writer = open_without_concepts(&storage).unwrap().with_shard_bytes(200);
        add_concepts(&mut writer).expect_err("it is killed");
        drop(writer);
        let found = read(&storage.inner).unwrap();
        assert!(
            found == old || found == new,
            "step {last} shows neither the old nor the new state"
        );
        let next = FailingStorage::new(&folder, usize::MAX);
        let mut writer = open_without_concepts(&next).unwrap();
        if writer.manifest().concepts.is_none() {
            add_concepts(&mut writer).unwrap();
        }
        assert_eq!(read(&next.inner).unwrap(), new, "after step {last}");
        let shards = next.inner.list(&Key::new("features").unwrap()).unwrap();
        assert!(
            shards.iter().eq(writer.manifest().shards.keys()),
            "step {last} left others behind"
        );
    }
}
