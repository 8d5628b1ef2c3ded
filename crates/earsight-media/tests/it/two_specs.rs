//! Frames of two specs from one decoding are those of two decodings.

use std::fs;
use std::path::Path;

use earsight_core::{Frame, FrameFit, FrameSpec};
use earsight_media::{Error, Limits};

use crate::render::{SMALL, Studio};

/// Small, stretched, at a high rate, as for the motion features.
const FAST: FrameSpec =
    FrameSpec { frames_per_sec: 12, short_side_px: 16, crop_px: 16, fit: FrameFit::Stretch };

/// Frames of both, read in turns of eight seconds.
fn in_turns(
    studio: &Studio,
    video: &Path,
    specs: [FrameSpec; 2],
) -> Result<[Vec<Frame>; 2], Error> {
    let (info, limits) = (studio.probe(video), Limits::default());
    let mut streams = studio.ffmpeg.frames_of_two_specs(video, &info, specs, &limits)?;
    let mut found = [vec![], vec![]];
    loop {
        let n_before = [found[0].len(), found[1].len()];
        for ((frames, spec), found) in streams.iter_mut().zip(specs).zip(&mut found) {
            let n_most = 8 * spec.frames_per_sec as usize;
            for frame in frames.by_ref().take(n_most) {
                found.push(frame?);
            }
        }
        if n_before == [found[0].len(), found[1].len()] {
            return Ok(found);
        }
    }
}

fn check(studio: &Studio, video: &Path) {
    let expected = [SMALL, FAST].map(|spec| studio.frames(video, spec, None));
    let found = in_turns(studio, video, [SMALL, FAST]).unwrap_or_else(|error| panic!("{error}"));
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found.len(), expected.len(), "{}", video.display());
        assert!(found == expected, "{}", video.display());
    }
}

#[test]
fn one_decoding_gives_the_frames_of_two() {
    let Some(studio) = Studio::open() else { return };
    let video = "-f lavfi -i testsrc=s=64x48:r=25:d=20";
    let late = "-f lavfi -i testsrc=s=64x48:r=25:d=3 -f lavfi -i sine=440:d=5 -filter_complex [0]setpts=PTS+1.5/TB[v] \
                -map [v] -map 1:a -c:v mpeg4 -c:a mp2";
    let varying =
        "-f lavfi -i testsrc=s=64x48:r=30:d=9 -vf select='not(mod(n,7)*gt(t,2))' -c:v mpeg4";
    for (name, arguments) in [
        ("plain.mp4", format!("{video} -c:v mpeg4")),
        ("short.mp4", "-f lavfi -i testsrc=s=64x48:r=25:d=0.2 -c:v mpeg4".into()),
        ("slow.mkv", "-f lavfi -i testsrc=s=48x64:r=1:d=7 -c:v mpeg4".into()),
        ("late.ts", late.to_owned()),
        ("late.mkv", late.to_owned()),
        ("varying.mkv", varying.to_owned()),
        // ffmpeg would take it for a pattern, so it is standard input.
        ("named [x].mp4", "-f lavfi -i testsrc=s=64x48:r=25:d=3 -c:v mpeg4".into()),
        ("photograph.png", "-f lavfi -i testsrc=s=64x48 -frames:v 1".into()),
        ("moving.gif", "-f lavfi -i testsrc=s=64x48:r=10:d=2".into()),
    ] {
        check(&studio, &studio.render(name, &arguments));
    }
}

/// Where one frame is shown for minutes, neither output may come ahead of the other by more than fits into memory.
#[test]
fn a_frame_shown_for_an_hour_is_read_in_turns() {
    let Some(studio) = Studio::open() else { return };
    let video = studio.render(
        "gap.mkv",
        "-f lavfi -i testsrc=s=64x48:r=5:d=4 -vf setpts=PTS+if(gt(T\\,2)\\,3600/TB\\,0) -c:v mpeg4",
    );
    // 130 MB of one, if they followed one another.
    let large = FrameSpec { short_side_px: 64, crop_px: 64, ..SMALL };
    let found = in_turns(&studio, &video, [large, FAST]).unwrap_or_else(|error| panic!("{error}"));
    assert!((10_800..10_830).contains(&found[0].len()), "{}", found[0].len());
    assert!((43_200..43_300).contains(&found[1].len()), "{}", found[1].len());
}

#[test]
fn reading_one_after_the_other_gives_the_same_frames() {
    let Some(studio) = Studio::open() else { return };
    let video = studio.render("video.mkv", "-f lavfi -i testsrc=s=64x48:r=2:d=300 -c:v mpeg4");
    // 95 MB, more than may wait in memory.
    let fast = FrameSpec { short_side_px: 96, crop_px: 96, ..FAST };
    let (info, limits) = (studio.probe(&video), Limits::default());
    let streams = studio.ffmpeg.frames_of_two_specs(&video, &info, [SMALL, fast], &limits);
    let found = streams.unwrap().map(|frames| frames.collect::<Result<Vec<_>, _>>().unwrap());
    for (found, spec) in found.iter().zip([SMALL, fast]) {
        assert!(*found == studio.frames(&video, spec, None));
    }
    let half_read = studio.ffmpeg.frames_of_two_specs(&video, &info, [SMALL, fast], &limits);
    let [small, mut fast_frames] = half_read.unwrap();
    let before: Vec<_> = fast_frames.by_ref().take(100).map(Result::unwrap).collect();
    assert!(small.map(Result::unwrap).eq(found[0].iter().cloned()));
    let all = before.into_iter().chain(fast_frames.map(Result::unwrap));
    assert!(all.eq(found[1].iter().cloned()));
}

#[test]
fn a_dropped_stream_does_not_block_the_other() {
    let Some(studio) = Studio::open() else { return };
    let video = studio.render("video.mp4", "-f lavfi -i testsrc=s=64x48:r=25:d=30 -c:v mpeg4");
    let (info, limits) = (studio.probe(&video), Limits::default());
    for dropped in [0, 1] {
        let streams = studio.ffmpeg.frames_of_two_specs(&video, &info, [SMALL, FAST], &limits);
        let mut streams = Vec::from(streams.unwrap());
        drop(streams.remove(dropped));
        let expected = [360, 90][dropped];
        let n_frames = streams.remove(0).inspect(|frame| assert!(frame.is_ok())).count();
        assert_eq!(n_frames, expected, "without output {dropped}");
    }
}

#[test]
fn a_video_that_breaks_off_gives_the_frames_before_of_both_specs() {
    let Some(studio) = Studio::open() else { return };
    let video =
        studio.render("video.mkv", "-f lavfi -i testsrc=s=64x48:r=25:d=20 -c:v mpeg4 -g 10");
    let bytes = fs::read(&video).unwrap();
    check(&studio, &studio.write("half.mkv", &bytes[..bytes.len() / 2]));
    let noise: Vec<u8> =
        (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let broken = [&bytes[..bytes.len() / 3], &noise, &bytes[bytes.len() / 2..]].concat();
    check(&studio, &studio.write("broken.mkv", &broken));
}

#[test]
fn decode_only_reports_failures() {
    let Some(studio) = Studio::open() else { return };
    let video =
        studio.render("video.mkv", "-f lavfi -i testsrc=s=64x48:r=25:d=20 -c:v mpeg4 -g 10");
    let (info, limits) = (studio.probe(&video), Limits::default());
    studio.ffmpeg.decode_only(&video, &info, &limits).unwrap();
    let sound = studio.render("sound.wav", "-f lavfi -i sine=440:d=1");
    let no_video = studio.ffmpeg.decode_only(&sound, &studio.probe(&sound), &limits);
    assert!(matches!(no_video, Err(Error::NoStream { .. })), "{no_video:?}");
    studio.write("video.mkv", b"no video");
    let broken = studio.ffmpeg.decode_only(&video, &info, &limits);
    assert!(matches!(broken, Err(Error::Undecodable { .. })), "{broken:?}");
}
