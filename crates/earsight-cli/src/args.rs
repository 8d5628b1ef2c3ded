//! What was typed. What it means is decided in the commands.

mod bench;
mod check;
mod cue_sheet;
mod import;
mod model;
mod query;
mod serve;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

pub use bench::{
    AveArgs, BenchArgs, BenchData, CalibrationArgs, CalibrationData, ClipsArgs, ComposedArgs,
    CurveArgs, PartsArgs, RealClipsArgs, ReproduceArgs, SpeedArgs, SpeedWork, SystemsArgs,
};
pub use check::CheckArgs;
pub use cue_sheet::CueSheetArgs;
pub use import::{ImportArgs, Imports, TensorsArgs};
pub use model::{ModelArgs, ModelChoice};
pub use query::{GenerateArgs, LocalizeArgs, SearchArgs};
pub use serve::ServeArgs;

const ABOUT: &str = "\
Find what sounds and looks alike in a folder of videos, without any label.

`learn` turns every second of a folder into numbers, learns from them which sounds go with which \
pictures, and keeps all of it in a library: a folder of its own. The videos are only read. \
From then on `localize`, `search` and `generate` answer from the library.";

const EXAMPLES: &str = "\
Examples:
  earsight learn ~/Videos                        learn a folder, into ./Videos.earsight
  earsight search bell.wav --from audio --to visual
  earsight localize bell.wav --in street.mp4 --from audio
  earsight generate goal.jpg --from visual
  earsight sample demo && earsight learn demo/clips --labels demo/labels.csv

Exit codes:
  0  done                    3  done, some files were skipped
  1  nothing was found       130  stopped by Ctrl-C; run again to go on
     (`check`: something is wrong)
  2  failed

Environment (flags win over it):
  EARSIGHT_LIBRARY, EARSIGHT_MODEL, EARSIGHT_THREADS   as the options of that name
  EARSIGHT_FFMPEG                                      the ffmpeg program to use
  EARSIGHT_WEIGHTS                                     files of --weights, for queries too
  NO_COLOR                                             no colours in help";

/// Find what sounds and looks alike in a folder of videos, without any label.
#[derive(Debug, Parser)]
#[command(name = "earsight", version, long_about = ABOUT, after_long_help = EXAMPLES)]
#[command(disable_help_subcommand = true, arg_required_else_help = true)]
pub struct Typed {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// For every command.
    #[command(flatten)]
    pub everywhere: Everywhere,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Everywhere {
    /// Print the answer as one JSON object
    #[arg(long, global = true)]
    pub json: bool,
    /// Say nothing but the answer and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// For a program that runs this one: progress as JSON lines on stderr, and the end of stdin asks to stop
    #[arg(long, global = true, hide_short_help = true)]
    pub attached: bool,
    /// Threads to compute on [default: one per core]
    #[arg(long, global = true, value_name = "N", env = "EARSIGHT_THREADS", hide_env = true)]
    pub threads: Option<NonZeroUsize>,
}

impl Everywhere {
    /// Threads to compute on.
    pub fn n_threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        self.threads.map_or_else(cores, NonZeroUsize::get)
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Learn a folder of videos: extract, train, index and check, in one go
    Learn(LearnArgs),
    /// Turn every second of a folder into features
    Extract(ExtractArgs),
    /// Learn from a library's features and index every second
    Train(TrainArgs),
    /// Find where in a video a moment happens
    Localize(LocalizeArgs),
    /// Find what else looks or sounds like a moment
    Search(SearchArgs),
    /// Tell one sense from the other: what would it look or sound like
    Generate(GenerateArgs),
    /// Say whether sounds belong to their pictures and are in step
    Check(CheckArgs),
    /// Render a collection of clips to try things on
    Sample(SampleArgs),
    /// List the models that can be fitted
    Models,
    /// Write a library's page as one HTML file that needs no server
    Report(ReportArgs),
    /// Open a library as a page in the browser, on this machine only
    Serve(ServeArgs),
    /// Make a library of features that somebody else made
    Import(ImportArgs),
    /// Run the paper's tables: every system, with intervals, beside what knows nothing
    Bench(BenchArgs),
    /// Say what is installed and what would work
    Doctor(DoctorArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// Which clips a library is made of.
#[derive(Debug, Clone, Args)]
pub struct CollectionArgs {
    /// Folder of videos, sounds and pictures; with the folders in it, and only read
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Folder to keep everything in [default: ./NAME.earsight for a folder called NAME]
    #[arg(short = 'o', long, value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: Option<PathBuf>,
}

const LEARN_EXAMPLES: &str = "\
Examples:
  earsight learn ~/Videos
  earsight learn ~/Videos -o birds.earsight --report birds.html
  earsight learn demo/clips --labels demo/labels.csv --seed 1
  earsight learn ~/Videos --set objective.wasserstein_weight=0.01 --set training.epochs=20

A run that was stopped or killed goes on where it was when the same command is run again;
files that were turned into features are recognised by what they hold and not decoded again.";

/// `earsight learn`.
#[derive(Debug, Args)]
#[command(after_long_help = LEARN_EXAMPLES)]
pub struct LearnArgs {
    /// The folder and its library.
    #[command(flatten)]
    pub collection: CollectionArgs,
    /// How files become features.
    #[command(flatten)]
    pub extraction: ExtractionArgs,
    /// What to fit.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Events of the clips (`clip,category,start,len` in seconds): only checked against, never learned from
    #[arg(long, value_name = "FILE.csv")]
    pub labels: Option<PathBuf>,
    /// Parts the clips are dealt into for the self-check; each is asked about once, unseen
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(2..=100))]
    pub folds: u16,
    /// Leave the self-check out
    #[arg(long, conflicts_with_all = ["folds", "labels"])]
    pub no_self_check: bool,
    /// Also write the report
    #[arg(long, value_name = "FILE.html")]
    pub report: Option<PathBuf>,
}

/// How files become features.
#[derive(Debug, Clone, Args)]
pub struct ExtractionArgs {
    /// Network that looks; `efficientnet-lite0@1` looks at one picture a second, which is faster
    #[arg(long, value_name = "BACKBONE", default_value = "efficientnet-lite0")]
    pub visual: String,
    /// Network that listens
    #[arg(long, value_name = "BACKBONE", default_value = "cnn9")]
    pub audio: String,
    /// Weights of a network that brings none, such as vgg19 or vggish; once for each sense
    #[arg(long, value_name = "FILE.safetensors", env = earsight_answers::WEIGHTS_VARIABLE, hide_env = true, value_delimiter = ':')]
    pub weights: Vec<PathBuf>,
    /// Try again what could not be decoded before
    #[arg(long)]
    pub retry_skipped: bool,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  earsight extract ~/Videos -o videos.earsight
  earsight extract ~/Videos --visual efficientnet-lite0@1";

/// `earsight extract`.
#[derive(Debug, Args)]
#[command(after_long_help = EXTRACT_EXAMPLES)]
pub struct ExtractArgs {
    /// The folder and its library.
    #[command(flatten)]
    pub collection: CollectionArgs,
    /// How files become features.
    #[command(flatten)]
    pub extraction: ExtractionArgs,
}

const TRAIN_EXAMPLES: &str = "\
Examples:
  earsight train videos.earsight
  earsight train videos.earsight --model cca
  earsight train videos.earsight --set training.epochs=20 --seed 3
  earsight train videos.earsight --self-check";

/// `earsight train`.
#[derive(Debug, Args)]
#[command(after_long_help = TRAIN_EXAMPLES)]
pub struct TrainArgs {
    /// The library
    #[arg(value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: PathBuf,
    /// What to fit.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Also check it on clips that it has not seen, so that answers know how sure they are
    #[arg(long)]
    pub self_check: bool,
    /// Parts the clips are dealt into for the self-check; each is asked about once, unseen
    #[arg(long, value_name = "N", default_value_t = 5, requires = "self_check",
          value_parser = clap::value_parser!(u16).range(2..=100))]
    pub folds: u16,
}

const SAMPLE_EXAMPLES: &str = "\
Examples:
  earsight sample demo
  earsight sample demo --clips 48 --seed 7
  earsight learn demo/clips --labels demo/labels.csv";

/// `earsight sample`.
#[derive(Debug, Args)]
#[command(after_long_help = SAMPLE_EXAMPLES)]
pub struct SampleArgs {
    /// Folder to render into; new or empty
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Where every random choice comes from
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Clips to render
    #[arg(long, value_name = "N", default_value_t = 144)]
    pub clips: usize,
    /// Length of a clip in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub secs: u32,
}

const REPORT_EXAMPLES: &str = "\
Examples:
  earsight report videos.earsight -o videos.html
  earsight report demo.earsight -o demo.html --labels demo/labels.csv";

/// `earsight report`.
#[derive(Debug, Args)]
#[command(after_long_help = REPORT_EXAMPLES)]
pub struct ReportArgs {
    /// The library
    #[arg(value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: PathBuf,
    /// File to write
    #[arg(short, long, value_name = "FILE.html")]
    pub output: PathBuf,
    /// Events of the clips, shown beside the answers
    #[arg(long, value_name = "FILE.csv")]
    pub labels: Option<PathBuf>,
    /// The fitted model to report on [default: ms-vae, or the only one there is]
    #[arg(long, value_name = "NAME", env = "EARSIGHT_MODEL", hide_env = true)]
    pub model: Option<String>,
}

/// `earsight doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// A library to look into, too
    #[arg(short, long, value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: Option<PathBuf>,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  earsight completions bash > ~/.local/share/bash-completion/completions/earsight
  earsight completions zsh > ~/.zfunc/_earsight";

/// `earsight completions`.
#[derive(Debug, Args)]
#[command(after_long_help = COMPLETIONS_EXAMPLES)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// A share that leaves something: from 0 to 1, without the 1.
fn share(typed: &str) -> Result<f64, String> {
    match typed.parse::<f64>() {
        Ok(share) if (0.0..1.0).contains(&share) => Ok(share),
        _ => Err("a share is at least 0 and less than 1".to_owned()),
    }
}
