//! Libraries of older formats: read, written to, and upgraded.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use earsight_core::{Modality, PerModality};
use earsight_store::{
    ConceptRows, Error, FORMAT, FolderStorage, Key, Library, LibraryWriter, Result, Storage,
    StoredSeconds,
};
use ndarray::Array2;

use crate::toy::{
    AUDIO, BOTH, ToyClip, VISUAL, add_broken, clip, concepts, empty, hash, open,
    open_without_changes, open_without_concepts, read, unsealed,
};

const CLIPS: [(&str, ToyClip); 4] = [
    ("a.mp4", ToyClip { content: 1, n_segments: 9, has: BOTH }),
    ("b.mp3", ToyClip { content: 2, n_segments: 2, has: AUDIO }),
    ("c.mp4", ToyClip { content: 3, n_segments: 1, has: VISUAL }),
    ("d.mp4", ToyClip { content: 4, n_segments: 3, has: BOTH }),
];

/// A library of four clips, a broken file and a content without a file.
fn fill(mut writer: LibraryWriter) {
    for (name, toy) in CLIPS {
        toy.add(&mut writer, name).unwrap();
        writer.flush().unwrap();
    }
    add_broken(&mut writer, "e.mp4", 5);
    clip(6, 2, BOTH).add(&mut writer, "gone.mp4").unwrap();
    writer.retain_files(|clip| clip.as_str() != "gone.mp4");
    writer.flush().unwrap();
}

/// Makes such a library without concepts.
pub fn without_concepts(storage: &FolderStorage) {
    fill(open_without_concepts(storage).unwrap());
}

/// Adds the concepts that the clips would have had from the beginning.
pub fn add_concepts(writer: &mut LibraryWriter) -> Result<()> {
    writer.add_concepts(concepts(), &mut |seconds| Ok(roots(seconds)))
}

fn roots(seconds: &StoredSeconds<'_>) -> ConceptRows {
    let content = (1..9).find(|&content| hash(content) == seconds.content).unwrap();
    let has = seconds.features.as_ref().map(Option::is_some);
    let rows = seconds.features.iter().find_map(|(_, rows)| rows.as_ref()).unwrap();
    let (start, end) = (seconds.first_segment, seconds.first_segment + rows.nrows());
    let toy = ToyClip { content, n_segments: end, has };
    let features = seconds.features.as_ref().map(|rows| rows.as_ref().map(|rows| rows.to_owned()));
    assert_eq!(features, toy.rows(start, end));
    toy.concept_rows(start, end)
}

fn rewrite_manifest(storage: &FolderStorage, from: &str, to: &str) {
    let key = Key::new("manifest.json").unwrap();
    let text = unsealed(std::str::from_utf8(&storage.read(&key).unwrap()).unwrap());
    assert!(text.contains(from), "{text}");
    storage.publish(&key, text.replace(from, to).as_bytes()).unwrap();
}

#[test]
fn a_library_without_concepts_stays_readable_and_writable() {
    let (_folder, storage) = empty();
    without_concepts(&storage);
    // As a program of format 2 wrote it.
    let newest = format!("\"format\":{FORMAT},\"needs\":\"0.2.0\"");
    rewrite_manifest(&storage, &newest, "\"version\":2");
    let mut writer = open(&storage).unwrap();
    assert_eq!(writer.format(), 2);
    clip(7, 2, AUDIO).add(&mut writer, "f.mp3").unwrap();
    writer.compact().unwrap();
    assert_eq!(writer.format(), FORMAT);
    assert_eq!(writer.manifest().concepts, None);
    let (found, _) = read(&storage).unwrap();
    assert_eq!(found.len(), 5);
    for ((name, toy), found) in CLIPS.into_iter().chain([("f.mp3", clip(7, 2, AUDIO))]).zip(&found)
    {
        let mut expected = toy.seconds(name, 0, toy.n_segments);
        expected.concepts = PerModality::default();
        assert_eq!(*found, expected);
    }
}

#[test]
fn a_library_created_without_changes_stays_without() {
    let (_folder, storage) = empty();
    let mut writer = open_without_changes(&storage).unwrap();
    clip(1, 3, BOTH).add(&mut writer, "a.mp4").unwrap();
    writer.flush().unwrap();
    drop(writer);
    let newest = format!("\"format\":{FORMAT},\"needs\":\"0.2.0\"");
    rewrite_manifest(&storage, &newest, "\"version\":1");
    let mut writer = open(&storage).unwrap();
    clip(2, 2, AUDIO).add(&mut writer, "b.mp3").unwrap();
    writer.compact().unwrap();
    assert!(!writer.manifest().has_changes());
    let (found, _) = read(&storage).unwrap();
    assert_eq!(found.len(), 2);
    for (toy, found) in [clip(1, 3, BOTH), clip(2, 2, AUDIO)].iter().zip(&found) {
        assert_eq!(found.features, toy.rows(0, toy.n_segments));
        assert_eq!(found.changes, PerModality::default());
        assert_eq!(found.concepts, PerModality::default());
    }
}

#[test]
fn added_concepts_are_those_of_a_library_that_had_them_from_the_beginning() {
    for shard_bytes in [1, 300, 1 << 20] {
        let (_folder, storage) = empty();
        without_concepts(&storage);
        let mut writer = open_without_concepts(&storage).unwrap().with_shard_bytes(shard_bytes);
        let digest = writer.manifest().digest();
        add_concepts(&mut writer).unwrap();
        assert_ne!(writer.manifest().digest(), digest, "what was fitted before is stale");
        let (_other, whole) = empty();
        fill(open(&whole).unwrap());
        assert_eq!(read(&storage).unwrap(), read(&whole).unwrap());
        // The content without a file has them too, and the library can be added to.
        drop(writer);
        let mut writer = open(&storage).unwrap();
        writer.set_file("back.mp4".into(), crate::toy::file(6, "back.mp4"));
        clip(8, 2, BOTH).add(&mut writer, "new.mp4").unwrap();
        writer.compact().unwrap();
        let library = Library::open(Arc::new(storage)).unwrap();
        let back = library.clip(&"back.mp4".into()).unwrap().unwrap();
        assert_eq!(back, clip(6, 2, BOTH).seconds("back.mp4", 0, 2));
    }
}

#[test]
fn concepts_that_fail_leave_the_library_as_it_was() {
    let (_folder, storage) = empty();
    without_concepts(&storage);
    let before = read(&storage).unwrap();
    let mut writer = open_without_concepts(&storage).unwrap().with_shard_bytes(1);
    let mut fails = |spoil: &dyn Fn(&mut ConceptRows)| {
        let added = writer.add_concepts(concepts(), &mut |seconds| {
            let mut rows = roots(seconds);
            spoil(&mut rows);
            Ok(rows)
        });
        assert!(matches!(added, Err(Error::Features(_))), "{added:?}");
        assert_eq!(writer.manifest().concepts, None);
        assert_eq!(read(&storage).unwrap(), before);
    };
    fails(&|rows| rows.visual = None);
    fails(&|rows| rows.audio = rows.visual.clone());
    fails(&|rows| rows.visual = rows.visual.take().map(|rows| rows * f32::NAN));
    add_concepts(&mut writer).unwrap();
    assert_ne!(read(&storage).unwrap(), before);
}

/// The library that the README of the fixtures describes.
fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format-2.earsight")
}

#[test]
fn a_library_of_the_first_release_is_read() {
    let library = Library::open_folder(fixture()).unwrap();
    library.verify().unwrap();
    let manifest = library.manifest();
    assert_eq!((manifest.format, &*manifest.needs), (2, ""));
    assert!(manifest.has_changes() && manifest.concepts.is_none());
    let features = library.feature_set().unwrap();
    assert_eq!(features.clips().len(), 4);
    for clip in features.clips() {
        assert_eq!(clip.n_segments(), 3);
        for modality in Modality::ALL {
            let rows: &Array2<f32> = clip.features[modality].as_ref().unwrap();
            assert_eq!(rows.ncols(), features.spaces()[modality].dim);
            assert!(clip.changes[modality].is_some() && clip.concepts[modality].is_none());
        }
    }
}
