//! A query is any file or a moment of one, by the same way as a library's clips.

use earsight_core::{Modality, Span};
use earsight_extract::{Error, ExtractOptions, Extractor};
use earsight_testing::{assert_close, cosine};

use crate::media_files::Folder;
use crate::runs::{clips, run};

#[test]
fn a_whole_file_has_the_rows_that_a_library_has_of_it() {
    let folder = Folder::new();
    folder.video("video.mp4", 9.0, 440);
    folder.sound("sound.wav", 2.0);
    folder.photo("photo.png");
    run(&folder);
    let extractor = Extractor::new(&ExtractOptions::default()).unwrap();
    for expected in clips(&folder) {
        let found = extractor.features_of(&folder.path(expected.id.as_str()), None).unwrap();
        assert_eq!(found.id, expected.id);
        for modality in Modality::ALL {
            match (&found.features[modality], &expected.features[modality]) {
                // Other threads, other order of sums.
                (Some(found), Some(expected)) => {
                    assert_close(modality.name(), found, expected, 1e-5)
                }
                (None, None) => {}
                _ => panic!("`{}` has other modalities", expected.id),
            }
        }
    }
}

#[test]
fn a_moment_has_the_rows_of_its_seconds() {
    let folder = Folder::new();
    // A tone that climbs, so that each second differs.
    let video = folder.render(
        "video.mp4",
        &[
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=96x72:rate=12:duration=8",
            "-f",
            "lavfi",
            "-i",
            "aevalsrc='0.5*sin(2*PI*(200+150*floor(t))*t)':duration=8",
            "-c:v",
            "mpeg4",
            "-q:v",
            "3",
            "-c:a",
            "aac",
        ],
    );
    let sound = folder.render("sound.wav", &["-i", video.to_str().unwrap(), "-vn"]);
    let extractor = Extractor::new(&ExtractOptions::default()).unwrap();
    for file in [video, sound] {
        let whole = extractor.features_of(&file, None).unwrap();
        for span in [Span::new(0, 2), Span::new(3, 2), Span::new(7, 1)] {
            let moment = extractor.features_of(&file, Some(span)).unwrap();
            assert_eq!(moment.n_segments(), span.len);
            for modality in Modality::ALL {
                let (Some(part), Some(all)) =
                    (&moment.features[modality], &whole.features[modality])
                else {
                    continue;
                };
                let concepts =
                    [&moment, &whole].map(|clip| clip.concepts[modality].as_ref().unwrap());
                for (row, segment) in concepts[0].rows().into_iter().zip(span.range()) {
                    let own = cosine(row, concepts[1].row(segment));
                    assert!(own > 0.999, "{modality} concepts of second {segment}: cosine {own}");
                }
                for (row, segment) in part.rows().into_iter().zip(span.range()) {
                    // Frames of the sound lie on a grid of 1024 samples that does not start at a second.
                    let own = cosine(row, all.row(segment));
                    assert!(own > 0.99, "{modality} of second {segment}: cosine {own}");
                    if modality == Modality::Audio {
                        let other = cosine(row, all.row((segment + 4) % 8));
                        assert!(other < own, "second {segment} is more like another");
                    }
                }
            }
        }
        let tail = extractor.features_of(&file, Some(Span::new(6, 5))).unwrap();
        assert_eq!(tail.n_segments(), 2, "{}", file.display());
        let error = extractor.features_of(&file, Some(Span::new(9, 1))).unwrap_err();
        assert!(matches!(error, Error::BeyondEnd { .. }), "{error}");
        assert!(error.to_string().contains("9..10"), "{error}");
    }
}

#[test]
fn a_window_of_a_picture_is_the_picture() {
    let folder = Folder::new();
    let photo = folder.photo("photo.png");
    let extractor = Extractor::new(&ExtractOptions::default()).unwrap();
    let whole = extractor.features_of(&photo, None).unwrap();
    assert_eq!(extractor.features_of(&photo, Some(Span::new(3, 2))).unwrap(), whole);
    assert_eq!(whole.n_segments(), 1);
    let error = extractor.features_of(&folder.path("none.mp4"), None).unwrap_err();
    assert!(matches!(error, Error::Media(_)), "{error}");
}
