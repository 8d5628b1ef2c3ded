//! `earsight bench`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use earsight::models::MAX_WIDTH;
use earsight_core::PerModality;

use super::ModelChoice;

const COMPOSED_EXAMPLES: &str = "\
Examples:
  earsight bench composed --seeds 1 --models ms-vae,cca
  earsight bench composed --clips 3000 --csv composed.csv
  earsight bench composed --as-published d12,d13

Ten-second clips are composed from real per-second sounds and photographs of 20 classes.
Position carries no information there: no start rule helps.";

const CLIPS_EXAMPLES: &str = "\
Examples:
  earsight bench clips
  earsight bench clips --features my.safetensors --folds 10 --models ms-vae,cca
  earsight bench clips --library Videos.earsight --models ms-vae,cca";

/// `earsight bench`.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// On which data.
    #[command(subcommand)]
    pub data: BenchData,
}

/// On which data.
#[derive(Debug, Subcommand)]
pub enum BenchData {
    /// Tables 1 and 2 on clips composed from real sounds and photographs
    Composed(ComposedArgs),
    /// Own-clip retrieval on real clips, by cross-validation
    Clips(ClipsArgs),
    /// Learning curves: systems trained on few clips and on many, the first compared with each other one
    Curve(CurveArgs),
    /// Coverage of prediction sets and false-rejection rate, compared with their nominal values
    Calibration(CalibrationArgs),
    /// AVE: priors, shortcuts and chance levels; with its features, Tables 1 and 2
    Ave(AveArgs),
    /// Speed, compared with that of the machine
    Speed(SpeedArgs),
    /// All tables and figures of the paper, and a document that says which claims hold
    Reproduce(ReproduceArgs),
}

/// Which systems, and how often.
#[derive(Debug, Clone, Args)]
pub struct SystemsArgs {
    /// Systems to run, separated by commas [default: all that read features]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub models: Vec<String>,
    /// Number of seeds: 0, 1, …
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub seeds: u64,
    /// Also write every number of every run as CSV
    #[arg(long, value_name = "FILE.csv")]
    pub csv: Option<PathBuf>,
    /// Also write the tables as Markdown
    #[arg(long, value_name = "FILE.md")]
    pub markdown: Option<PathBuf>,
}

/// What clips are composed of.
#[derive(Debug, Args)]
pub struct PartsArgs {
    /// Folder with sounds.safetensors and photos.safetensors [default: those inside the program]
    #[arg(long, value_name = "DIR")]
    pub parts: Option<PathBuf>,
    /// Train split
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub train_part: i32,
    /// Test split
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub test_part: i32,
}

/// Real clips.
#[derive(Debug, Args)]
pub struct RealClipsArgs {
    /// Per-second features of clips [default: those of 59 clips inside the program]
    #[arg(long, value_name = "FILE.safetensors", conflicts_with = "library")]
    pub features: Option<PathBuf>,
    /// Library whose clips are taken instead, with their changes
    #[arg(long, value_name = "LIBRARY")]
    pub library: Option<PathBuf>,
}

/// `earsight bench composed`.
#[derive(Debug, Args)]
#[command(after_long_help = COMPOSED_EXAMPLES)]
pub struct ComposedArgs {
    /// Which systems.
    #[command(flatten)]
    pub systems: SystemsArgs,
    /// What they are composed of.
    #[command(flatten)]
    pub parts: PartsArgs,
    /// Number of training clips
    #[arg(long, value_name = "N", default_value_t = 3000)]
    pub clips: usize,
    /// Number of test clips
    #[arg(long, value_name = "N", default_value_t = 400)]
    pub test_clips: usize,
    /// Mistakes of the published code to repeat: d1, d2, d7, d10, d12, d13 (docs/deviations.md)
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub as_published: Vec<String>,
}

/// `earsight bench clips`.
#[derive(Debug, Args)]
#[command(after_long_help = CLIPS_EXAMPLES)]
pub struct ClipsArgs {
    /// Which systems.
    #[command(flatten)]
    pub systems: SystemsArgs,
    /// Which clips.
    #[command(flatten)]
    pub real: RealClipsArgs,
    /// Number of cross-validation folds
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(2..=100))]
    pub folds: u16,
}

const CURVE_EXAMPLES: &str = "\
Examples:
  earsight bench curve --models ms-vae,cca,pcca,dcca,avdln-mined,ave-net-f --figure curve.svg
  earsight bench curve --models ms-vae,pcca --composed 20,100,3000 --clips 59 --seeds 3";

/// `earsight bench curve`.
#[derive(Debug, Args)]
#[command(after_long_help = CURVE_EXAMPLES)]
pub struct CurveArgs {
    /// Which systems.
    #[command(flatten)]
    pub systems: SystemsArgs,
    /// What composed clips are composed of.
    #[command(flatten)]
    pub parts: PartsArgs,
    /// Which real clips.
    #[command(flatten)]
    pub real: RealClipsArgs,
    /// Numbers of composed training clips, one point each
    #[arg(long, value_name = "N,N,…", value_delimiter = ',', default_values_t = [20, 50, 100, 300, 1000, 3000])]
    pub composed: Vec<usize>,
    /// Number of composed test clips
    #[arg(long, value_name = "N", default_value_t = 400)]
    pub test_clips: usize,
    /// Numbers of real clips, one point each
    #[arg(long, value_name = "N,N,…", value_delimiter = ',', default_values_t = [10, 20, 30, 45, 59])]
    pub clips: Vec<usize>,
    /// Number of cross-validation folds of the real clips
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(2..=100))]
    pub folds: u16,
    /// Also draw the curves
    #[arg(long, value_name = "FILE.svg")]
    pub figure: Option<PathBuf>,
}

const CALIBRATION_EXAMPLES: &str = "\
Examples:
  earsight bench calibration composed
  earsight bench calibration clips --coverage 0.8 --seeds 3
  earsight bench calibration clips --library Videos.earsight
  earsight bench calibration clips --library Videos.earsight --later New.earsight";

/// `earsight bench calibration`.
#[derive(Debug, Args)]
#[command(after_long_help = CALIBRATION_EXAMPLES)]
pub struct CalibrationArgs {
    /// On which clips
    #[arg(value_name = "DATA")]
    pub data: CalibrationData,
    /// Which systems.
    #[command(flatten)]
    pub systems: SystemsArgs,
    /// What composed clips are composed of.
    #[command(flatten)]
    pub parts: PartsArgs,
    /// Which real clips.
    #[command(flatten)]
    pub real: RealClipsArgs,
    /// Fit on all of these real clips, and evaluate on those of another library, which were recorded later
    #[arg(long, value_name = "LIBRARY")]
    pub later: Option<PathBuf>,
    /// Nominal coverage of the prediction sets
    #[arg(long, value_name = "SHARE", default_value_t = 0.9, value_parser = super::share)]
    pub coverage: f64,
    /// Nominal false-rejection rate
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = super::share)]
    pub reject: f64,
    /// Number of composed training clips; a fifth of them calibrates
    #[arg(long, value_name = "N", default_value_t = 3000)]
    pub clips: usize,
    /// Number of composed test clips
    #[arg(long, value_name = "N", default_value_t = 400)]
    pub test_clips: usize,
    /// Number of cross-validation folds of the real clips
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(2..=100))]
    pub folds: u16,
}

/// The clips of a calibration bench.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum CalibrationData {
    /// Composed from real sounds and photographs
    Composed,
    /// Real ones
    Clips,
}

const SPEED_EXAMPLES: &str = "\
Examples:
  earsight bench speed
  earsight bench speed --what step --model ms-vae-reference --batch 10 --threads 1
  earsight bench speed --what embed --segments 10000 --json
  earsight bench speed --what search --segments 1000000
  earsight bench speed --what extract --video holiday.mp4

A step is forward, backward and update of one batch. Repetitions alternate with measurements of the machine: \
a large matrix product, and reading memory.";

/// `earsight bench speed`.
#[derive(Debug, Args)]
#[command(after_long_help = SPEED_EXAMPLES)]
pub struct SpeedArgs {
    /// Work to time
    #[arg(long, value_name = "WORK", value_enum, default_value_t = SpeedWork::Step)]
    pub what: SpeedWork,
    /// Which model.
    #[command(flatten)]
    pub choice: ModelChoice,
    /// Batch size in seconds
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..))]
    pub batch: u32,
    /// Seconds in total [default: ten steps, at least 2,560; embed 10,000; search 100,000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(10..))]
    pub segments: Option<u32>,
    /// Columns of audio and visual features
    #[arg(long, value_name = "AUDIO,VISUAL", default_value = "128,512", value_parser = dims)]
    pub dims: PerModality<usize>,
    /// Video of `--what extract` [default: half a minute of 1080p is rendered]
    #[arg(long, value_name = "FILE")]
    pub video: Option<PathBuf>,
    /// Seconds to repeat for
    #[arg(long, value_name = "SECS", default_value_t = 3.0)]
    pub secs: f64,
}

/// `128,512`
fn dims(typed: &str) -> Result<PerModality<usize>, String> {
    let is_width = |width: &usize| (1..=MAX_WIDTH).contains(width);
    let width = |typed: &str| typed.trim().parse().ok().filter(is_width);
    let widths = typed.split_once(',').and_then(|(a, v)| Some((width(a)?, width(v)?)));
    let (audio, visual) = widths.ok_or("two widths are `AUDIO,VISUAL`, such as `128,512`")?;
    Ok(PerModality { audio, visual })
}

/// What is timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SpeedWork {
    /// One step of a training
    Step,
    /// One pass over all seconds
    Epoch,
    /// All seconds of both modalities through a trained model
    Embed,
    /// The images nearest to a second of sound, exact
    Search,
    /// A video, from the file to a library of features
    Extract,
}

const REPRODUCE_EXAMPLES: &str = "\
Examples:
  earsight bench reproduce
  earsight bench reproduce -o out/REPRODUCTION.md --seeds 1 --clips 100 --models cca,ms-vae";

/// `earsight bench reproduce`.
#[derive(Debug, Args)]
#[command(after_long_help = REPRODUCE_EXAMPLES)]
pub struct ReproduceArgs {
    /// Which systems.
    #[command(flatten)]
    pub systems: SystemsArgs,
    /// Document to write
    #[arg(short, long, value_name = "FILE.md", default_value = "REPRODUCTION.md")]
    pub output: PathBuf,
    /// Folder for its figures, from where the document is
    #[arg(long, value_name = "DIR", default_value = "docs/figures")]
    pub figures: PathBuf,
    /// Number of composed training clips
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub clips: usize,
    /// Number of composed test clips
    #[arg(long, value_name = "N", default_value_t = 400)]
    pub test_clips: usize,
    /// Folder of AVE's files, for its priors and shortcuts
    #[arg(long, value_name = "DIR")]
    pub ave: Option<PathBuf>,
    /// Revision of the source, to print
    #[arg(long, value_name = "GIT", env = "EARSIGHT_REVISION", hide_env = true)]
    pub revision: Option<String>,
}

const AVE_EXAMPLES: &str = "\
Examples:
  earsight bench ave --data AVE
  earsight bench ave --data AVE --split standard --models ms-vae,cca,avdln --seeds 3
  earsight bench ave --data AVE --validation --models ms-vae

DIR holds Annotations.txt and the published .h5 files of splits and labels; with audio_feature.h5 and \
visual_feature_vec.h5 (or visual_feature.h5) in it, every system runs. The same goes for a library of AVE's \
videos, made by `earsight extract`, with the paper's backbones if you have their weights: \
`--visual vgg19-ave-compatible --audio vggish-ave-compatible --weights FILE --weights FILE`.";

/// `earsight bench ave`.
#[derive(Debug, Args)]
#[command(after_long_help = AVE_EXAMPLES)]
pub struct AveArgs {
    /// Which systems.
    #[command(flatten)]
    pub systems: SystemsArgs,
    /// Folder of AVE's files
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Library of AVE's videos, each file named after its YouTube id, instead of the published features
    #[arg(long, value_name = "LIBRARY")]
    pub library: Option<PathBuf>,
    /// Split to run systems on: match or standard
    #[arg(long, value_name = "NAME", default_value = "match")]
    pub split: String,
    /// Evaluate on a class-balanced part of the training clips instead of the test clips, for choosing settings
    #[arg(long)]
    pub validation: bool,
    /// Mistakes of the published code to repeat: d1, d2, d7, d10, d12, d13 (docs/deviations.md)
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub as_published: Vec<String>,
}
