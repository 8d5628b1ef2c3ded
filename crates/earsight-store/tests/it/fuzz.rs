//! Mutated shards cause neither a panic nor an allocation beyond their size.
//!
//! `EARSIGHT_FUZZ_CASES=1000000 cargo test --release -p earsight-store fuzz` runs more cases than by default.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use earsight_core::{Distance, Modality};
use earsight_store::{ContentHash, Error, Index, IndexWriter, Key, Library, Lock, Result, Storage};
use ndarray::Array2;

use crate::allocations::peak_bytes;
use crate::toy::{AUDIO, BOTH, clip, empty, open, open_without_concepts, unsealed};

/// Cases for each kind of shard.
const N_CASES: u64 = 20_000;
/// Memory for open files, their records and an error message, beyond twice the size of the shard.
const OVERHEAD_BYTES: usize = 64 << 10;

/// Files that can only be read.
#[derive(Clone)]
struct ReadOnly(HashMap<String, Bytes>);

impl Storage for ReadOnly {
    fn read(&self, key: &Key) -> Result<Bytes> {
        let missing = || Error::Missing { path: key.to_string() };
        self.0.get(key.as_str()).cloned().ok_or_else(missing)
    }
    fn publish(&self, _: &Key, _: &[u8]) -> Result<()> {
        unreachable!("nothing is written")
    }
    fn remove(&self, _: &Key) -> Result<()> {
        unreachable!("nothing is removed")
    }
    fn list(&self, _: &Key) -> Result<Vec<Key>> {
        unreachable!("nothing is listed")
    }
    fn lock(&self, _: &Key) -> Result<Lock> {
        unreachable!("nothing is locked")
    }
    fn sweep(&self) -> Result<usize> {
        unreachable!("nothing is removed")
    }
    fn locate(&self, key: &Key) -> String {
        key.to_string()
    }
    fn location(&self) -> String {
        "memory".to_owned()
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }
}

/// One to four changes, most of them in the header and the footer.
fn mutated(whole: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let n = whole.len();
    let footer = i32::from_le_bytes(whole[n - 10..n - 6].try_into().unwrap()) as usize + 10;
    let lengths = [0, 1, 3, 8, n as i64, 8 * n as i64, 1 << 30, 1 << 31, 1 << 40, 1 << 62];
    for _ in 0..=random.below(4) {
        let place = match random.below(8) {
            0..=3 => n - footer + random.below(footer),
            4..=6 => random.below(n.min(1400)),
            _ => random.below(n),
        };
        match random.below(8) {
            0 | 1 => bytes[place] ^= 1 << random.below(8),
            2 => bytes[place] = random.of(&[0x00, 0x01, 0x7f, 0x80, 0xff]),
            3 => bytes[place] = random.next() as u8,
            kind => {
                let value = random.of(&lengths) * random.of(&[1, 1, 1, -1]);
                let (width, value) = if kind < 6 { (4, value as i32 as i64) } else { (8, value) };
                let start = place / width * width;
                let end = (start + width).min(n);
                bytes[start..end].copy_from_slice(&value.to_le_bytes()[..end - start]);
            }
        }
    }
    if random.below(16) == 0 {
        bytes.truncate(random.below(n));
    }
    bytes
}

/// Replaces the only shard with mutated bytes whose length and checksum are recorded, and reads it.
fn fuzz(storage: &impl Storage, record: &str, folder: &str, read: impl Fn(ReadOnly) -> Result<()>) {
    let of = |name: &str| storage.read(&Key::new(name).unwrap()).unwrap();
    let shards = storage.list(&Key::new(folder).unwrap()).unwrap();
    let [shard] =
        &shards.iter().filter(|key| key.as_str().ends_with("arrow")).collect::<Vec<_>>()[..]
    else {
        panic!("{shards:?}")
    };
    let whole = of(shard.as_str());
    let json = unsealed(std::str::from_utf8(&of(record)).unwrap());
    let (n_bytes, checksum) = (format!("\"n_bytes\":{}", whole.len()), hash(&whole));
    assert!(json.contains(&n_bytes) && json.contains(&checksum), "{json}");
    let read = |bytes: Vec<u8>| {
        let json = json
            .replace(&n_bytes, &format!("\"n_bytes\":{}", bytes.len()))
            .replace(&checksum, &hash(&bytes))
            .replace(&checksum[..32], &hash(&bytes)[..32]);
        let files = [(record, json.into()), (shard.as_str(), Bytes::from(bytes))];
        read(ReadOnly(files.map(|(name, bytes)| (name.to_owned(), bytes)).into()))
    };
    read(whole.to_vec()).unwrap();
    for n_bytes in 0..whole.len() {
        read(whole[..n_bytes].to_vec()).expect_err("it is truncated");
    }
    let n_cases = std::env::var("EARSIGHT_FUZZ_CASES").map_or(N_CASES, |n| n.parse().unwrap());
    let mut n_rejected = 0;
    for case in 0..n_cases {
        let bytes = mutated(&whole, &mut Random(case));
        let n_allowed = 2 * bytes.len() + OVERHEAD_BYTES;
        let (result, n_allocated) = peak_bytes(|| read(bytes));
        assert!(n_allocated <= n_allowed, "case {case}: {n_allocated} bytes, {result:?}");
        n_rejected += u64::from(result.is_err());
    }
    assert!(n_rejected > n_cases / 2 && n_rejected < n_cases, "{n_rejected} of {n_cases}");
}

fn hash(bytes: &[u8]) -> String {
    ContentHash::of(bytes).unwrap().to_string()
}

#[test]
fn mutated_shards_of_a_library_are_rejected_or_read() {
    for (has, n_segments) in [(BOTH, 4), (AUDIO, 1)] {
        let (_folder, storage) = empty();
        let mut writer = open(&storage).unwrap();
        clip(1, n_segments, has).add(&mut writer, "häuser/a.mp4").unwrap();
        writer.flush().unwrap();
        fuzz(&storage, "manifest.json", "features", |files| {
            Library::open(Arc::new(files))?.feature_set().map(drop)
        });
    }
}

#[test]
fn mutated_shards_without_concepts_are_rejected_or_read() {
    let (_folder, storage) = empty();
    let mut writer = open_without_concepts(&storage).unwrap();
    clip(1, 3, BOTH).add(&mut writer, "a.mp4").unwrap();
    writer.flush().unwrap();
    fuzz(&storage, "manifest.json", "features", |files| {
        Library::open(Arc::new(files))?.feature_set().map(drop)
    });
}

#[test]
fn mutated_shards_of_an_index_are_rejected_or_read() {
    let (_folder, storage) = empty();
    let shared = Arc::new(storage.clone());
    let distance = Distance::euclidean("latent", 5);
    let mut writer = IndexWriter::begin(shared, "m", "m", "f", "d", distance).unwrap();
    let rows = Array2::from_shape_fn((6, 5), |(row, column)| (10 * row + column) as f32);
    for name in ["a.mp4", "häuser/b.mp4"] {
        writer.append(Modality::Audio, &name.into(), 3, rows.view()).unwrap();
    }
    writer.finish().unwrap();
    fuzz(&storage, "index/m/index.json", "index/m", |files| {
        let index = Index::open(Arc::new(files), "m")?;
        for row in 0..index.n_rows(Modality::Audio) {
            assert!(index.row(Modality::Audio, row).is_some_and(|row| row.len() == 5));
            // `None` where the name of the clip is invalid.
            let _ = index.moment(Modality::Audio, row);
        }
        Ok(())
    });
}
