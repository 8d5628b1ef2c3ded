//! Unusual file names.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;

use crate::render::{SMALL, Studio};

#[test]
fn names_are_neither_options_nor_patterns() {
    let Some(studio) = Studio::open() else { return };
    let picture =
        fs::read(studio.render("p.png", "-f lavfi -i testsrc=s=40x30 -frames:v 1")).unwrap();
    let video = studio.render(
        "f.mp4",
        "-f lavfi -i testsrc=s=64x48:r=25:d=1 -f lavfi -i sine=440:d=1 -c:v mpeg4 -c:a aac",
    );
    let video = fs::read(video).unwrap();
    // Would be read if a name were taken for a pattern.
    studio.write("s001.png", b"not a picture");
    let stems: [&[u8]; 16] = [
        b"-i",
        b"-f lavfi",
        b"a:b",
        b"concat:a|b",
        b"file:x",
        b"http:",
        b"pipe:0",
        b"s%03d",
        b"s%d",
        b"*",
        b"s?01",
        b"{a,b}",
        b"[x]",
        "üñ 日本".as_bytes(),
        b"it's \"so\" $HOME `x` \\n",
        b"two\nlines",
    ];
    for stem in stems.into_iter().chain([&b"not\xffutf8"[..]]) {
        for (ending, bytes) in [(".png", &picture), (".mp4", &video)] {
            let name = OsString::from_vec([stem, ending.as_bytes()].concat());
            let path = studio.folder.path().join(&name);
            fs::write(&path, bytes).unwrap();
            let n_expected = if ending == ".png" { 1 } else { 3 };
            assert_eq!(studio.frames(&path, SMALL, None).len(), n_expected, "{name:?}");
            if ending == ".mp4" {
                assert!(studio.sound(&path, 16_000, None).len() >= 15_500, "{name:?}");
                let info = studio.probe(&path);
                assert!((info.duration_secs.unwrap() - 1.0).abs() < 0.1, "{name:?}");
            }
            fs::remove_file(&path).unwrap();
        }
    }
}
