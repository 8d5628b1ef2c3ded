//! Nothing is decoded twice, whatever files are called.

use std::fs;

use earsight_core::PerModality;
use earsight_extract::{Error, ExtractOptions, Silent, extract};
use earsight_store::Library;

use crate::media_files::{Folder, age, age_all};
use crate::runs::{clips, names, run};

#[test]
fn a_collection_that_changes_is_followed_without_decoding_anything_twice() {
    let folder = Folder::new();
    folder.video("a.mp4", 1.0, 440);
    folder.video("b.mp4", 2.0, 550);
    folder.bytes("broken.mp4", &[7; 5000]);
    let copied = fs::read(folder.path("a.mp4")).unwrap();
    folder.bytes("twin.mp4", &copied);
    age_all(&folder.videos);

    let (report, witness) = run(&folder);
    assert_eq!(report.extracted.len(), 2, "of twins one is decoded");
    assert_eq!(report.recognised.len(), 1);
    assert_eq!(witness.done.len(), 2);
    let first = clips(&folder);
    assert_eq!(first.len(), 3);
    assert_eq!(first[0].features, first[2].features);

    // Untouched: no file is even opened.
    let (report, witness) = run(&folder);
    assert_eq!(witness.plan.unwrap().n_to_read, 0);
    assert_eq!((report.n_unchanged, report.extracted.len(), report.skipped.len()), (4, 0, 1));
    assert_eq!(witness.skipped, report.skipped, "what is broken is said again");

    // Touched: hashed, and recognised.
    fs::File::options()
        .append(true)
        .open(folder.path("b.mp4"))
        .unwrap()
        .set_modified(std::time::SystemTime::now())
        .unwrap();
    let (report, witness) = run(&folder);
    assert_eq!((witness.plan.unwrap().n_to_read, report.n_unchanged), (1, 4));
    assert!(report.extracted.is_empty() && report.recognised.is_empty());

    // Renamed, deleted, edited and new.
    fs::rename(folder.path("b.mp4"), folder.path("renamed.mp4")).unwrap();
    fs::remove_file(folder.path("twin.mp4")).unwrap();
    folder.video("a.mp4", 2.0, 660);
    folder.video("new.mp4", 1.0, 770);
    age_all(&folder.videos);
    let (report, _) = run(&folder);
    assert_eq!(names(&report.recognised), ["renamed.mp4"]);
    let mut extracted = names(&report.extracted);
    extracted.sort_unstable();
    assert_eq!(extracted, ["a.mp4", "new.mp4"]);
    assert_eq!(report.n_removed, 2);
    let second = clips(&folder);
    let seen: Vec<_> = second.iter().map(|clip| (clip.id.as_str(), clip.n_segments())).collect();
    assert_eq!(seen, [("a.mp4", 2), ("new.mp4", 1), ("renamed.mp4", 2)]);
    assert_eq!(second[2].features, first[1].features);
    assert_ne!(second[0].features.audio, first[0].features.audio);

    // What was deleted comes back.
    folder.bytes("back.mp4", &copied);
    age(&folder.path("back.mp4"));
    let (report, _) = run(&folder);
    assert_eq!((names(&report.recognised), report.extracted.len()), (vec!["back.mp4"], 0));
    assert_eq!(clips(&folder)[1].features, first[0].features);
}

#[test]
fn a_shard_that_is_gone_is_made_again() {
    let folder = Folder::new();
    folder.video("a.mp4", 1.0, 440);
    age_all(&folder.videos);
    run(&folder);
    let before = clips(&folder);
    let library = Library::open_folder(&folder.library).unwrap();
    let shard = library.manifest().shards.keys().next().unwrap().to_string();
    fs::remove_file(folder.library.join(shard)).unwrap();
    let (report, _) = run(&folder);
    assert_eq!((report.n_lost, names(&report.extracted)), (1, vec!["a.mp4"]));
    assert_eq!(clips(&folder), before);
}

#[test]
fn a_library_takes_rows_of_its_own_backbones_only() {
    let folder = Folder::new();
    folder.sound("a.wav", 1.0);
    run(&folder);
    let mut options = ExtractOptions::default();
    options.backbones = PerModality { visual: "efficientnet-lite0@1".into(), ..options.backbones };
    let error = extract(&folder.videos, &folder.library, &options, &mut Silent).unwrap_err();
    assert!(matches!(&error, Error::Store(earsight_store::Error::OtherBackbone { .. })), "{error}");
    assert!(error.to_string().contains("efficientnet-lite0@1"), "{error}");
}
