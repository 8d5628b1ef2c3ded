//! Nothing is decoded twice, whatever files are called.

use std::fs;

use earsight_core::PerModality;
use earsight_extract::{Error, ExtractOptions, extract};
use earsight_store::Library;

use crate::media_files::{Folder, age, age_all};
use crate::runs::{clips, run};

#[test]
fn changes_of_a_collection_are_applied_without_decoding_a_file_twice() {
    let folder = Folder::new();
    folder.video("a.mp4", 1.0, 440);
    folder.video("b.mp4", 2.0, 550);
    folder.bytes("broken.mp4", &[7; 5000]);
    let copied = fs::read(folder.path("a.mp4")).unwrap();
    folder.bytes("twin.mp4", &copied);
    age_all(&folder.videos);

    let (report, events) = run(&folder);
    assert_eq!(report.n_decoded, 2, "of two copies one is decoded");
    assert_eq!(report.n_known, 1);
    assert_eq!(events.done.len(), 2);
    let first = clips(&folder);
    assert_eq!(first.len(), 3);
    assert_eq!(first[0].features, first[2].features);

    // Untouched: no file is even opened.
    let (report, events) = run(&folder);
    assert_eq!(events.plan.unwrap().n_to_read, 0);
    assert_eq!((report.n_known, report.n_decoded, report.skipped.len()), (4, 0, 1));
    assert_eq!(events.skipped, report.skipped, "broken files are reported again");

    // Touched: hashed, and recognized.
    fs::File::options()
        .append(true)
        .open(folder.path("b.mp4"))
        .unwrap()
        .set_modified(std::time::SystemTime::now())
        .unwrap();
    let (report, events) = run(&folder);
    assert_eq!((events.plan.unwrap().n_to_read, report.n_known, report.n_decoded), (1, 4, 0));

    // Renamed, deleted, edited and new.
    fs::rename(folder.path("b.mp4"), folder.path("renamed.mp4")).unwrap();
    fs::remove_file(folder.path("twin.mp4")).unwrap();
    folder.video("a.mp4", 2.0, 660);
    folder.video("new.mp4", 1.0, 770);
    age_all(&folder.videos);
    let (report, events) = run(&folder);
    assert_eq!(events.decoded(), ["a.mp4", "new.mp4"]);
    // The broken file is unchanged, and the renamed one is recognized.
    assert_eq!((report.n_known, report.n_removed), (2, 2));
    let second = clips(&folder);
    let seen: Vec<_> = second.iter().map(|clip| (clip.id.as_str(), clip.n_segments())).collect();
    assert_eq!(seen, [("a.mp4", 2), ("new.mp4", 1), ("renamed.mp4", 2)]);
    assert_eq!(second[2].features, first[1].features);
    assert_ne!(second[0].features.audio, first[0].features.audio);

    // A deleted file comes back.
    folder.bytes("back.mp4", &copied);
    age(&folder.path("back.mp4"));
    let (report, _) = run(&folder);
    assert_eq!((report.n_known, report.n_decoded), (5, 0));
    assert_eq!(clips(&folder)[1].id.as_str(), "back.mp4");
    assert_eq!(clips(&folder)[1].features, first[0].features);
}

#[test]
fn rows_of_a_missing_shard_are_extracted_again() {
    let folder = Folder::new();
    folder.video("a.mp4", 1.0, 440);
    age_all(&folder.videos);
    run(&folder);
    let before = clips(&folder);
    let library = Library::open_folder(&folder.library).unwrap();
    let shard = library.manifest().shards.keys().next().unwrap().to_string();
    fs::remove_file(folder.library.join(shard)).unwrap();
    let (report, events) = run(&folder);
    assert_eq!((report.n_lost, events.decoded()), (1, vec!["a.mp4"]));
    assert_eq!(clips(&folder), before);
}

#[test]
fn a_library_accepts_rows_of_its_own_backbones_only() {
    let folder = Folder::new();
    folder.sound("a.wav", 1.0);
    run(&folder);
    let mut options = ExtractOptions::default();
    options.backbones = PerModality { visual: "efficientnet-lite0@1".into(), ..options.backbones };
    let error = extract(&folder.videos, &folder.library, &options, &mut |_event| {}).unwrap_err();
    assert!(matches!(&error, Error::Store(earsight_store::Error::OtherBackbone { .. })), "{error}");
    assert!(error.to_string().contains("efficientnet-lite0@1"), "{error}");
}
