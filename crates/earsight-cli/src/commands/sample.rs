//! `earsight sample`: a rendered collection to try things on.

use earsight_library::Monitor as _;
use earsight_media::Ffmpeg;
use earsight_sample::SampleConfig;

use crate::args::SampleArgs;
use crate::exit::Exit;
use crate::terminal::Terminal;

pub fn run(args: &SampleArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let config = SampleConfig {
        seed: args.seed,
        n_clips: args.clips,
        clip_secs: args.secs,
        ..SampleConfig::default()
    };
    config.check()?;
    let ffmpeg = Ffmpeg::find()?;
    let progress = terminal.stage("rendering", args.clips as u64);
    let report = earsight_sample::render(
        &args.folder,
        &config,
        ffmpeg.path(),
        n_threads,
        &mut |n_done, n_clips| progress.at(n_done as u64, &format!("{n_done} of {n_clips} clips")),
    )?;
    drop(progress);
    terminal.answer(&report)?;
    Ok(Exit::Done)
}
