//! Common codecs.

use crate::render::{SMALL, Studio, colour, rms};

/// Two seconds: red, then blue.
const VIDEO: &str = "-f lavfi -i color=red:s=64x64:r=25:d=1 -f lavfi -i color=blue:s=64x64:r=25:d=1 \
                    -filter_complex [0][1]concat";

#[test]
fn videos_of_many_codecs_are_decoded() {
    let Some(studio) = Studio::open() else { return };
    for (name, codec) in [
        ("h264.mp4", "-c:v libx264 -pix_fmt yuv420p"),
        ("h264_10bit.mkv", "-c:v libx264 -pix_fmt yuv420p10le"),
        ("hevc.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=none"),
        ("vp8.webm", "-c:v libvpx -cpu-used 8"),
        ("vp9.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8"),
        ("av1.mkv", "-c:v libsvtav1 -preset 12"),
        ("mpeg2.mpg", "-c:v mpeg2video"),
        ("mpeg2.ts", "-c:v mpeg2video"),
        ("mpeg4.avi", "-c:v mpeg4"),
        ("wmv.wmv", "-c:v wmv2"),
        ("flv.flv", "-c:v flv"),
        ("mjpeg.mov", "-c:v mjpeg -pix_fmt yuvj420p"),
        ("prores.mov", "-c:v prores_ks"),
        ("theora.ogv", "-c:v libtheora"),
        ("raw.h264", "-c:v libx264 -pix_fmt yuv420p"),
        ("frames.y4m", "-pix_fmt yuv420p"),
    ] {
        let Some(video) = studio.render_if_able(name, &format!("{VIDEO} {codec}")) else {
            continue;
        };
        let frames = studio.frames(&video, SMALL, None);
        // Theora skips frames without change; version 9 then shows the last frame as long as the one before.
        assert!((6..=8).contains(&frames.len()), "{name}: {} frames", frames.len());
        let whole = ((0.1, 0.1), (0.9, 0.9));
        let (first, last) =
            (colour(&frames[0], whole.0, whole.1), colour(&frames[5], whole.0, whole.1));
        assert!(first[0] > 200.0 && first[2] < 60.0, "{name} begins with {first:?}");
        assert!(last[2] > 200.0 && last[0] < 60.0, "{name} ends with {last:?}");
    }
}

#[test]
fn audio_files_of_many_codecs_are_decoded() {
    let Some(studio) = Studio::open() else { return };
    let tone = "-f lavfi -i aevalsrc=0.3*sin(2*PI*440*t):s=48000:d=2";
    for (name, codec) in [
        ("aac.m4a", "-c:a aac"),
        ("aac.aac", "-c:a aac"),
        ("opus.opus", "-c:a libopus"),
        ("vorbis.ogg", "-c:a libvorbis"),
        ("mp3.mp3", "-c:a libmp3lame"),
        ("ac3.ac3", "-c:a ac3"),
        ("eac3.eac3", "-c:a eac3"),
        ("wma.wma", "-c:a wmav2"),
        ("flac.flac", "-c:a flac"),
        ("alac.m4a", "-c:a alac"),
        ("pcm.aiff", "-c:a pcm_s16be"),
        ("pcm.au", "-c:a pcm_s16be"),
        ("pcm.caf", "-c:a pcm_s24be"),
        ("tta.tta", "-c:a tta"),
        ("wavpack.wv", "-c:a wavpack"),
    ] {
        let Some(file) = studio.render_if_able(name, &format!("{tone} {codec}")) else { continue };
        let sound = studio.sound(&file, 44_100, None);
        // Lossy codecs pad with up to some blocks.
        assert!((86_000..94_000).contains(&sound.len()), "{name}: {} samples", sound.len());
        let found = rms(&sound[22_050..66_150]);
        assert!((found - 0.3 / 2.0_f64.sqrt()).abs() < 0.02, "{name}: {found}");
    }
}

#[test]
fn all_sample_rates_keep_length_and_pitch() {
    let Some(studio) = Studio::open() else { return };
    for rate_hz in [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 47_999, 48_000, 96_000, 192_000]
    {
        let tone =
            format!("-f lavfi -i aevalsrc=0.3*cos(2*PI*1000*t):s={rate_hz}:d=2 -c:a pcm_f32le");
        let file = studio.render("tone.wav", &tone);
        for to_hz in [16_000, 44_100] {
            let sound = studio.sound(&file, to_hz, None);
            assert_eq!(sound.len(), to_hz as usize * 2, "{rate_hz} → {to_hz}");
            let step = std::f64::consts::TAU * 1000.0 / f64::from(to_hz);
            for (n, sample) in sound.iter().enumerate().skip(2_000).take(10_000) {
                let expected = 0.3 * (step * n as f64).cos();
                assert!((f64::from(*sample) - expected).abs() < 1e-4, "{rate_hz} → {to_hz}: {n}");
            }
        }
    }
}

#[test]
fn a_chunk_is_a_second() {
    let Some(studio) = Studio::open() else { return };
    let file = studio.render("tone.wav", "-f lavfi -i sine=440:r=22050:d=2.5");
    let info = studio.probe(&file);
    let chunks = studio.ffmpeg.samples(&file, &info, 16_000, None, &Default::default()).unwrap();
    let lengths: Vec<usize> = chunks.map(|chunk| chunk.unwrap().len()).collect();
    assert_eq!(lengths, [16_000, 16_000, 8_000]);
}
