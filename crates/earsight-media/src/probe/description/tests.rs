use proptest::prelude::*;

use super::*;

const VIDEO: &str = "\
[mov,mp4 @ 0x1] some warning about 100x100 pixels
Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:a, from 'b'.mp4':
  Metadata:
    title           : Stream #0:0: Video: h264, 9x9
                    : Stream #0:0: Video: h264, 9x9
  Duration: 01:02:03.45, start: 1.400000, bitrate: 118 kb/s
  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709, progressive), 720x576 [SAR 64:45 DAR 16:9], 39 kb/s, 29.97 fps, 30 tbr, 15360 tbn, start 0.02 (default)
    Metadata:
      handler_name    : VideoHandler
    Side data:
      displaymatrix: rotation of -90.00 degrees
  Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, 5.1(side), fltp, 69 kb/s (default)
  Stream #0:2: Audio: mp3, 22050 Hz, mono
At least one output file must be specified
";

#[test]
fn a_video_is_parsed() {
    let info = read(VIDEO).unwrap();
    assert_eq!(info.container, "mov,mp4,m4a,3gp,3g2,mj2");
    assert!((info.duration_secs.unwrap() - 3723.45).abs() < 1e-9);
    let video = info.video.as_ref().unwrap();
    assert_eq!((video.index, video.codec.as_str()), (0, "h264"));
    assert_eq!((video.width_px, video.height_px, video.fps), (720, 576, Some(29.97)));
    assert_eq!(video.rotation_degrees, 270);
    assert_eq!(video.displayed_px(), (576, 1024));
    let audio = info.audio.as_ref().unwrap();
    assert_eq!((audio.index, audio.sample_rate_hz), (1, 44_100));
    assert!(!info.is_still());
}

#[test]
fn a_photograph_has_no_duration() {
    let info = read(
        "Input #0, png_pipe, from 'file:p.png':\n  Duration: N/A, bitrate: N/A\n  \
         Stream #0:0: Video: png, rgb24(pc), 1x7, 25 fps, 25 tbr, 25 tbn\n",
    )
    .unwrap();
    assert!(info.is_still());
    assert_eq!(info.duration_secs, None);
    assert_eq!(info.video.unwrap().displayed_px(), (1, 7));
}

#[test]
fn cover_art_and_unknown_streams_are_ignored() {
    let info = read(
        "Input #0, mp3, from 'file:a.mp3':\n  Duration: 00:00:03.03, start: 0.025056\n  \
         Stream #0:0: Video: mjpeg (Baseline), yuvj444p(pc), 320x240, 90k tbr, 90k tbn (attached pic)\n  \
         Stream #0:1: Audio: none (wma?), 0 Hz, 2 channels\n  \
         Stream #0:2: Audio: mp3, 44100 Hz, 3 channels (FL+FR+LFE), fltp, 64 kb/s\n  \
         Stream #0:3: Video: none, none, 10 fps\n",
    )
    .unwrap();
    assert_eq!(info.video, None);
    assert_eq!(info.audio.unwrap().index, 2);
}

proptest! {
    #[test]
    fn no_text_breaks_the_parser(noise in ".{0,200}", cut in 0..VIDEO.len()) {
        let broken = format!("{}{noise}{}", &VIDEO[..cut], &VIDEO[cut..]);
        let _ = read(&broken);
        let _ = read(&VIDEO.replace("44100", &noise).replace("720x576", &noise));
        let _ = read(&VIDEO.replace("01:02:03.45", &noise).replace("#0:0", &noise));
    }
}
