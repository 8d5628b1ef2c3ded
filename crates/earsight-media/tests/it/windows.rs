//! A window of a file is the same as that part of the whole file.

use earsight_media::{Error, Limits, Window};

use crate::pitfalls::{VARYING, brightness_secs};
use crate::render::{SMALL, Studio};

#[test]
fn frames_of_a_window_are_those_of_the_whole_file() {
    let Some(studio) = Studio::open() else { return };
    let video =
        studio.render("video.mp4", "-f lavfi -i testsrc=s=64x48:r=30:d=9 -c:v mpeg4 -g 60 -q:v 3");
    let whole = studio.frames(&video, SMALL, None);
    assert_eq!(whole.len(), 27);
    for start in [0, 1, 4, 7] {
        let window = Window { start_secs: start as f64, len_secs: 2.0 };
        let found = studio.frames(&video, SMALL, Some(window));
        assert_eq!(found.len(), 6);
        assert!(found == whole[3 * start..3 * start + 6], "from second {start}");
    }
    // A window beyond the end is not filled up.
    let over = studio.frames(&video, SMALL, Some(Window { start_secs: 8.0, len_secs: 5.0 }));
    assert!(over == whole[24..]);
}

#[test]
fn a_frame_from_before_the_window_is_still_shown() {
    let Some(studio) = Studio::open() else { return };
    let video = studio.render("varying.mkv", VARYING);
    let window = Window { start_secs: 2.3, len_secs: 1.0 };
    let found: Vec<f64> =
        studio.frames(&video, SMALL, Some(window)).iter().map(brightness_secs).collect();
    assert_eq!(found.len(), 3);
    for (found, expected) in found.iter().zip([2.0, 2.5, 3.0]) {
        assert!((found - expected).abs() < 0.03, "{found} for {expected}");
    }
}

#[test]
fn sound_of_a_window_is_that_of_the_whole_file() {
    let Some(studio) = Studio::open() else { return };
    let sweep = "-f lavfi -i aevalsrc=0.4*sin(2*PI*(200+80*t)*t):s=44100:d=9";
    let tests = [
        ("exact.wav", "-c:a pcm_s16le"),
        ("packed.m4a", "-c:a aac -b:a 128k"),
        ("a.flac", "-c:a flac"),
    ];
    for (name, codec) in tests {
        let file = studio.render(name, &format!("{sweep} {codec}"));
        for rate_hz in [16_000, 44_100] {
            let whole = studio.sound(&file, rate_hz, None);
            for (start_secs, len_secs) in [(0.0, 1.0), (3.0, 2.0), (5.25, 0.5)] {
                let window = Window { start_secs, len_secs };
                let found = studio.sound(&file, rate_hz, Some(window));
                let from = (start_secs * f64::from(rate_hz)) as usize;
                let expected = &whole[from..from + (len_secs * f64::from(rate_hz)) as usize];
                assert_eq!(found.len(), expected.len());
                let pairs = found.iter().zip(expected);
                let worst = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
                assert!(worst < 2e-3, "{name} at {rate_hz} Hz from {start_secs} s: {worst}");
            }
        }
    }
}

#[test]
fn a_window_after_the_end_is_empty() {
    let Some(studio) = Studio::open() else { return };
    let video = studio.render(
        "video.mp4",
        "-f lavfi -i testsrc=s=64x48:r=25:d=2 -f lavfi -i sine=440:d=2 -c:v mpeg4 -c:a aac",
    );
    let (info, limits) = (studio.probe(&video), Limits::default());
    let behind = Some(Window { start_secs: 60.0, len_secs: 1.0 });
    let sound = studio.ffmpeg.samples(&video, &info, 16_000, behind, &limits).unwrap();
    assert_eq!(sound.map(|chunk| chunk.map_or(0, |chunk| chunk.len())).sum::<usize>(), 0);
    let mut frames = studio.ffmpeg.frames(&video, &info, SMALL, behind, &limits).unwrap();
    assert!(matches!(frames.next(), Some(Err(Error::NoStream { .. }))));
    assert!(frames.next().is_none());
    // A thumbnail may be from the last seconds.
    assert!(studio.ffmpeg.thumbnail_jpeg(&video, &info, 2.0, 32, &limits).is_ok());
    assert!(studio.ffmpeg.thumbnail_jpeg(&video, &info, f64::NAN, 32, &limits).is_err());
    let wrong = Some(Window { start_secs: -1.0, len_secs: 1.0 });
    let error = studio.ffmpeg.frames(&video, &info, SMALL, wrong, &limits).unwrap_err();
    assert!(matches!(error, Error::Window { .. }), "{error}");
}
