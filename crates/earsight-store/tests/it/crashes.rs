//! A run that dies at any step leaves the old state or the new one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use earsight_store::{Error, Key, Lock, MemoryStorage, Result, Storage};

use crate::toy::{BOTH, HEARD, Seen, add_broken, clip, file, hash, open, seen};

/// A storage whose process dies before the step of that number; afterwards nothing works any more.
#[derive(Clone)]
struct Mortal {
    inner: MemoryStorage,
    steps_left: Arc<AtomicUsize>,
}

impl Mortal {
    fn step(&self) -> Result<()> {
        let lives = |left: usize| left.checked_sub(1);
        let lived = self.steps_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, lives);
        lived.map(drop).map_err(|_| Error::Io {
            doing: "go on",
            source: std::io::Error::other("the process is dead"),
            path: self.inner.location(),
        })
    }
}

impl Storage for Mortal {
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

/// A run that adds, edits, renames, forgets and merges; tells what a reader should see after each flush.
fn run(storage: &Mortal, mut flushed: impl FnMut()) -> Result<()> {
    let mut writer = open(storage)?.with_shard_bytes(1);
    flushed();
    // A long clip fills several shards before it is finished.
    let long = clip(11, 6, BOTH);
    for start in 0..3 {
        long.append(&mut writer, "c.mp4", 2 * start, 2 * start + 2)?;
    }
    writer.finish(hash(11), 6.0, "toy 1.0")?;
    writer.set_file("c.mp4".into(), file(11, "c.mp4"));
    let mut writer = writer.with_shard_bytes(1 << 20);
    writer.flush()?;
    flushed();
    clip(12, 3, HEARD).add(&mut writer, "d.mp3")?;
    add_broken(&mut writer, "e.mp4", 13);
    writer.retain_files(|clip| clip.as_str() != "a.mp4");
    writer.flush()?;
    flushed();
    clip(14, 2, BOTH).add(&mut writer, "b.mp4")?;
    writer.forget_unused();
    writer.flush()?;
    flushed();
    writer.compact()?;
    flushed();
    Ok(())
}

fn beginning() -> MemoryStorage {
    let storage = MemoryStorage::new();
    let mut writer = open(&storage).unwrap();
    clip(1, 3, BOTH).add(&mut writer, "a.mp4").unwrap();
    clip(2, 2, BOTH).add(&mut writer, "b.mp4").unwrap();
    writer.flush().unwrap();
    storage
}

#[test]
fn whatever_step_is_the_last_a_reader_sees_a_whole_state() {
    let mortal = |n_steps| Mortal {
        inner: beginning().snapshot(),
        steps_left: Arc::new(AtomicUsize::new(n_steps)),
    };
    let immortal = mortal(usize::MAX);
    let mut states: Vec<Seen> = Vec::new();
    run(&immortal, || states.push(seen(&immortal.inner).unwrap())).unwrap();
    let n_steps = usize::MAX - immortal.steps_left.load(Ordering::SeqCst);
    assert!(n_steps >= 15, "the run should have many steps, it has {n_steps}");
    assert_eq!(states.len(), 5);

    for last in 0..n_steps {
        let storage = mortal(last);
        let mut n_flushed = 0;
        let error = run(&storage, || n_flushed += 1).expect_err("it dies");
        assert!(error.to_string().contains("go on"), "step {last}: {error}");
        let found = seen(&storage.inner.snapshot()).unwrap();
        let (old, new) = (&states[n_flushed - 1], states.get(n_flushed));
        assert!(
            found == *old || Some(&found) == new,
            "step {last} shows neither the old nor the new"
        );

        // The next run cleans up and comes to the same end.
        let next = Mortal {
            inner: storage.inner.snapshot(),
            steps_left: Arc::new(AtomicUsize::new(usize::MAX)),
        };
        run(&next, || {}).unwrap();
        assert_eq!(seen(&next.inner).unwrap(), states[4], "after step {last}");
        let shards = next.inner.list(&Key::new("features").unwrap()).unwrap();
        let manifest = open(&next).unwrap().manifest().clone();
        assert!(shards.iter().eq(manifest.shards.keys()), "step {last} left something behind");
    }
}
