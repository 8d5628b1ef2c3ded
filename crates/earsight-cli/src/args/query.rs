//! Arguments of the commands that answer a query.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use earsight_core::Modality;
use earsight_library::{OpenLibrary, PartName, TypedMoment};

use super::CueSheetArgs;

/// The query, and the library and model that answer it.
#[derive(Debug, Clone, Args)]
pub struct AnsweringArgs {
    /// Video, audio file or image, or seconds of one: `file.mp4@3..5` are the seconds 3 and 4
    #[arg(value_name = "QUERY[@3..5]")]
    pub query: TypedMoment,
    /// The library [default: the only *.earsight folder here]
    #[arg(short, long, value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: Option<PathBuf>,
    /// Trained model to use [default: ms-vae, or the only one there is]
    #[arg(long, value_name = "NAME", env = "EARSIGHT_MODEL", hide_env = true)]
    pub model: Option<String>,
}

impl AnsweringArgs {
    /// The library.
    ///
    /// # Errors
    /// When there is no such library, or several and none is named.
    pub fn open_library(&self) -> anyhow::Result<OpenLibrary> {
        crate::library::resolve(self.library.as_deref())
    }

    /// The library, and the name of the model.
    ///
    /// # Errors
    /// When there is no such library or model, or several and none is named.
    pub fn open(&self) -> anyhow::Result<(OpenLibrary, String)> {
        let library = self.open_library()?;
        let model = library.model_name(self.model.as_deref())?;
        Ok((library, model))
    }
}

/// The threshold for "no match".
#[derive(Debug, Clone, Args)]
pub struct RejectionArgs {
    /// False-rejection rate for "no match"; 0 disables it
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = super::share)]
    pub reject: f64,
}

/// The parts of a distance.
#[derive(Debug, Clone, Args)]
pub struct ChosenPartsArgs {
    /// Compare by these parts alone: latent, generated, concept, change; no confidence is then known
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = part_name(), hide_possible_values = true)]
    pub parts: Vec<PartName>,
}

/// How many results are of the same video.
#[derive(Debug, Clone, Args)]
pub struct PerVideoArgs {
    /// Number of results from the same video; its further moments are listed below the first
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = n_results())]
    per_video: u32,
    /// List every moment as a result of its own
    #[arg(long, conflicts_with = "per_video")]
    all: bool,
}

impl PerVideoArgs {
    /// Results of one video, at most.
    pub fn most(&self) -> usize {
        if self.all { usize::MAX } else { self.per_video as usize }
    }
}

const LOCALIZE_EXAMPLES: &str = "\
Examples:
  earsight localize bell.wav --in street.mp4 --from audio        where the sound is seen
  earsight localize a.mp4@3..5 --in b.mp4 --from visual           where the image is heard
  earsight localize a.mp4@3..5 --in a.mp4 --from audio --json     the distance at every start";

/// `earsight localize`.
#[derive(Debug, Args)]
#[command(after_long_help = LOCALIZE_EXAMPLES)]
pub struct LocalizeArgs {
    /// Video to search, or seconds of it
    #[arg(long = "in", value_name = "VIDEO")]
    pub sequence: TypedMoment,
    /// Modality of the query; the video is searched by the other one
    #[arg(long, value_name = "MODALITY", value_parser = modality())]
    pub from: Modality,
    /// Coverage of the prediction set of starts
    #[arg(long, value_name = "SHARE", default_value_t = 0.9, value_parser = super::share)]
    pub coverage: f64,
    /// Rejection.
    #[command(flatten)]
    pub rejection: RejectionArgs,
    /// Parts.
    #[command(flatten)]
    pub chosen: ChosenPartsArgs,
    /// Query, library and model.
    #[command(flatten)]
    pub answering: AnsweringArgs,
}

const SEARCH_EXAMPLES: &str = "\
Examples:
  earsight search bell.wav --from audio --to audio               what sounds like this
  earsight search goal.jpg --from visual --to audio -k 5         what sounds like this looks
  earsight search a.mp4@3..5 --from audio --to visual --elsewhere
  earsight search \"dog barking\" --to visual                      words, see `earsight concepts`
  earsight search hum.wav --from audio --to audio --within 0.8   or nothing (exit code 1)
  earsight search a.mp4@2..6 --from visual --to audio --in effects --otio a.otio

A QUERY that is no file and no clip of the library is read as words, if one of them is known.
Results are then ordered by the probability of what the words mean, without a model and a threshold;
--from, --model, --reject and --elsewhere have no effect.";

/// `earsight search`.
#[derive(Debug, Args)]
#[command(after_long_help = SEARCH_EXAMPLES)]
pub struct SearchArgs {
    /// Modality of the query; words have none
    #[arg(long, value_name = "MODALITY", value_parser = modality())]
    pub from: Option<Modality>,
    /// Modality to compare it with
    #[arg(long, value_name = "MODALITY", value_parser = modality())]
    pub to: Modality,
    /// Number of results
    #[arg(short, value_name = "N", default_value_t = 10, value_parser = n_results())]
    pub k: u32,
    /// Results of one video.
    #[command(flatten)]
    pub of_video: PerVideoArgs,
    /// Largest distance of a result
    #[arg(long, value_name = "DISTANCE")]
    pub within: Option<f64>,
    /// Leave out results from the query's own file
    #[arg(long)]
    pub elsewhere: bool,
    /// Rejection.
    #[command(flatten)]
    pub rejection: RejectionArgs,
    /// Parts.
    #[command(flatten)]
    pub chosen: ChosenPartsArgs,
    /// Search the files of this folder instead of the library, each aligned with the whole query
    ///
    /// `--reject` has no effect here within one modality.
    #[arg(long = "in", value_name = "DIR", conflicts_with_all = ["per_video", "all"])]
    pub folder: Option<PathBuf>,
    /// Files to write.
    #[command(flatten)]
    pub cue_sheet: CueSheetArgs,
    /// Query, library and model.
    #[command(flatten)]
    pub answering: AnsweringArgs,
}

const GENERATE_EXAMPLES: &str = "\
Examples:
  earsight generate bell.wav --from audio                   which seconds look like this sounds
  earsight generate goal.jpg --from visual -k 3
  earsight generate bell.wav --from audio --samples 8       other images that fit
  earsight generate a.mp4@3 --from audio --towards b.mp4@7  interpolate between two moments
  earsight generate a.mp4@3..5 --from audio --features pair.safetensors";

/// `earsight generate`.
#[derive(Debug, Args)]
#[command(after_long_help = GENERATE_EXAMPLES)]
pub struct GenerateArgs {
    /// Modality of the query; the other one is generated
    #[arg(long, value_name = "MODALITY", value_parser = modality())]
    pub from: Modality,
    /// Number of results: real seconds nearest to the generated one
    #[arg(short, value_name = "N", default_value_t = 10, value_parser = n_results())]
    pub k: u32,
    /// Results of one video.
    #[command(flatten)]
    pub of_video: PerVideoArgs,
    /// Leave out results from the query's own file
    #[arg(long)]
    pub elsewhere: bool,
    /// Also draw this many samples from the posterior, and show the nearest second of each
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=10_000))]
    pub samples: u32,
    /// Seed of the samples
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Interpolate in the latent space to this moment instead, and show the nearest seconds
    #[arg(long, value_name = "MOMENT", conflicts_with_all = ["samples", "seed", "features", "k", "per_video", "all"])]
    pub towards: Option<TypedMoment>,
    /// Number of points, ends included
    #[arg(long, value_name = "N", default_value_t = 5, requires = "towards", value_parser = clap::value_parser!(u32).range(2..=1000))]
    pub steps: u32,
    /// Also write the generated features of both modalities, one row per second of the query
    #[arg(long, value_name = "FILE.safetensors")]
    pub features: Option<PathBuf>,
    /// Query, library and model.
    #[command(flatten)]
    pub answering: AnsweringArgs,
}

/// `audio` or `visual`; `sound` and `picture` are accepted too.
fn modality() -> impl clap::builder::TypedValueParser<Value = Modality> {
    let value = |modality: Modality| PossibleValue::new(modality.name()).alias(modality.alias());
    PossibleValuesParser::new(Modality::ALL.map(value)).try_map(|typed| typed.parse::<Modality>())
}

/// The name of a part.
fn part_name() -> impl clap::builder::TypedValueParser<Value = PartName> {
    let names = PossibleValuesParser::new(PartName::ALL.map(PartName::name));
    names.map(|typed| {
        let named = PartName::ALL.into_iter().find(|part| part.name() == typed);
        named.expect("one of the possible values")
    })
}

/// A number of results.
pub(super) fn n_results() -> clap::builder::RangedU64ValueParser<u32> {
    clap::builder::RangedU64ValueParser::new().range(1..=100_000)
}
