//! What is checked, and against which library.

use std::path::PathBuf;

use clap::Args;

const EXAMPLES: &str = "\
Examples:
  earsight check film.mp4                       does this sound belong here, and is it in time
  earsight check incoming/ -l videos.earsight   every file of a folder
  earsight check film.mp4 --max-lag 10 --json

The clips of the library are the measure: they are taken to have their own sound, in step.
They are judged by linear CCA that has not seen them; no model need be trained.
Nothing is called wrong with fewer than 19 of them, and a file unlike all of them may be without being so.
Where little happens little can be told: for most clips of ten seconds it is `cannot tell`.

Exit codes:
  0  nothing is wrong, or it cannot be told      3  as 0, and some files were skipped
  1  a sound does not belong or is shifted";

/// `earsight check`.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct CheckArgs {
    /// Videos, or folders of them
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Look for shifts up to this; at most a third of a file
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0, value_parser = lag_secs)]
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
