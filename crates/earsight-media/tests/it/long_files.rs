//! Memory stays flat on a long file.

use std::fs;

use earsight_media::Limits;

use crate::render::{SMALL, Studio};

/// Memory of this process in bytes, where the system says.
fn resident_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? * 1024)
}

#[test]
fn two_hours_of_video_are_never_all_in_memory() {
    let Some(studio) = Studio::open() else { return };
    let video = studio.render(
        "long.mkv",
        "-f lavfi -i color=red:s=64x64:r=1:d=7200 -f lavfi -i anullsrc=r=8000:cl=mono:d=7200 \
         -c:v mpeg4 -c:a pcm_u8 -t 7200",
    );
    let (info, limits) = (studio.probe(&video), Limits::default());
    assert!((info.duration_secs.unwrap() - 7200.0).abs() < 1.5);
    let before = resident_bytes().unwrap_or(0);
    let (mut most, mut n_frames, mut n_samples, mut longest) = (before, 0, 0, 0);
    for frame in studio.ffmpeg.frames(&video, &info, SMALL, None, &limits).unwrap() {
        n_frames += 1;
        assert_eq!(frame.unwrap().rgb().len(), 32 * 32 * 3);
        if n_frames % 1000 == 0 {
            most = most.max(resident_bytes().unwrap_or(0));
        }
    }
    for chunk in studio.ffmpeg.samples(&video, &info, 16_000, None, &limits).unwrap() {
        let n_chunk = chunk.unwrap().len();
        (n_samples, longest) = (n_samples + n_chunk, longest.max(n_chunk));
        if n_samples % 16_000_000 == 0 {
            most = most.max(resident_bytes().unwrap_or(0));
        }
    }
    assert_eq!(n_frames, 21_600);
    assert_eq!((n_samples, longest), (7200 * 16_000, 16_000));
    // All of it would be 66 MB of pictures and 461 MB of sound; other tests of this process take theirs meanwhile.
    let grown = most.saturating_sub(before);
    assert!(grown < 150 << 20, "grew by {} MiB", grown >> 20);
}
