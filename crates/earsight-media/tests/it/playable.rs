//! Conversion for browsers.

use earsight_media::{Error, Limits, Window};

use crate::render::{SMALL, Studio, colour, rms};

/// Two seconds, red and silent, then blue and loud.
const VIDEO: &str = "-f lavfi -i color=red:s=66x50:r=25:d=1 -f lavfi -i color=blue:s=66x50:r=25:d=1 \
                    -f lavfi -i aevalsrc=0.5*sin(2*PI*440*t)*gte(t\\,1):s=44100:d=2 \
                    -filter_complex [0][1]concat";

#[test]
fn files_that_browsers_play_are_recognized() {
    let Some(studio) = Studio::open() else { return };
    for (name, codecs, expected) in [
        ("h264.mp4", "-c:v libx264 -pix_fmt yuv420p -c:a aac", true),
        ("vp9.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus", true),
        ("h264_10bit.mp4", "-c:v libx264 -pix_fmt yuv420p10le -c:a aac", false),
        ("h264_444.mp4", "-c:v libx264 -pix_fmt yuv444p -c:a aac", false),
        ("h264.mkv", "-c:v libx264 -pix_fmt yuv420p -c:a aac", false),
        ("mpeg4.avi", "-c:v mpeg4 -c:a ac3", false),
        ("ac3.mp4", "-c:v libx264 -pix_fmt yuv420p -c:a ac3", false),
        ("mpeg2.ts", "-c:v mpeg2video -c:a mp2", false),
    ] {
        let arguments = format!("{VIDEO} -map 2:a {codecs}");
        let Some(video) = studio.render_if_able(name, &arguments) else { continue };
        assert_eq!(studio.probe(&video).is_playable(), expected, "{name}");
    }
    let sound = studio.render("sound.wav", "-f lavfi -i sine=d=1");
    assert!(studio.probe(&sound).is_playable());
}

#[test]
fn a_converted_video_shows_and_sounds_the_same_at_the_same_time() {
    let Some(studio) = Studio::open() else { return };
    for (name, codecs) in [
        ("mpeg4.avi", "-c:v mpeg4 -c:a ac3"),
        ("mpeg2.ts", "-c:v mpeg2video -c:a mp2"),
        ("10bit.mkv", "-c:v libx264 -pix_fmt yuv420p10le -c:a flac"),
    ] {
        let video = studio.render(name, &format!("{VIDEO} -map 2:a {codecs}"));
        let made = studio.path(&format!("{name} for %d browsers.mp4"));
        let info = studio.probe(&video);
        studio.ffmpeg.convert(&video, &info, None, &made, &Limits::default()).unwrap();
        let converted = studio.probe(&made);
        assert!(converted.is_playable(), "{converted:?}");
        let (was, is) = (info.duration_secs.unwrap(), converted.duration_secs.unwrap());
        assert!((was - is).abs() < 0.2, "{name}: {was} s became {is} s");
        let frames = studio.frames(&made, SMALL, None);
        let color = |frame: usize| colour(&frames[frame], (0.1, 0.1), (0.9, 0.9));
        assert!(color(0)[0] > 200.0 && color(2)[0] > 200.0, "{name} begins with {:?}", color(0));
        assert!(color(4)[2] > 200.0, "{name} ends with {:?}", color(4));
        let sound = studio.sound(&made, 44_100, None);
        let (silent, loud) = (rms(&sound[..40_000]), rms(&sound[50_000..80_000]));
        assert!(silent < 0.02 && loud > 0.2, "{name}: {silent} then {loud}");
    }
}

#[test]
fn an_excerpt_is_its_window_and_the_same_bytes_each_time() {
    let Some(studio) = Studio::open() else { return };
    let video = studio.render("video.mkv", &format!("{VIDEO} -map 2:a -c:v libx264 -c:a flac"));
    let info = studio.probe(&video);
    let cut = |name: &str| {
        let (made, window) = (studio.path(name), Window { start_secs: 1.0, len_secs: 1.0 });
        studio.ffmpeg.convert(&video, &info, Some(window), &made, &Limits::default()).unwrap();
        made
    };
    let (one, other) = (cut("one.mp4"), cut("other.mp4"));
    assert!(std::fs::read(&one).unwrap() == std::fs::read(other).unwrap(), "the bytes differ");
    let excerpt = studio.probe(&one);
    assert!(excerpt.is_playable(), "{excerpt:?}");
    assert!((excerpt.duration_secs.unwrap() - 1.0).abs() < 0.2, "{excerpt:?}");
    let frames = studio.frames(&one, SMALL, None);
    assert!(
        colour(&frames[0], (0.1, 0.1), (0.9, 0.9))[2] > 200.0,
        "it begins with the second half"
    );
    assert!(rms(&studio.sound(&one, 44_100, None)[5_000..40_000]) > 0.2, "which is loud");
    let nowhere = Window { start_secs: -1.0, len_secs: 1.0 };
    let refused = studio.ffmpeg.convert(
        &video,
        &info,
        Some(nowhere),
        &studio.path("no.mp4"),
        &Limits::default(),
    );
    assert!(matches!(refused, Err(Error::Window { .. })), "{refused:?}");
}

#[test]
fn an_audio_file_is_converted_and_junk_is_not() {
    let Some(studio) = Studio::open() else { return };
    let sound = studio.render("sound.aiff", "-f lavfi -i sine=d=1 -c:a pcm_s16be");
    let info = studio.probe(&sound);
    assert!(!info.is_playable());
    let made = studio.path("made.mp4");
    studio.ffmpeg.convert(&sound, &info, None, &made, &Limits::default()).unwrap();
    assert!(studio.probe(&made).is_playable());
    let junk = studio.write("junk.mp4", [7; 5000]);
    let failed =
        studio.ffmpeg.convert(&junk, &info, None, &studio.path("no.mp4"), &Limits::default());
    assert!(matches!(failed, Err(Error::Undecodable { .. })), "{failed:?}");
}
