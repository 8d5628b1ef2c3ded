//! Rows read back as they were written, however they were split, flushed and merged.

use std::sync::Arc;

use earsight_core::{ClipFeatures, PerModality};
use earsight_store::{Error, FolderStorage, Key, Library, Storage};
use ndarray::Array2;
use proptest::prelude::*;

use crate::toy::{
    AUDIO, BOTH, ToyClip, VISUAL, add_broken, backbones, clip, concepts, empty, file, hash, open,
    read, unsealed,
};

fn n_shards(storage: &impl Storage) -> usize {
    storage.list(&Key::new("features").unwrap()).unwrap().len()
}

#[test]
fn a_library_in_a_folder_reads_back_after_it_is_merged() {
    let folder = tempfile::tempdir().unwrap();
    let storage = FolderStorage::new(folder.path().join("a/lib"));
    let mut writer = open(&storage).unwrap();
    let clips = [clip(1, 3, BOTH), clip(2, 2, AUDIO), clip(3, 1, VISUAL), clip(4, 5, BOTH)];
    for toy in clips {
        toy.add(&mut writer, &format!("{}.mp4", toy.content)).unwrap();
        writer.flush().unwrap();
    }
    add_broken(&mut writer, "broken.mp4", 9);
    assert_eq!(n_shards(&storage), 4);
    writer.compact().unwrap();
    assert_eq!(n_shards(&storage), 3);
    let (found, skipped) = read(&storage).unwrap();
    for (toy, found) in clips.iter().zip(&found) {
        let name = format!("{}.mp4", toy.content);
        assert_eq!(*found, toy.seconds(&name, 0, toy.n_segments));
    }
    assert_eq!(skipped, ["broken.mp4".into()]);

    let library = Library::open_folder(folder.path().join("a/lib")).unwrap();
    let one = library.clip(&"2.mp4".into()).unwrap().unwrap();
    assert_eq!(one, clips[1].seconds("2.mp4", 0, 2));
    assert!(library.clip(&"broken.mp4".into()).unwrap().is_none());
    assert!(library.clip(&"none.mp4".into()).unwrap().is_none());
}

#[test]
fn a_folder_without_a_library_is_an_error_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let error = Library::open_folder(folder.path()).err().unwrap();
    assert!(matches!(error, Error::NotALibrary { .. }), "{error}");
    assert!(error.to_string().contains(&*folder.path().to_string_lossy()));
}

#[test]
fn an_open_library_does_not_change_when_its_shards_are_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let storage = FolderStorage::new(folder.path());
    let mut writer = open(&storage).unwrap();
    let (first, second) = (clip(1, 3, BOTH), clip(2, 2, BOTH));
    first.add(&mut writer, "a.mp4").unwrap();
    writer.flush().unwrap();
    let before = Library::open_folder(folder.path()).unwrap();
    second.add(&mut writer, "b.mp4").unwrap();
    writer.retain_files(|clip| clip.as_str() == "b.mp4");
    writer.compact().unwrap();
    assert_eq!(before.feature_set().unwrap().clips()[0], first.seconds("a.mp4", 0, 3));
    let (after, _) = read(&storage).unwrap();
    assert_eq!(after.len(), 1);
    assert_eq!(after[0], second.seconds("b.mp4", 0, 2));
    assert_eq!(n_shards(&storage), 1);
}

#[test]
fn a_renamed_and_a_copied_file_share_the_rows_of_their_content() {
    let (_folder, storage) = empty();
    let mut writer = open(&storage).unwrap();
    let toy = clip(7, 4, BOTH);
    toy.add(&mut writer, "old.mp4").unwrap();
    writer.flush().unwrap();
    writer.retain_files(|_| false);
    writer.flush().unwrap();
    assert!(read(&storage).unwrap().0.is_empty());
    drop(writer);
    let mut writer = open(&storage).unwrap();
    assert!(writer.manifest().contents.contains_key(&hash(7)), "its rows stay");
    for name in ["copy.mp4", "renamed.mp4"] {
        writer.set_file(name.into(), file(7, name));
    }
    writer.compact().unwrap();
    let (found, _) = read(&storage).unwrap();
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|clip| *clip == toy.seconds(clip.id.as_str(), 0, 4)));
}

#[test]
fn rows_of_other_backbones_are_rejected_with_both_names() {
    let (_folder, storage) = empty();
    let mut writer = open(&storage).unwrap();
    clip(1, 1, BOTH).add(&mut writer, "a").unwrap();
    writer.flush().unwrap();
    drop(writer);
    let mut others = backbones();
    others.visual.space.backbone = "other-eye".into();
    let error =
        earsight_store::LibraryWriter::open(Arc::new(storage.clone()), others).err().unwrap();
    let message = error.to_string();
    assert!(message.contains("eye [3") && message.contains("other-eye"), "{message}");
}

#[test]
fn a_second_writer_is_rejected_until_the_first_is_dropped() {
    let (_folder, storage) = empty();
    let first = open(&storage).unwrap();
    let error = open(&storage).err().unwrap();
    assert!(matches!(error, Error::Locked { .. }));
    let process = format!("process {}", std::process::id());
    assert!(error.to_string().contains(&process), "{error}");
    drop(first);
    assert!(open(&storage).is_ok());
}

#[test]
fn invalid_rows_are_rejected_with_their_clip() {
    let (_folder, storage) = empty();
    let mut writer = open(&storage).unwrap();
    let toy = clip(1, 3, BOTH);
    let mut rejected = |spoil: &dyn Fn(&mut ClipFeatures), part: &str| {
        let mut seconds = toy.seconds("a.mp4", 0, 3);
        spoil(&mut seconds);
        let error = writer.append(&seconds).unwrap_err();
        assert!(matches!(error, Error::Features(_)), "{error}");
        let message = error.to_string();
        assert!(message.contains("a.mp4") && message.contains(part), "{message}");
    };
    let nan = |rows: &mut PerModality<Option<Array2<f32>>>| {
        rows.audio.as_mut().unwrap()[[1, 0]] = f32::NAN;
    };
    rejected(&|seconds| nan(&mut seconds.features), "second 1");
    rejected(&|seconds| nan(&mut seconds.changes), "second 1");
    rejected(&|seconds| seconds.features.visual = toy.rows(0, 2).visual, "2 of picture");
    rejected(&|seconds| seconds.changes = PerModality::default(), "[0, 0]");
    rejected(&|seconds| seconds.changes = toy.rows(0, 3), "[3, 2]");
    rejected(&|seconds| nan(&mut seconds.concepts), "second 1");
    rejected(&|seconds| seconds.concepts = PerModality::default(), "[0, 0]");
    rejected(&|seconds| seconds.concepts.visual = toy.rows(0, 3).visual, "[3, 3]");
    toy.append(&mut writer, "a.mp4", 0, 1).unwrap();
    let without_audio = ToyClip { has: VISUAL, ..toy };
    assert!(matches!(without_audio.append(&mut writer, "a.mp4", 1, 2), Err(Error::Features(_))));
}

#[test]
fn changes_of_another_layout_are_not_read_and_not_added_to() {
    let (_folder, storage) = empty();
    let mut writer = open(&storage).unwrap();
    clip(1, 3, BOTH).add(&mut writer, "a.mp4").unwrap();
    writer.flush().unwrap();
    drop(writer);
    let key = Key::new("manifest.json").unwrap();
    let text = unsealed(std::str::from_utf8(&storage.read(&key).unwrap()).unwrap());
    let other = text.replace("steps-1", "steps-9");
    assert_ne!(text, other);
    storage.publish(&key, other.as_bytes()).unwrap();
    let (found, _) = read(&storage).unwrap();
    assert_eq!(found[0].features, clip(1, 3, BOTH).rows(0, 3));
    assert_eq!(found[0].changes, PerModality::default());
    assert!(matches!(open(&storage).err(), Some(Error::OtherBackbone { .. })));
}

#[test]
fn concepts_are_read_back_in_half_precision() {
    let (_folder, storage) = empty();
    let mut writer = open(&storage).unwrap();
    let toy = clip(1, 40, BOTH);
    let mut seconds = toy.seconds("a.mp4", 0, 40);
    let spread = |rows: &mut Array2<f32>| {
        let n = rows.len() as f32;
        rows.iter_mut().enumerate().for_each(|(place, root)| *root = (place as f32 / n).powi(9));
    };
    seconds.concepts.audio.iter_mut().chain(&mut seconds.concepts.visual).for_each(spread);
    writer.append(&seconds).unwrap();
    toy.finish(&mut writer, "a.mp4").unwrap();
    writer.flush().unwrap();
    let once = read(&storage).unwrap().0.remove(0);
    assert_eq!((&once.features, &once.changes), (&seconds.features, &seconds.changes));
    for (modality, rows) in once.concepts.iter() {
        let (rows, written) =
            (rows.as_ref().unwrap(), seconds.concepts[modality].as_ref().unwrap());
        for (root, exact) in rows.iter().zip(written) {
            // 11 significant bits; below 2⁻¹⁴ steps of 2⁻²⁴.
            assert!(
                (root - exact).abs() <= (exact / 2048.0).max(1.0 / (1 << 25) as f32),
                "{exact}"
            );
        }
    }
    // Merging copies them to the bit.
    clip(2, 3, BOTH).add(&mut writer, "b.mp4").unwrap();
    writer.compact().unwrap();
    assert_eq!(n_shards(&storage), 1);
    let found = read(&storage).unwrap().0;
    assert_eq!(found, [once, clip(2, 3, BOTH).seconds("b.mp4", 0, 3)]);
}

#[test]
fn concepts_of_another_list_are_rejected() {
    let (_folder, storage) = empty();
    let mut writer = open(&storage).unwrap();
    clip(1, 3, BOTH).add(&mut writer, "a.mp4").unwrap();
    writer.flush().unwrap();
    drop(writer);
    let mut others = concepts();
    others.audio.space.fingerprint = "other".into();
    let error = open(&storage).unwrap().with_concepts(others).err().unwrap();
    assert!(matches!(error, Error::OtherBackbone { .. }), "{error}");
}

#[test]
fn the_digest_changes_with_the_collection_only() {
    let (_folder, storage) = empty();
    let mut writer = open(&storage).unwrap();
    clip(1, 3, BOTH).add(&mut writer, "a").unwrap();
    writer.flush().unwrap();
    clip(2, 3, BOTH).add(&mut writer, "b").unwrap();
    writer.flush().unwrap();
    let digest = writer.manifest().digest();
    writer.compact().unwrap();
    assert_eq!(writer.manifest().digest(), digest);
    writer.retain_files(|clip| clip.as_str() != "b");
    assert_ne!(writer.manifest().digest(), digest);
}

#[derive(Debug, Clone)]
struct Step {
    toy: ToyClip,
    cuts: Vec<usize>,
    flush: bool,
    compact: bool,
    reopen: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let has = prop::sample::select(vec![BOTH, AUDIO, VISUAL]);
    let cuts = prop::collection::vec(1_usize..12, 0..4);
    (1_usize..12, has, cuts, any::<bool>(), prop::bool::weighted(0.2), prop::bool::weighted(0.2))
        .prop_map(|(n_segments, has, mut cuts, flush, compact, reopen)| {
            cuts.retain(|&cut| cut < n_segments);
            cuts.push(n_segments);
            cuts.sort_unstable();
            cuts.dedup();
            Step { toy: ToyClip { content: 0, n_segments, has }, cuts, flush, compact, reopen }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_sequence_of_writes_reads_back(steps in prop::collection::vec(step(), 1..12), shard_bytes in 1_usize..600) {
        let (_folder, storage) = empty();
        let mut writer = open(&storage).unwrap().with_shard_bytes(shard_bytes);
        let mut expected = Vec::new();
        for (idx, step) in steps.into_iter().enumerate() {
            let toy = ToyClip { content: idx as u32, ..step.toy };
            let name = format!("{idx:03}.mp4");
            let mut start = 0;
            for end in step.cuts {
                toy.append(&mut writer, &name, start, end).unwrap();
                start = end;
                if step.compact {
                    // In the middle of a clip: its rows are moved, but readers do not see it yet.
                    writer.compact().unwrap();
                }
            }
            toy.finish(&mut writer, &name).unwrap();
            expected.push(toy.seconds(&name, 0, toy.n_segments));
            if step.flush || step.reopen {
                writer.flush().unwrap();
                prop_assert_eq!(&read(&storage).unwrap().0, &expected);
            }
            if step.reopen {
                drop(writer);
                writer = open(&storage).unwrap().with_shard_bytes(shard_bytes);
            }
        }
        writer.compact().unwrap();
        prop_assert_eq!(&read(&storage).unwrap().0, &expected);
        let n_before = n_shards(&storage);
        writer.compact().unwrap();
        prop_assert_eq!(n_shards(&storage), n_before);
    }
}
