//! Every kind of file gives the modalities that it has, or a reason in one line.

use earsight_core::PerModality;
use earsight_extract::{Error, ExtractOptions, extract};

use crate::media_files::Folder;
use crate::runs::{clips, run};

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

    let (report, events) = run(&folder);
    let skipped: Vec<_> = report.skipped.iter().map(|skip| skip.file.as_str()).collect();
    assert_eq!(skipped, ["broken.mp4", "empty.mp4"]);
    assert!(
        report.skipped.iter().all(|skip| !skip.reason.contains('\n') && !skip.reason.contains("/"))
    );
    assert!(report.skipped[1].reason.contains("empty"), "{:?}", report.skipped);
    assert_eq!((report.n_files, report.n_ignored), (11, 1));
    assert_eq!((report.n_decoded, report.n_clips, report.n_secs), (9, 9, 20));
    assert_eq!(report.decoded_secs, 20.0);
    let plan = events.plan.unwrap();
    assert_eq!((plan.n_files, plan.n_to_read, report.n_known), (11, 11, 0));
    assert_eq!((events.done.len(), events.skipped.len()), (9, 2));

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
fn a_file_with_damaged_video_gives_its_sound() {
    let folder = Folder::new();
    let video = folder.video("video.mkv", 2.0, 440);
    let mut bytes = std::fs::read(&video).unwrap();
    // The codec's name in the container; no decoder has this one.
    let place = bytes.windows(4).position(|window| window == b"V_MP").unwrap();
    bytes[place..place + 4].copy_from_slice(b"V_XX");
    folder.bytes("video.mkv", &bytes);
    let (report, events) = run(&folder);
    assert_eq!(events.decoded(), ["video.mkv"], "{report:?}");
    let clip = &clips(&folder)[0];
    assert_eq!(
        clip.features.as_ref().map(Option::is_some),
        PerModality { audio: true, visual: false }
    );
}

#[test]
fn a_folder_without_media_and_a_missing_folder_are_errors() {
    let folder = Folder::new();
    folder.bytes("notes.txt", b"not media");
    let options = ExtractOptions::default();
    let error = extract(&folder.videos, &folder.library, &options, &mut |_event| {}).unwrap_err();
    assert!(matches!(error, Error::NothingToExtract { .. }), "{error}");
    let error =
        extract(&folder.path("none"), &folder.library, &options, &mut |_event| {}).unwrap_err();
    assert!(matches!(error, Error::Folder { .. }), "{error}");
    assert!(!folder.library.exists(), "no library is created");
}
