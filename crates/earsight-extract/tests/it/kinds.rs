//! Every kind of file gives what it has, or one line that says why not.

use earsight_core::PerModality;
use earsight_extract::{Error, ExtractOptions, Silent, extract};

use crate::media_files::Folder;
use crate::runs::{clips, names, run};

#[test]
fn each_file_gives_the_modalities_and_seconds_it_has() {
    let folder = Folder::new();
    folder.video("both.mp4", 2.0, 440);
    folder.video("deep/er/rest.mp4", 2.2, 500);
    folder.silent("silent.mp4", 3.6);
    folder.sound("sound.wav", 2.7);
    folder.sound("blip.wav", 0.1);
    folder.photo("photo.png");
    folder.silent("flash.mp4", 0.2);
    folder.bytes("broken.mp4", &[7; 5000]);
    folder.bytes("empty.mp4", &[]);
    folder.bytes("notes.txt", b"not media");
    // The sound ends before the picture does, and after.
    let (picture, tone) =
        ("testsrc2=size=96x72:rate=12:duration=3", "sine=frequency=200:duration=1.3");
    folder.render("short_sound.mkv", &["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", tone]);
    let tone = "sine=frequency=200:duration=6";
    folder.render("long_sound.mkv", &["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", tone]);

    let (report, witness) = run(&folder);
    let skipped: Vec<_> = report.skipped.iter().map(|skip| skip.clip.as_str()).collect();
    assert_eq!(skipped, ["broken.mp4", "empty.mp4"]);
    assert!(
        report.skipped.iter().all(|skip| !skip.reason.contains('\n') && !skip.reason.contains("/"))
    );
    assert!(report.skipped[1].reason.contains("empty"), "{:?}", report.skipped);
    assert_eq!((report.n_files, report.n_ignored), (11, 1));
    assert_eq!(report.extracted.len(), 9);
    assert_eq!(report.extracted_secs, 20.0);
    let plan = witness.plan.unwrap();
    assert_eq!((plan.n_files, plan.n_unchanged, plan.n_to_read), (11, 0, 11));
    assert_eq!((witness.done.len(), witness.skipped.len()), (9, 2));

    let found: Vec<_> = clips(&folder)
        .into_iter()
        .map(|clip| {
            let n_rows = clip.features.map(|rows| rows.map_or(0, |rows| rows.nrows()));
            (clip.id.as_str().to_owned(), n_rows.audio, n_rows.visual)
        })
        .collect();
    let expected = [
        ("blip.wav", 1, 0),
        ("both.mp4", 2, 2),
        ("deep/er/rest.mp4", 2, 2),
        ("flash.mp4", 0, 1),
        ("long_sound.mkv", 3, 3),
        ("photo.png", 0, 1),
        ("short_sound.mkv", 3, 3),
        ("silent.mp4", 0, 4),
        ("sound.wav", 3, 0),
    ];
    assert_eq!(found, expected.map(|(name, audio, visual)| (name.to_owned(), audio, visual)));
}

#[test]
fn a_damaged_picture_leaves_the_sound() {
    let folder = Folder::new();
    let video = folder.video("video.mkv", 2.0, 440);
    let mut bytes = std::fs::read(&video).unwrap();
    // The codec's name in the container; no decoder has this one.
    let place = bytes.windows(4).position(|window| window == b"V_MP").unwrap();
    bytes[place..place + 4].copy_from_slice(b"V_XX");
    folder.bytes("video.mkv", &bytes);
    let (report, _) = run(&folder);
    assert_eq!(names(&report.extracted), ["video.mkv"], "{report:?}");
    let clip = &clips(&folder)[0];
    assert_eq!(
        clip.features.as_ref().map(Option::is_some),
        PerModality { audio: true, visual: false }
    );
}

#[test]
fn a_folder_without_media_is_an_error_and_so_is_none() {
    let folder = Folder::new();
    folder.bytes("notes.txt", b"not media");
    let options = ExtractOptions::default();
    let error = extract(&folder.videos, &folder.library, &options, &mut Silent).unwrap_err();
    assert!(matches!(error, Error::NothingToExtract { .. }), "{error}");
    let error = extract(&folder.path("none"), &folder.library, &options, &mut Silent).unwrap_err();
    assert!(matches!(error, Error::Folder { .. }), "{error}");
    assert!(!folder.library.exists(), "nothing is made for nothing");
}
