//! The index: rows and moments without a model.

use std::sync::Arc;

use earsight_core::{Distance, Modality, Norm, Part};
use earsight_store::{Error, FolderStorage, Index, IndexWriter, Key, Storage};
use ndarray::Array2;
use proptest::prelude::*;

use crate::toy::empty;

fn distance(n_latent: usize, n_generated: usize) -> Distance {
    let part = |name: &'static str, columns| Part {
        name: name.into(),
        columns,
        weight: 1.0,
        norm: Norm::Euclidean,
    };
    Distance {
        parts: vec![
            part("latent", 0..n_latent),
            part("generated", n_latent..n_latent + n_generated),
        ],
    }
}

fn begin<'a>(storage: &Arc<dyn Storage>) -> IndexWriter<'a> {
    IndexWriter::begin(Arc::clone(storage), "ms-vae", "ms-vae", "f00d", "digest", distance(2, 3))
        .unwrap()
}

fn rows(seed: usize, n: usize) -> Array2<f32> {
    Array2::from_shape_fn((n, 5), |(row, column)| (seed * 1000 + row * 10 + column) as f32)
}

#[test]
fn an_index_is_replaced_whole_and_cleans_up() {
    let folder = tempfile::tempdir().unwrap();
    let storage: Arc<dyn Storage> = Arc::new(FolderStorage::new(folder.path()));
    assert!(matches!(Index::open(Arc::clone(&storage), "ms-vae"), Err(Error::Missing { .. })));
    let mut writer = begin(&storage);
    writer.append(Modality::Audio, &"a.mp4".into(), 0, rows(1, 3).view()).unwrap();
    writer.finish().unwrap();
    let first = Index::open(Arc::clone(&storage), "ms-vae").unwrap();

    let mut writer = begin(&storage).with_shard_bytes(100);
    for clip in 0..6 {
        writer
            .append(Modality::Audio, &format!("{clip}").as_str().into(), 2, rows(clip, 4).view())
            .unwrap();
    }
    writer.append(Modality::Visual, &"v".into(), 0, rows(9, 1).view()).unwrap();
    assert!(matches!(
        IndexWriter::begin(Arc::clone(&storage), "ms-vae", "m", "f", "d", distance(1, 1)),
        Err(Error::Locked { .. })
    ));
    writer.finish().unwrap();

    let second = Index::open(Arc::clone(&storage), "ms-vae").unwrap();
    second.verify().unwrap();
    assert_eq!((first.n_rows(Modality::Audio), second.n_rows(Modality::Audio)), (3, 24));
    assert_eq!(first.row(Modality::Audio, 2).unwrap(), rows(1, 3).row(2));
    assert_eq!(second.row(Modality::Audio, 9).unwrap(), rows(2, 4).row(1));
    let moment = second.moment(Modality::Audio, 9).unwrap();
    assert_eq!((moment.clip.as_str(), moment.segment), ("2", 3));
    assert_eq!(second.moment(Modality::Audio, 24), None);
    assert_eq!(second.row(Modality::Visual, 1), None);
    assert_eq!(*second.distance(), distance(2, 3));
    assert_eq!(second.record().library, "digest");
    let arrows = storage.list(&Key::new("index").unwrap()).unwrap();
    let n_shards = arrows.iter().filter(|key| key.as_str().ends_with(".arrow")).count();
    assert_eq!(n_shards, second.chunks(Modality::Audio).unwrap().len() + 1);
}

/// Codes that are their rows' first numbers.
fn first_numbers(_: Modality, rows: ndarray::ArrayView2<'_, f32>) -> Option<Vec<u8>> {
    Some(rows.column(0).iter().map(|&number| number as u8).collect())
}

#[test]
fn codes_are_stored_with_their_shard_and_removed_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let storage: Arc<dyn Storage> = Arc::new(FolderStorage::new(folder.path()));
    let build = |coded: bool| {
        let mut writer = begin(&storage).with_shard_bytes(100);
        if coded {
            writer = writer.with_coder(first_numbers);
        }
        for clip in ["a", "b"] {
            writer.append(Modality::Visual, &clip.into(), 0, rows(0, 6).view()).unwrap();
        }
        writer.finish().unwrap();
        Index::open(Arc::clone(&storage), "ms-vae").unwrap()
    };
    let n_files = || {
        let files = std::fs::read_dir(folder.path().join("index/ms-vae")).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".codes")).count()
    };
    let index = build(true);
    index.verify().unwrap();
    let chunks = index.chunks(Modality::Visual).unwrap();
    let codes: Vec<_> = chunks.iter().map(|chunk| chunk.codes).collect();
    assert_eq!(codes, [Some([0, 10, 20, 30, 40, 50].as_slice()); 2]);
    assert_eq!(n_files(), 2);

    let key = Key::new("index/ms-vae/1-visual-1.codes").unwrap();
    storage.publish(&key, &[0; 6]).unwrap();
    let error = Index::open(Arc::clone(&storage), "ms-vae").unwrap().verify().unwrap_err();
    assert!(error.to_string().contains("1-visual-1.codes"), "{error}");
    storage.publish(&key, &[0; 5]).unwrap();
    let error = Index::open(Arc::clone(&storage), "ms-vae").map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("it has 5 bytes, 6 were written"), "{error}");

    let index = build(false);
    assert!(index.chunks(Modality::Visual).unwrap().iter().all(|chunk| chunk.codes.is_none()));
    assert_eq!(n_files(), 0);
}

#[test]
fn a_broken_index_is_named() {
    let (_folder, storage) = empty();
    let shared: Arc<dyn Storage> = Arc::new(storage.clone());
    let mut writer = begin(&shared);
    writer.append(Modality::Visual, &"a".into(), 0, rows(1, 3).view()).unwrap();
    assert!(writer.append(Modality::Visual, &"a".into(), 3, Array2::zeros((1, 4)).view()).is_err());
    assert!(
        writer
            .append(Modality::Visual, &"a".into(), 3, Array2::from_elem((1, 5), f32::NAN).view())
            .is_err()
    );
    writer.finish().unwrap();
    let key = Key::new("index/ms-vae/1-visual-0.arrow").unwrap();
    let whole = storage.read(&key).unwrap();
    storage.publish(&key, &whole[..whole.len() - 1]).unwrap();
    let message = Index::open(Arc::clone(&shared), "ms-vae").err().unwrap().to_string();
    assert!(message.contains("1-visual-0.arrow"), "{message}");
    let mut changed = whole.to_vec();
    let place = changed.windows(4).position(|window| window == 1010.0_f32.to_le_bytes()).unwrap();
    changed[place] ^= 1;
    storage.publish(&key, &changed).unwrap();
    let index = Index::open(shared, "ms-vae").unwrap();
    assert!(matches!(index.verify(), Err(Error::Corrupt { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn chunks_hold_all_rows_in_order(lengths in prop::collection::vec(1_usize..9, 0..12), shard_bytes in 1_usize..800) {
        let (_folder, storage) = empty();
        let storage: Arc<dyn Storage> = Arc::new(storage);
        let mut writer = begin(&storage).with_shard_bytes(shard_bytes);
        let mut expected = Vec::new();
        for (clip, &n) in lengths.iter().enumerate() {
            writer.append(Modality::Audio, &format!("{clip}").as_str().into(), 0, rows(clip, n).view()).unwrap();
            expected.extend((0..n).map(|row| (clip, row)));
        }
        writer.finish().unwrap();
        let index = Index::open(storage, "ms-vae").unwrap();
        prop_assert_eq!(index.n_rows(Modality::Audio), expected.len());
        let mut n_seen = 0;
        for chunk in index.chunks(Modality::Audio).unwrap() {
            prop_assert_eq!(chunk.first_row, n_seen);
            for row in chunk.rows.rows() {
                let (clip, segment) = expected[n_seen];
                let whole = rows(clip, segment + 1);
                prop_assert_eq!(row, whole.row(segment));
                let moment = index.moment(Modality::Audio, n_seen).unwrap();
                prop_assert_eq!((moment.clip.as_str().to_owned(), moment.segment), (clip.to_string(), segment));
                n_seen += 1;
            }
        }
        prop_assert_eq!(n_seen, expected.len());
    }
}
