//! Broken files, and files that refer to others.

use std::fs;

use earsight_media::{Error, Limits};

use crate::render::{SMALL, Studio};

#[test]
fn a_file_of_another_kind_gives_one_clear_line() {
    let Some(studio) = Studio::open() else { return };
    let check = |name: &str, bytes: &[u8], message: &str| {
        let line = studio.error_line(&studio.write(name, bytes));
        assert!(line.contains(message), "{name}: {line}");
    };
    // Bytes of a fixed sequence without a pattern.
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(100_000)
    .collect();
    for name in ["empty.mp4", "empty.wav", "empty.png"] {
        check(name, b"", "the file is empty");
    }
    for name in ["noise.mp4", "noise.mkv", "noise.wav", "noise.jpg", "noise.webm", "noise"] {
        check(name, &noise, "cannot decode it");
    }
    let text = "what a nice day it is\n".repeat(500);
    for name in ["text.mp4", "text.txt", "text.avi", "text.png", "text.flac"] {
        check(name, text.as_bytes(), "cannot decode it");
    }
    check("one_byte.mp4", b"x", "cannot decode it");
    check("head.mp4", b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41", "cannot decode it");
    check("head.png", b"\x89PNG\r\n\x1a\n", "cannot decode it");
}

#[test]
fn a_folder_a_device_and_a_missing_file_give_one_clear_line() {
    let Some(studio) = Studio::open() else { return };
    let folder = studio.path("folder.mp4");
    fs::create_dir(&folder).unwrap();
    assert!(studio.error_line(&folder).contains("not a file"));
    assert!(studio.error_line(&studio.path("missing.mp4")).contains("cannot open"));
    let error = studio.ffmpeg.probe(std::path::Path::new("/dev/zero"), &Limits::default());
    assert!(matches!(error, Err(Error::NotAFile { .. })));
}

#[test]
fn a_cut_off_video_gives_the_frames_before_or_one_clear_line() {
    let Some(studio) = Studio::open() else { return };
    let inputs =
        "-f lavfi -i testsrc=s=64x48:r=25:d=6 -f lavfi -i sine=440:d=6 -c:v mpeg4 -c:a aac";
    // The index comes last: without it nothing can be read.
    let whole = fs::read(studio.render("last.mp4", inputs)).unwrap();
    let cut = studio.write("cut.mp4", &whole[..whole.len() * 2 / 3]);
    assert!(studio.error_line(&cut).contains("moov atom not found"));
    // The index comes first: what follows can be read as far as it goes.
    for (name, options) in
        [("first.mp4", "-movflags +faststart"), ("whole.mkv", ""), ("whole.ts", "")]
    {
        let whole = fs::read(studio.render(name, &format!("{inputs} {options}"))).unwrap();
        let cut = studio.write(name, &whole[..whole.len() * 2 / 3]);
        let n_frames = studio.frames(&cut, SMALL, None).len();
        assert!((9..18).contains(&n_frames), "{name}: {n_frames} frames");
        let n_samples = studio.sound(&cut, 16_000, None).len();
        assert!((3 * 16_000..6 * 16_000).contains(&n_samples), "{name}: {n_samples} samples");
    }
}

#[test]
fn damage_in_the_middle_neither_ends_the_video_nor_shifts_time() {
    let Some(studio) = Studio::open() else { return };
    let inputs =
        "-f lavfi -i testsrc=s=64x48:r=25:d=9 -f lavfi -i sine=440:d=9 -c:v mpeg4 -g 10 -c:a aac";
    // An AVI has no timestamps: what is lost there shortens it.
    for (name, least) in [("hole.mkv", 24), ("hole.ts", 24), ("hole.avi", 18)] {
        let path = studio.render(name, inputs);
        let mut bytes = fs::read(&path).unwrap();
        let n = bytes.len();
        for (i, byte) in bytes[n * 4 / 10..n * 6 / 10].iter_mut().enumerate() {
            *byte = (i * 7 % 251) as u8;
        }
        let path = studio.write(name, &bytes);
        let n_frames = studio.frames(&path, SMALL, None).len();
        assert!((least..=28).contains(&n_frames), "{name}: {n_frames} frames");
        let secs = studio.sound(&path, 16_000, None).len() as f64 / 16_000.0;
        assert!((least as f64 / 3.0..9.5).contains(&secs), "{name}: {secs} s");
    }
}

#[test]
fn a_file_cannot_open_another() {
    let Some(studio) = Studio::open() else { return };
    let secret = studio.render(
        "secret.ts",
        "-f lavfi -i testsrc=s=64x48:r=25:d=1 -f lavfi -i sine=440:d=1 -c:v mpeg2video -c:a mp2",
    );
    let other = secret.display();
    let playlist = format!(
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1.0,\n{other}\n#EXT-X-ENDLIST\n"
    );
    let concat = "ffconcat version 1.0\nfile secret.ts\n".to_owned();
    let dash = format!(
        "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" \
         mediaPresentationDuration=\"PT1S\"><Period><AdaptationSet mimeType=\"video/mp2t\">\
         <Representation id=\"1\" bandwidth=\"1\"><BaseURL>{other}</BaseURL></Representation>\
         </AdaptationSet></Period></MPD>"
    );
    let sdp =
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 33\n";
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><image href=\"{other}\"/></svg>"
    );
    for (kind, text) in
        [("m3u8", playlist), ("ffconcat", concat), ("mpd", dash), ("sdp", sdp.into()), ("svg", svg)]
    {
        for name in [format!("evil.{kind}"), format!("{kind}.mp4"), format!("{kind}.mkv")] {
            let line = studio.error_line(&studio.write(&name, &text));
            assert!(line.contains("cannot decode it"), "{name}: {line}");
        }
    }
    // A video whose index says that its samples are in another file.
    let whole = fs::read(studio.render(
        "whole.mov",
        "-f lavfi -i testsrc=s=64x48:r=25:d=1 -c:v mpeg4 -movflags +faststart",
    ))
    .unwrap();
    let at = whole.windows(4).position(|four| four == b"url ").unwrap();
    let mut evil = whole;
    // The flag "the samples are in this file" is taken away.
    evil[at + 7] = 0;
    evil[at..at + 4].copy_from_slice(b"alis");
    let path = studio.write("evil.mov", &evil);
    // Either way is safe: the video's own samples, or none.
    if let Ok(info) = studio.ffmpeg.probe(&path, &Limits::default()) {
        assert!(info.audio.is_none());
    }
}
