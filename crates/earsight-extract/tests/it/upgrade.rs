//! A library without concepts gets those of a fresh extraction, and an interrupted upgrade loses nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use earsight_core::{ClipFeatures, PerModality};
use earsight_extract::{ExtractEvent, ExtractOptions, Upgraded, upgrade};
use earsight_store::{FolderStorage, Library, LibraryWriter, Outcome};

use crate::media_files::Folder;
use crate::runs::{clips, run};

/// Replaces the library by one of the same rows, as a program that knew no concepts would have written it.
fn remove_concepts(folder: &Folder) {
    let fresh = Library::open_folder(&folder.library).unwrap();
    let manifest = fresh.manifest().clone();
    let rows: Vec<_> = manifest.clips().map(|(id, _)| fresh.clip(id).unwrap().unwrap()).collect();
    drop(fresh);
    fs::remove_dir_all(&folder.library).unwrap();
    let storage = Arc::new(FolderStorage::new(&folder.library));
    let mut writer =
        LibraryWriter::open(storage, manifest.backbones.clone()).unwrap().with_changes();
    writer.set_folder(&manifest.folder);
    let mut done = BTreeSet::new();
    for clip in rows {
        let file = manifest.files[&clip.id].clone();
        if done.insert(file.content) {
            writer.append(&clip).unwrap();
            let Outcome::Features(record) = &manifest.contents[&file.content] else {
                unreachable!()
            };
            writer.finish(&clip.id, file.content, record.duration_secs, &record.decoder).unwrap();
        }
        writer.set_file(clip.id, file);
    }
    writer.flush().unwrap();
}

fn upgraded(folder: &Folder) -> Upgraded {
    upgrade(&folder.library, &ExtractOptions::default(), &mut |_event| {}).unwrap()
}

fn heard(clip: &ClipFeatures) -> Option<Vec<f32>> {
    clip.concepts.audio.as_ref().map(|rows| rows.iter().copied().collect())
}

#[test]
fn an_upgraded_library_has_the_rows_of_a_fresh_one() {
    let folder = Folder::new();
    folder.video("both.mp4", 2.0, 440);
    fs::copy(folder.path("both.mp4"), folder.path("copy.mp4")).unwrap();
    folder.video("rest.mp4", 2.2, 500);
    folder.silent("silent.mp4", 1.6);
    folder.sound("sound.wav", 2.7);
    folder.sound("blip.wav", 0.1);
    folder.photo("photo.png");
    let picture = "testsrc2=size=96x72:rate=12:duration=3";
    for (name, secs) in [("short.mkv", 1.3), ("long.mkv", 6.0)] {
        let tone = format!("sine=frequency=200:duration={secs}");
        folder.render(name, &["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", &tone]);
    }
    run(&folder);
    let fresh = clips(&folder);
    remove_concepts(&folder);
    assert!(clips(&folder).iter().all(|clip| clip.concepts == PerModality::default()));

    let report = upgraded(&folder);
    assert_eq!((report.n_decoded, report.n_known, report.n_clips), (6, 0, 9), "{report:?}");
    assert!(report.gained_concepts && report.has_concepts && report.unheard.is_empty());
    assert!(!report.is_cancelled && !report.was_there());
    assert_eq!(clips(&folder), fresh);
    assert!(!folder.library.join("upgrade").exists());

    let again = upgraded(&folder);
    assert!(again.was_there() && again.n_decoded == 0, "{again:?}");
    assert_eq!(clips(&folder), fresh);
    // The next extraction goes on with it.
    folder.video("new.mp4", 1.0, 300);
    let (report, _) = run(&folder);
    assert_eq!((report.n_decoded, report.n_known), (1, 9));
    assert!(clips(&folder).iter().all(|clip| clip.concepts != PerModality::default()));
}

#[test]
fn a_missing_or_edited_file_keeps_its_features_without_evidence_of_its_sound() {
    let folder = Folder::new();
    folder.video("kept.mp4", 1.0, 300);
    folder.video("edited.mp4", 1.0, 440);
    folder.video("missing.mp4", 1.0, 500);
    run(&folder);
    let fresh = clips(&folder);
    remove_concepts(&folder);
    fs::remove_file(folder.path("missing.mp4")).unwrap();
    folder.video("edited.mp4", 1.0, 441);

    let report = upgraded(&folder);
    let unheard: Vec<_> = report.unheard.iter().map(|file| &*file.file).collect();
    assert_eq!(unheard, ["edited.mp4", "missing.mp4"]);
    assert!(report.unheard[0].reason.contains("no longer the file"), "{report:?}");
    assert!(report.unheard[1].reason.contains("no longer at"), "{report:?}");
    let library = Library::open_folder(&folder.library).unwrap();
    let means = &library.manifest().concepts.as_ref().unwrap().audio.means;
    for (clip, fresh) in clips(&folder).iter().zip(&fresh) {
        assert_eq!((&clip.features, &clip.changes), (&fresh.features, &fresh.changes));
        assert_eq!(clip.concepts.visual, fresh.concepts.visual);
        if clip.id.as_str() == "kept.mp4" {
            assert_eq!(heard(clip), heard(fresh));
        } else {
            let heard = heard(clip).unwrap();
            assert!(heard.iter().zip(means).all(|(root, mean)| (root - mean).abs() < 1e-3));
        }
    }
}

#[test]
fn a_cancelled_upgrade_leaves_the_library_and_is_resumed() {
    let folder = Folder::new();
    for file in 0..4 {
        folder.video(&format!("{file}.mp4"), 1.0, 300 + 50 * file);
    }
    run(&folder);
    let fresh = clips(&folder);
    remove_concepts(&folder);
    let without = clips(&folder);

    let options = ExtractOptions { threads: 1, ..ExtractOptions::default() };
    let mut cancel = |event: ExtractEvent<'_>| {
        if matches!(event, ExtractEvent::FileDone { .. }) {
            options.cancel.store(true, Ordering::Relaxed);
        }
    };
    let first = upgrade(&folder.library, &options, &mut cancel).unwrap();
    assert!(first.is_cancelled && !first.gained_concepts, "{first:?}");
    assert!((1..4).contains(&first.n_decoded) && first.unheard.is_empty(), "{first:?}");
    assert_eq!(clips(&folder), without);

    let second = upgraded(&folder);
    assert_eq!((second.n_known, second.n_decoded), (first.n_decoded, 4 - first.n_decoded));
    assert_eq!(clips(&folder), fresh);
}

#[test]
fn the_library_of_the_first_release_is_upgraded_without_its_files() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../earsight-store/tests/fixtures/format-2.earsight");
    let folder = Folder::new();
    let shards = "features/9507ca1d4f6778df";
    fs::create_dir_all(folder.library.join(shards)).unwrap();
    for file in ["manifest.json", &format!("{shards}/1-3.arrow")] {
        fs::copy(from.join(file), folder.library.join(file)).unwrap();
    }
    let before = clips(&folder);
    let report = upgraded(&folder);
    assert_eq!((report.format_before, report.format), (2, earsight_store::FORMAT));
    assert_eq!((report.n_decoded, report.unheard.len()), (0, 4));
    for (clip, before) in clips(&folder).iter().zip(&before) {
        assert_eq!((&clip.features, &clip.changes), (&before.features, &before.changes));
        assert!(clip.concepts.audio.is_some() && clip.concepts.visual.is_some());
    }
    assert!(upgraded(&folder).was_there());
}

#[test]
fn a_folder_without_a_library_is_not_made_one() {
    let folder = Folder::new();
    let error = upgrade(&folder.library, &ExtractOptions::default(), &mut |_event| {}).unwrap_err();
    assert!(error.to_string().contains("there is no library"), "{error}");
    assert!(!folder.library.exists());
}
