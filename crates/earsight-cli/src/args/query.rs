//! What is asked, and of which library.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use earsight_core::Modality;

use earsight_library::TypedMoment;

use super::CueSheetArgs;

/// Which library and which of its models answers.
#[derive(Debug, Clone, Args)]
pub struct AnsweringArgs {
    /// The library [default: the only *.earsight folder here]
    #[arg(short, long, value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: Option<PathBuf>,
    /// The fitted model that answers [default: ms-vae, or the only one there is]
    #[arg(long, value_name = "NAME", env = "EARSIGHT_MODEL", hide_env = true)]
    pub model: Option<String>,
}

/// When an answer is no match.
#[derive(Debug, Clone, Args)]
pub struct RefusalArgs {
    /// Share of true matches to lose for the sake of saying "no match" where there is none; 0 never says it
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = super::share)]
    pub refuse: f64,
}

const LOCALIZE_EXAMPLES: &str = "\
Examples:
  earsight localize bell.wav --in street.mp4 --from audio        where is what I hear to be seen
  earsight localize a.mp4@3..5 --in b.mp4 --from visual           where is what I see to be heard
  earsight localize a.mp4@3..5 --in a.mp4 --from audio --json     the distance at every start";

/// `earsight localize`.
#[derive(Debug, Args)]
#[command(after_long_help = LOCALIZE_EXAMPLES)]
pub struct LocalizeArgs {
    /// A video, sound or picture, or seconds of one: `file.mp4@3..5` are the seconds 3 and 4
    #[arg(value_name = "QUERY[@3..5]")]
    pub query: TypedMoment,
    /// The video to look in, or seconds of it
    #[arg(long = "in", value_name = "VIDEO")]
    pub sequence: TypedMoment,
    /// The sense of the query; it is looked for in the other one
    #[arg(long, value_name = "SENSE", value_parser = sense())]
    pub from: Modality,
    /// How often the set of starts that is given shall hold the true one
    #[arg(long, value_name = "SHARE", default_value_t = 0.9, value_parser = super::share)]
    pub coverage: f64,
    /// What is no match.
    #[command(flatten)]
    pub refusal: RefusalArgs,
    /// Who answers.
    #[command(flatten)]
    pub answering: AnsweringArgs,
}

const SEARCH_EXAMPLES: &str = "\
Examples:
  earsight search bell.wav --from audio --to audio               what else sounds like this
  earsight search goal.jpg --from visual --to audio -k 5         what sounds the way this looks
  earsight search a.mp4@3..5 --from audio --to visual --elsewhere
  earsight search hum.wav --from audio --to audio --within 0.8   or nothing (exit code 1)
  earsight search a.mp4@2..6 --from visual --to audio --in effects --otio a.otio";

/// `earsight search`.
#[derive(Debug, Args)]
#[command(after_long_help = SEARCH_EXAMPLES)]
pub struct SearchArgs {
    /// A video, sound or picture, or seconds of one: `file.mp4@3..5` are the seconds 3 and 4
    #[arg(value_name = "QUERY[@3..5]")]
    pub query: TypedMoment,
    /// The sense of the query
    #[arg(long, value_name = "SENSE", value_parser = sense())]
    pub from: Modality,
    /// The sense to compare it with
    #[arg(long, value_name = "SENSE", value_parser = sense())]
    pub to: Modality,
    /// Answers to give
    #[arg(short, value_name = "N", default_value_t = 10, value_parser = answers())]
    pub k: u32,
    /// Only answers at most this far
    #[arg(long, value_name = "DISTANCE")]
    pub within: Option<f64>,
    /// No answers from the query's own file
    #[arg(long)]
    pub elsewhere: bool,
    /// What is no match.
    #[command(flatten)]
    pub refusal: RefusalArgs,
    /// Search the files of this folder instead of the library: where in each does the query fit, laid over it as a whole?
    ///
    /// Within one sense `--refuse` has nothing to say here.
    #[arg(long = "in", value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Where else the answers go.
    #[command(flatten)]
    pub cue_sheet: CueSheetArgs,
    /// Who answers.
    #[command(flatten)]
    pub answering: AnsweringArgs,
}

const GENERATE_EXAMPLES: &str = "\
Examples:
  earsight generate bell.wav --from audio                   which seconds look the way this sounds
  earsight generate goal.jpg --from visual -k 3
  earsight generate bell.wav --from audio --samples 8       what else it might look like
  earsight generate a.mp4@3 --from audio --towards b.mp4@7  what lies between two moments
  earsight generate a.mp4@3..5 --from audio --features pair.safetensors";

/// `earsight generate`.
#[derive(Debug, Args)]
#[command(after_long_help = GENERATE_EXAMPLES)]
pub struct GenerateArgs {
    /// A video, sound or picture, or seconds of one: `file.mp4@3..5` are the seconds 3 and 4
    #[arg(value_name = "QUERY[@3..5]")]
    pub query: TypedMoment,
    /// The sense of the query; the other one is generated
    #[arg(long, value_name = "SENSE", value_parser = sense())]
    pub from: Modality,
    /// Real seconds to show that are nearest to what was generated
    #[arg(short, value_name = "N", default_value_t = 10, value_parser = answers())]
    pub k: u32,
    /// No answers from the query's own file
    #[arg(long)]
    pub elsewhere: bool,
    /// Also draw so many times from what the model thinks possible, and name the nearest second of each draw
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=10_000))]
    pub samples: u32,
    /// Where the draws come from
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Go through the latent space to this moment instead, and name the nearest seconds on the way
    #[arg(long, value_name = "MOMENT", conflicts_with_all = ["samples", "seed", "features", "k"])]
    pub towards: Option<TypedMoment>,
    /// Points on the way, ends included
    #[arg(long, value_name = "N", default_value_t = 5, requires = "towards", value_parser = clap::value_parser!(u32).range(2..=1000))]
    pub steps: u32,
    /// Also write the generated features of both senses, one row per second of the query
    #[arg(long, value_name = "FILE.safetensors")]
    pub features: Option<PathBuf>,
    /// Who answers.
    #[command(flatten)]
    pub answering: AnsweringArgs,
}

fn sense() -> impl clap::builder::TypedValueParser<Value = Modality> {
    PossibleValuesParser::new(Modality::ALL.map(Modality::name))
        .try_map(|typed| typed.parse::<Modality>())
}

fn answers() -> clap::builder::RangedU64ValueParser<u32> {
    clap::builder::RangedU64ValueParser::new().range(1..=100_000)
}
