//! The speed of extraction, compared with decoding alone.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail};
use earsight_bench::speed::{Stopwatch, median};
use earsight_extract::ExtractOptions;
use earsight_media::{Ffmpeg, Limits};
use earsight_sample::SampleConfig;

use crate::answer::TimedExtraction;
use crate::args::SpeedArgs;
use crate::terminal::Terminal;

/// Length of the video that is rendered when none is given.
const RENDERED_SECS: u32 = 30;
/// Repetitions at least; extraction and decoding alternate.
const FEWEST_ROUNDS: usize = 5;

pub fn time(
    args: &SpeedArgs,
    n_threads: usize,
    terminal: &Terminal,
) -> anyhow::Result<TimedExtraction> {
    let folder = tempfile::tempdir().context("cannot make a folder for the video")?;
    let ffmpeg = Ffmpeg::find()?;
    let video = match &args.video {
        Some(video) => {
            video.canonicalize().with_context(|| format!("cannot read {}", video.display()))?
        }
        None => {
            terminal.remark(format!("rendering a video of {RENDERED_SECS} s, 1920 x 1080"));
            rendered(folder.path(), &ffmpeg, n_threads)?
        }
    };
    let limits = Limits { threads: u32::try_from(n_threads)?, ..Limits::default() };
    let info = ffmpeg.probe(&video, &limits)?;
    let options = ExtractOptions { threads: n_threads, ..ExtractOptions::default() };
    let mut stopwatch = Stopwatch::new(args.secs);
    let (mut decodings, mut ratios) = (Vec::new(), Vec::new());
    let mut video_secs = 0.0;
    for round in 0.. {
        if round >= FEWEST_ROUNDS && stopwatch.is_enough() {
            break;
        }
        let begun = Instant::now();
        ffmpeg.decode_only(&video, &info, &limits)?;
        let decoding_secs = begun.elapsed().as_secs_f64();
        let library = folder.path().join(format!("library-{round}"));
        stopwatch.begin();
        let report = earsight_extract::extract(&video, &library, &options, &mut |_event| {})?;
        let extracting_secs = stopwatch.end().as_secs_f64();
        if let Some(skip) = report.skipped.first() {
            bail!("{}: {}", skip.file, skip.reason);
        }
        video_secs = report.decoded_secs;
        decodings.push(1e3 * decoding_secs);
        ratios.push(extracting_secs / decoding_secs);
        std::fs::remove_dir_all(&library)?;
    }
    let (repetitions, machine) = stopwatch.read();
    Ok(TimedExtraction {
        what: "extract",
        video_secs,
        n_threads,
        times_real_time: 1e3 * video_secs / repetitions.median_ms,
        decoding_ms: median(decodings),
        ratio_to_decoding: median(ratios),
        repetitions,
        machine,
    })
}

/// The video of a sample collection of one clip, as large as a camera's.
fn rendered(folder: &Path, ffmpeg: &Ffmpeg, n_threads: usize) -> anyhow::Result<PathBuf> {
    let config = SampleConfig {
        n_clips: 1,
        clip_secs: RENDERED_SECS,
        width_px: 1920,
        height_px: 1080,
        frames_per_sec: 30,
        ..SampleConfig::default()
    };
    let report =
        earsight_sample::render(folder, &config, ffmpeg.path(), n_threads, &mut |_, _| {})?;
    Ok(std::fs::read_dir(&report.clips_folder)?.next().context("there is no video")??.path())
}
