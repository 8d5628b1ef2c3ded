//! The arguments of the program; commands interpret them.

mod bench;
mod check;
mod concepts;
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
pub use concepts::ConceptsArgs;
pub use cue_sheet::CueSheetArgs;
pub use import::{ImportArgs, Imports, TensorsArgs};
pub use model::{ModelArgs, ModelChoice};
pub use query::{GenerateArgs, LocalizeArgs, SearchArgs};
pub use serve::ServeArgs;

const ABOUT: &str = "\
Search a folder of videos by sound and by image, without labels.

`learn` turns every second of a folder into features, trains a model on which sounds occur with which \
images, and writes everything into a library: a folder of its own. The videos are only read. \
`localize`, `search`, `generate` and `check` then use the library.";

const EXAMPLES: &str = "\
Examples:
  earsight learn ~/Videos                        make the library ./Videos.earsight
  earsight search bell.wav --from audio --to visual
  earsight search \"dog barking\" --to audio
  earsight localize bell.wav --in street.mp4 --from audio
  earsight generate goal.jpg --from visual
  earsight sample demo && earsight learn demo/clips --labels demo/labels.csv

Exit codes:
  0  done                    3  done, some files were skipped
  1  nothing was found       130  stopped by Ctrl-C; run again to resume
     (`check`: something is wrong)
  2  failed

Environment (flags take precedence):
  EARSIGHT_LIBRARY, EARSIGHT_MODEL, EARSIGHT_THREADS   as the options of that name
  EARSIGHT_FFMPEG                                      the ffmpeg program to use
  EARSIGHT_WEIGHTS                                     files of --weights, for queries too
  NO_COLOR                                             no colours in help";

/// Search a folder of videos by sound and by image, without labels.
#[derive(Debug, Parser)]
#[command(name = "earsight", version, long_about = ABOUT, after_long_help = EXAMPLES)]
#[command(disable_help_subcommand = true, arg_required_else_help = true)]
pub struct Typed {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub everywhere: Everywhere,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Everywhere {
    /// Print the result as one JSON object
    #[arg(long, global = true)]
    pub json: bool,
    /// Print only the result and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Report progress as JSON lines on stderr, and stop at the end of stdin; for programs that run this one
    #[arg(long, global = true, hide_short_help = true)]
    pub attached: bool,
    /// Number of threads [default: one per core]
    #[arg(long, global = true, value_name = "N", env = "EARSIGHT_THREADS", hide_env = true)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

impl Everywhere {
    /// Number of threads to compute on.
    pub fn n_threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        self.threads.map_or_else(cores, usize::from)
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a library of a folder of videos: extract, train, index and self-check
    Learn(LearnArgs),
    /// Extract features of every second of a folder
    Extract(ExtractArgs),
    /// Train a model on a library's features and index every second
    Train(TrainArgs),
    /// Find where in a video a moment is
    Localize(LocalizeArgs),
    /// Find what looks or sounds like a moment or a word
    Search(SearchArgs),
    /// List what words mean, and name what is heard and seen in a moment
    Concepts(ConceptsArgs),
    /// Generate the other modality from a query
    Generate(GenerateArgs),
    /// Check whether sounds belong to their images and are in sync
    Check(CheckArgs),
    /// Render a collection of videos to try things on
    Sample(SampleArgs),
    /// List the models that can be fitted
    Models,
    /// Write a library's page as one HTML file that needs no server
    Report(ReportArgs),
    /// Serve a library as a page for the browser, on this machine only
    Serve(ServeArgs),
    /// Import features made by another program
    Import(ImportArgs),
    /// Bring a library of an older earsight up to date, without decoding its pictures again
    Upgrade(UpgradeArgs),
    /// Run the paper's tables: every system, with intervals, chance and linear baselines
    Bench(BenchArgs),
    /// Check the installation, and a library
    Doctor(DoctorArgs),
    /// Print shell completions
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

const LEARN_EXAMPLES: &str = "\
Examples:
  earsight learn ~/Videos
  earsight learn ~/Videos -o birds.earsight --report birds.html
  earsight learn demo/clips --labels demo/labels.csv --seed 1
  earsight learn ~/Videos --set objective.wasserstein_weight=0.01 --set training.epochs=20

Run the same command again to resume a run that was stopped or killed;
files are recognised by their content and not decoded again.";

/// `earsight learn`.
#[derive(Debug, Args)]
#[command(after_long_help = LEARN_EXAMPLES)]
pub struct LearnArgs {
    /// The extraction.
    #[command(flatten)]
    pub extract: ExtractArgs,
    /// The model to fit.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Events of the clips (`clip,category,start,len` in seconds), for evaluation only; never learned from
    #[arg(long, value_name = "FILE.csv")]
    pub labels: Option<PathBuf>,
    /// Number of cross-validation folds of the self-check
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(2..=100))]
    pub folds: u16,
    /// Skip the self-check
    #[arg(long, conflicts_with_all = ["folds", "labels"])]
    pub no_self_check: bool,
    /// Also write the report
    #[arg(long, value_name = "FILE.html")]
    pub report: Option<PathBuf>,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  earsight extract ~/Videos -o videos.earsight
  earsight extract ~/Videos --visual efficientnet-lite0@1";

/// `earsight extract`: the folder, its library, and settings of the extraction.
#[derive(Debug, Args)]
#[command(after_long_help = EXTRACT_EXAMPLES)]
pub struct ExtractArgs {
    /// Folder of videos, audio files and images, with its subfolders; only read
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Library to write [default: ./NAME.earsight for a folder called NAME]
    #[arg(short = 'o', long, value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: Option<PathBuf>,
    /// Visual backbone; `efficientnet-lite0@1` reads one frame a second, which is faster
    #[arg(long, value_name = "BACKBONE", default_value = "efficientnet-lite0")]
    pub visual: String,
    /// Audio backbone
    #[arg(long, value_name = "BACKBONE", default_value = "cnn9")]
    pub audio: String,
    /// Weights of a backbone that includes none, such as vgg19 or vggish; may be repeated
    #[arg(long, value_name = "FILE.safetensors", env = earsight_library::WEIGHTS_VARIABLE, hide_env = true, value_delimiter = ':')]
    pub weights: Vec<PathBuf>,
    /// Retry files that could not be decoded before
    #[arg(long)]
    pub retry_skipped: bool,
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
    /// The model to fit.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Also evaluate the model on held-out clips, which gives results a confidence
    #[arg(long)]
    pub self_check: bool,
    /// Number of cross-validation folds of the self-check
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
    /// Seed of every random choice
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Number of clips
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
    /// Events of the clips, shown with the results
    #[arg(long, value_name = "FILE.csv")]
    pub labels: Option<PathBuf>,
    /// The fitted model to report on [default: ms-vae, or the only one there is]
    #[arg(long, value_name = "NAME", env = "EARSIGHT_MODEL", hide_env = true)]
    pub model: Option<String>,
}

const UPGRADE_EXAMPLES: &str = "\
Examples:
  earsight upgrade videos.earsight
  earsight upgrade videos.earsight && earsight train videos.earsight

Adds what newer versions compare beside features: the concepts of each second. Those of pictures come from
the stored features; sound is decoded once more, from the files that were extracted. A file that is missing or
was edited keeps its features, without concepts of its sound.

Run the same command again to resume a run that was stopped or killed; the library is as it was until the end.
Versions older than this one cannot read the library afterwards.";

/// `earsight upgrade`.
#[derive(Debug, Args)]
#[command(after_long_help = UPGRADE_EXAMPLES)]
pub struct UpgradeArgs {
    /// The library
    #[arg(value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: PathBuf,
}

/// `earsight doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Library to check, too
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

/// A share from 0 to below 1.
fn share(typed: &str) -> Result<f64, String> {
    match typed.parse::<f64>() {
        Ok(share) if (0.0..1.0).contains(&share) => Ok(share),
        _ => Err("a share is at least 0 and less than 1".to_owned()),
    }
}
