//! Programs that hang, write without end, crash, or are no ffmpeg.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use earsight_core::{FrameFit, FrameSpec};
use earsight_media::{AudioStream, Error, Ffmpeg, Limits, MediaInfo, VideoStream};
use tempfile::TempDir;

use crate::render::{SMALL, Studio};

/// A shell script that prints its version for `-version` and else runs `commands`.
fn fake(folder: &TempDir, commands: &str) -> Ffmpeg {
    let path = script(
        folder,
        &format!("case \"$1\" in -version) echo ffmpeg version fake; exit;; esac\n{commands}"),
    );
    Ffmpeg::at(&path).unwrap()
}

fn script(folder: &TempDir, text: &str) -> PathBuf {
    // A file that is open for writing in any process cannot be run, and another test may fork just then.
    let path = folder.path().join("ffmpeg");
    let status = std::process::Command::new("sh")
        .args(["-c", "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$0\" && chmod 755 \"$0\""])
        .arg(&path)
        .arg(text)
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o755);
    path
}

fn some_file(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("video.mp4");
    fs::write(&path, "x").unwrap();
    path
}

fn some_info() -> MediaInfo {
    MediaInfo {
        container: "mov".into(),
        duration_secs: Some(10.0),
        video: Some(VideoStream {
            index: 0,
            codec: "h264".into(),
            pixel_format: None,
            width_px: 64,
            height_px: 64,
            fps: None,
            rotation_degrees: 0,
            pixel_aspect: 1.0,
            is_still: false,
        }),
        audio: Some(AudioStream { index: 1, codec: "aac".into(), sample_rate_hz: 44_100 }),
    }
}

/// The first error of each modality.
fn errors(ffmpeg: &Ffmpeg, file: &Path, limits: &Limits) -> [Error; 2] {
    let info = some_info();
    let visual = ffmpeg
        .frames(file, &info, SMALL, None, limits)
        .and_then(|mut frames| frames.try_for_each(|frame| frame.map(|_| ())));
    let audio = ffmpeg
        .samples(file, &info, 16_000, None, limits)
        .and_then(|mut samples| samples.try_for_each(|chunk| chunk.map(|_| ())));
    [visual.unwrap_err(), audio.unwrap_err()]
}

fn is_running(pid: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    // A zombie that has not been reaped does not run.
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

/// Waits up to 20 s for a condition on other processes.
fn eventually(condition: impl Fn() -> bool) -> bool {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(20) {
        if condition() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    false
}

#[test]
fn a_program_that_hangs_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let file = some_file(&folder);
    let ffmpeg = fake(&folder, "sleep 300");
    let limits = Limits { stall: Duration::from_millis(200), ..Limits::default() };
    for error in errors(&ffmpeg, &file, &limits) {
        assert!(matches!(error, Error::Stalled { .. }), "{error}");
    }
    let error = ffmpeg.probe(&file, &limits).unwrap_err();
    assert!(error.to_string().starts_with("ffmpeg gave nothing for 0.2 s"), "{error}");
}

#[test]
fn a_program_that_writes_slowly_for_ever_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let file = some_file(&folder);
    let ffmpeg = fake(&folder, "while :; do echo x; sleep 0.02; done");
    let limits = Limits {
        wall_clock: Duration::from_millis(300),
        wall_clock_per_sec: Duration::ZERO,
        ..Limits::default()
    };
    let info = some_info();
    let mut frames = ffmpeg.frames(&file, &info, SMALL, None, &limits).unwrap();
    let error = frames.next().unwrap().unwrap_err();
    assert!(error.to_string().contains("limit of 0.3 s"), "{error}");
    assert!(frames.next().is_none());
}

#[test]
fn a_program_that_writes_without_end_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let file = some_file(&folder);
    let limits = Limits { output_bytes: 1_000_000, ..Limits::default() };
    let header = r"printf '.snd\000\000\000\030\377\377\377\377\000\000\000\006\000\000\254\104\000\000\000\001'; cat /dev/zero";
    for error in errors(&fake(&folder, header), &file, &limits) {
        assert!(error.to_string().contains("limit of 1000000 bytes of output"), "{error}");
    }
    // Messages do not count as output, and memory stays bounded.
    let verbose = fake(&folder, "head -c 30000000 /dev/zero | tr '\\0' 'y' >&2; exit 1");
    for error in errors(&verbose, &file, &limits) {
        assert!(matches!(error, Error::Undecodable { .. }), "{error:?}");
        assert!(error.to_string().len() < 600);
    }
}

#[test]
fn a_crash_is_an_error_and_so_is_a_failure_with_its_message() {
    let folder = tempfile::tempdir().unwrap();
    let file = some_file(&folder);
    for error in errors(&fake(&folder, "kill -SEGV $$"), &file, &Limits::default()) {
        assert!(matches!(error, Error::Crashed { signal: 11, .. }), "{error}");
    }
    for error in errors(
        &fake(&folder, "echo '[x @ 0x1] no such thing' >&2; exit 183"),
        &file,
        &Limits::default(),
    ) {
        assert!(error.to_string().contains("no such thing"), "{error}");
    }
    for error in errors(&fake(&folder, "exit 0"), &file, &Limits::default()) {
        assert!(matches!(error, Error::NoStream { .. }), "{error}");
    }
    let zeros = fake(&folder, "head -c 100000 /dev/zero");
    let mut samples = zeros.samples(&file, &some_info(), 16_000, None, &Limits::default()).unwrap();
    let error = samples.next().unwrap().unwrap_err();
    assert!(error.to_string().contains("something else than samples"), "{error}");
}

#[test]
fn other_programs_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (text, message) in [
        ("head -c 100000 /dev/urandom", "does not say its version"),
        ("echo hello", "does not say its version"),
        ("exit 1", "does not say its version"),
        ("echo ffmpeg version", "does not say its version"),
    ] {
        let error = Ffmpeg::at(&script(&folder, text)).unwrap_err();
        assert!(matches!(error, Error::FfmpegUnusable { .. }), "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
    assert!(Ffmpeg::at(&folder.path().join("missing")).is_err());
    assert!(Ffmpeg::at(folder.path()).is_err());
}

#[test]
fn dropping_the_iterator_kills_the_program_and_its_children() {
    let folder = tempfile::tempdir().unwrap();
    let file = some_file(&folder);
    let pids = folder.path().join("pids");
    let ffmpeg =
        fake(&folder, &format!("sleep 300 & echo $$ $! > '{}'; cat /dev/zero", pids.display()));
    let mut frames = ffmpeg.frames(&file, &some_info(), SMALL, None, &Limits::default()).unwrap();
    assert!(frames.next().unwrap().is_ok());
    let pids = fs::read_to_string(&pids).unwrap();
    assert_eq!(pids.split_whitespace().count(), 2);
    assert!(pids.split_whitespace().all(is_running));
    drop(frames);
    let own = pids.split_whitespace().next().unwrap();
    assert!(!Path::new(&format!("/proc/{own}")).exists(), "reaped at once");
    assert!(eventually(|| !pids.split_whitespace().any(is_running)));
}

#[test]
fn a_real_program_is_killed_in_the_middle_of_a_video() {
    let Some(studio) = Studio::open() else { return };
    let video = studio.render("video.mkv", "-f lavfi -i testsrc=s=320x240:r=10:d=60 -c:v mpeg4");
    let info = studio.probe(&video);
    let children = || {
        let mine = format!("{}/video.mkv", studio.folder.path().display());
        fs::read_dir("/proc").unwrap().flatten().any(|entry| {
            let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&line).contains(&mine)
        })
    };
    let spec =
        FrameSpec { frames_per_sec: 10, short_side_px: 224, crop_px: 224, fit: FrameFit::Crop };
    let mut frames = studio.ffmpeg.frames(&video, &info, spec, None, &Limits::default()).unwrap();
    assert!(frames.next().unwrap().is_ok());
    assert!(children());
    drop(frames);
    assert!(!children());
}

#[test]
#[cfg(target_os = "linux")]
fn too_little_memory_is_one_clear_error() {
    let Some(studio) = Studio::open() else { return };
    let video = studio.render("video.mp4", "-f lavfi -i testsrc=s=1920x1080:r=10:d=1 -c:v mpeg4");
    let info = studio.probe(&video);
    for mib in [8, 64, 160, 256] {
        let limits = Limits { memory_bytes: mib << 20, ..Limits::default() };
        let frames = studio.ffmpeg.frames(&video, &info, SMALL, None, &limits);
        let found: Result<Vec<_>, _> = frames.and_then(Iterator::collect);
        match found {
            Ok(frames) => assert!(mib > 64 && frames.len() == 3, "{mib} MiB were enough"),
            Err(error) => {
                let is_clear = matches!(error, Error::LimitReached { .. } | Error::Crashed { .. });
                assert!(is_clear, "{mib} MiB: {error}");
            }
        }
    }
}
