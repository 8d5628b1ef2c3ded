//! `earsight check`: files, and the library that they are compared with.

use std::path::PathBuf;

use clap::Args;

const EXAMPLES: &str = "\
Examples:
  earsight check video.mp4                      does the sound belong here, and is it in sync
  earsight check incoming/ -l videos.earsight   every file of a folder
  earsight check video.mp4 --max-lag 10 --json

Files are compared with the clips of the library, which are taken to have their own sound, in sync,
by linear CCA on held-out clips; no trained model is needed.
With fewer than 19 clips nothing is called wrong. A file unlike all clips may be called wrong although it is right.
An offset is claimed where one stands out, as it rarely does in ten seconds; else the result is `cannot tell`.
Files of five minutes and more are also checked for drift.

Exit codes:
  0  nothing is wrong, or cannot tell            3  as 0, and some files were skipped
  1  a sound does not belong, is out of sync or drifts";

/// `earsight check`.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct CheckArgs {
    /// Videos, or folders of videos
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Largest audio-visual offset to look for; at most a third of a file
    #[arg(long, value_name = "SECONDS", default_value_t = 2.5, value_parser = lag_secs)]
    pub max_lag: f64,
    /// The library [default: the only *.earsight folder here]
    #[arg(short, long, value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: Option<PathBuf>,
}

fn lag_secs(typed: &str) -> Result<f64, String> {
    let secs: f64 = typed.parse().map_err(|_| "not a number of seconds".to_owned())?;
    let is_possible = (0.5..=60.0).contains(&secs);
    is_possible.then_some(secs).ok_or_else(|| "it is between 0.5 and 60 seconds".to_owned())
}
