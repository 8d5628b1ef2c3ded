//! Pitfalls of ffmpeg and of media files, each measured once.

use earsight_core::{FrameSpec, Modality};
use earsight_media::{Error, Limits, Window};

use crate::render::{SMALL, Studio, colour, rms, size};

#[test]
fn the_downmix_is_the_mean_of_the_channels() {
    let Some(studio) = Studio::open() else { return };
    let tone = "0.5*sin(2*PI*440*t)";
    let stereo = format!("-f lavfi -i aevalsrc={tone}|{tone}:s=44100:d=2 -c:a pcm_f32le");
    let stereo = studio.sound(&studio.render("stereo.wav", &stereo), 44_100, None);
    assert_eq!(stereo.len(), 88_200);
    assert!((rms(&stereo) - 0.5 / 2.0_f64.sqrt()).abs() < 1e-4, "{}", rms(&stereo));

    // Six channels, each of its own loudness: nothing is weighted, the bass is not dropped.
    let channels: Vec<String> = (1..=6).map(|n| format!("0.{n}*sin(2*PI*440*t)")).collect();
    let surround =
        format!("-f lavfi -i aevalsrc={}:c=5.1:s=48000:d=2 -c:a pcm_f32le", channels.join("|"));
    let surround = studio.render("surround.wav", &surround);
    let found = rms(&studio.sound(&surround, 48_000, None));
    assert!((found - 0.35 / 2.0_f64.sqrt()).abs() < 1e-4, "{found}");
}

#[test]
fn high_frequencies_survive_resampling() {
    let Some(studio) = Studio::open() else { return };
    for hz in [7_000, 7_500] {
        let tone = format!("-f lavfi -i aevalsrc=0.5*sin(2*PI*{hz}*t):s=44100:d=2 -c:a pcm_f32le");
        let sound = studio.sound(&studio.render("tone.wav", &tone), 16_000, None);
        assert_eq!(sound.len(), 32_000);
        let energy = rms(&sound[8_000..24_000]).powi(2);
        assert!((energy - 0.125).abs() < 0.001, "{hz} Hz: {energy}");
    }
}

#[test]
fn a_video_shorter_than_a_frame_gives_one() {
    let Some(studio) = Studio::open() else { return };
    let once = FrameSpec { frames_per_sec: 1, ..SMALL };
    for millis in [40, 120, 280, 480] {
        let video = studio.render(
            "short.mkv",
            &format!("-f lavfi -i testsrc=s=64x48:r=25:d=0.{millis:03} -c:v ffv1"),
        );
        assert_eq!(studio.frames(&video, once, None).len(), 1, "{millis} ms");
    }
}

#[test]
fn sound_is_cut_to_the_length_of_the_video() {
    let Some(studio) = Studio::open() else { return };
    let inputs = "-f lavfi -i testsrc=s=64x48:r=25:d=10 -f lavfi -i sine=440:d=10.3";
    for name in ["padded.mp4", "padded.mkv", "padded.ts"] {
        let video = studio.render(name, &format!("{inputs} -c:v mpeg4 -c:a aac"));
        let info = studio.probe(&video);
        let limits = Limits::default();
        let mut frames = studio.ffmpeg.frames(&video, &info, SMALL, None, &limits).unwrap();
        // A Matroska file begins with samples that the audio decoder needs first: its video ends at 10.02 s.
        let n_frames = frames.by_ref().filter(|frame| frame.is_ok()).count();
        assert!((30..=31).contains(&n_frames), "{name}: {n_frames}");
        assert!(studio.sound(&video, 16_000, None).len() > 163_000, "{name}");
        let whole = Window { start_secs: 0.0, len_secs: (n_frames / 3) as f64 };
        let cut = studio.sound(&video, 16_000, Some(whole));
        assert_eq!(cut.len(), 160_000, "{name}");
    }
}

#[test]
fn a_late_sound_keeps_its_time() {
    let Some(studio) = Studio::open() else { return };
    let inputs = "-f lavfi -i testsrc=s=64x48:r=25:d=8 -itsoffset 6.5 -f lavfi -i sine=440:d=1.5";
    for name in ["late.mp4", "late.mkv", "late.ts"] {
        let video = studio.render(name, &format!("{inputs} -c:v mpeg4 -c:a aac -shortest"));
        let sound = studio.sound(&video, 16_000, None);
        let first = sound.iter().position(|sample| sample.abs() > 0.02).unwrap() as f64 / 16_000.0;
        assert!((first - 6.5).abs() < 0.05, "{name}: the sound starts at {first} s");
        assert_eq!(studio.frames(&video, SMALL, None).len(), 24, "{name}");
    }
}

#[test]
fn a_late_first_frame_is_shown_from_the_beginning() {
    let Some(studio) = Studio::open() else { return };
    let video = studio.render(
        "late_picture.mkv",
        "-f lavfi -i sine=440:d=3 -itsoffset 1 -f lavfi -i testsrc=s=64x48:r=10:d=2 \
         -c:v ffv1 -c:a pcm_s16le",
    );
    let frames = studio.frames(&video, SMALL, None);
    assert_eq!(frames.len(), 9);
    assert!(frames[0] == frames[2] && frames[2] != frames[8]);
}

#[test]
fn frames_before_the_break_count_whatever_the_exit_code() {
    let Some(studio) = Studio::open() else { return };
    let video = studio.render(
        "whole.mkv",
        "-f lavfi -i testsrc=s=64x48:r=25:d=6 -f lavfi -i sine=440:d=6 -c:v mpeg4 -c:a aac",
    );
    let whole = std::fs::read(&video).unwrap();
    let half = studio.write("half.mkv", &whole[..whole.len() / 2]);
    let frames = studio.frames(&half, SMALL, None).len();
    assert!((6..=12).contains(&frames), "{frames} pictures of the first half");
    let seconds = studio.sound(&half, 16_000, None).len() as f64 / 16_000.0;
    assert!((2.0..4.0).contains(&seconds), "{seconds} s of the first half");
}

#[test]
fn a_missing_modality_is_a_normal_case() {
    let Some(studio) = Studio::open() else { return };
    let limits = Limits::default();
    let silent = studio.render("silent.mp4", "-f lavfi -i testsrc=s=64x48:r=25:d=1 -c:v mpeg4");
    let info = studio.probe(&silent);
    assert!(info.audio.is_none() && !info.is_still());
    assert_eq!(studio.frames(&silent, SMALL, None).len(), 3);
    let error = studio.ffmpeg.samples(&silent, &info, 16_000, None, &limits).unwrap_err();
    assert!(matches!(error, Error::NoStream { modality: Modality::Audio, .. }), "{error}");

    let audio = studio.render("audio.m4a", "-f lavfi -i sine=440:d=1 -c:a aac");
    let info = studio.probe(&audio);
    assert!(info.video.is_none());
    assert!((15_500..17_100).contains(&studio.sound(&audio, 16_000, None).len()));
    let error = studio.ffmpeg.frames(&audio, &info, SMALL, None, &limits).unwrap_err();
    assert!(matches!(error, Error::NoStream { modality: Modality::Visual, .. }), "{error}");
    assert!(studio.ffmpeg.thumbnail_jpeg(&audio, &info, 0.0, 100, &limits).is_err());
}

#[test]
fn a_rotated_video_is_rotated_upright() {
    let Some(studio) = Studio::open() else { return };
    // Red on the left, blue on the right, wider than high.
    let flat = studio.render(
        "flat.mp4",
        "-f lavfi -i color=red:s=48x64:r=10:d=1 -f lavfi -i color=blue:s=48x64:r=10:d=1 \
         -filter_complex hstack -c:v mpeg4 -q:v 2",
    );
    let flat_name = flat.display();
    // Newer versions write the rotation by the first option, older ones by the second.
    let rotated = studio
        .render_if_known("rotated.mp4", &format!("-display_rotation 90 -i {flat_name} -c copy"))
        .unwrap_or_else(|| {
            studio.render("rotated.mp4", &format!("-i {flat_name} -c copy -metadata:s:v rotate=90"))
        });
    let info = studio.probe(&rotated);
    let video = info.video.as_ref().unwrap();
    assert_eq!((video.width_px, video.height_px), (96, 64));
    assert_eq!(video.rotation_degrees, 90);
    assert_eq!(video.displayed_px(), (64, 96));

    // After a rotation by 90° to the left the right half is on top.
    let frame = &studio.frames(&rotated, SMALL, None)[0];
    let (top, bottom) =
        (colour(frame, (0.0, 0.0), (1.0, 0.3)), colour(frame, (0.0, 0.7), (1.0, 1.0)));
    assert!(top[2] > 150.0 && top[0] < 80.0, "{top:?}");
    assert!(bottom[0] > 150.0 && bottom[2] < 80.0, "{bottom:?}");
    let thumbnail =
        studio.ffmpeg.thumbnail_jpeg(&rotated, &info, 0.5, 48, &Limits::default()).unwrap();
    assert_eq!(size(&thumbnail), (32, 48));
}

#[test]
fn a_varying_frame_rate_is_resampled_by_time() {
    let Some(studio) = Studio::open() else { return };
    // 20 frames in the first second, then two a second; the brightness of each is its time.
    let video = studio.render("varying.mkv", VARYING);
    let frames = studio.frames(&video, SMALL, None);
    // The last one is at 3.5 s and lasts a twentieth of a second.
    assert_eq!(frames.len(), 11);
    for (k, frame) in frames.iter().enumerate() {
        let at = (k as f64 + 0.5) / 3.0;
        let shown_since =
            if at < 1.0 { (at * 20.0).floor() / 20.0 } else { (at * 2.0).floor() / 2.0 };
        let found = brightness_secs(frame);
        assert!(
            (found - shown_since).abs() < 0.03,
            "frame {k} is from {found} s, not {shown_since} s"
        );
    }
}

/// A video of varying frame rate whose frames have their time as brightness.
pub const VARYING: &str = "-f lavfi -i color=black:s=64x64:r=20:d=4 \
    -vf select='lt(t\\,1)+not(mod(n\\,10))',geq=lum='20+50*T':cb=128:cr=128 \
    -c:v ffv1 -pix_fmt yuv420p -g 3";

/// Time of a frame of [`VARYING`], in seconds.
pub fn brightness_secs(frame: &earsight_core::Frame) -> f64 {
    let grey = colour(frame, (0.2, 0.2), (0.8, 0.8))[1];
    (grey * 219.0 / 255.0 + 16.0 - 20.0) / 50.0
}
