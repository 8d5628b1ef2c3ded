//! `earsight concepts`: the list, how a text is read, or what is heard and seen.

use std::path::PathBuf;

use clap::Args;
use earsight_library::TypedMoment;

use super::query::n_results;

const EXAMPLES: &str = "\
Examples:
  earsight concepts                          every name
  earsight concepts \"dog barking\"            how a text is read by `earsight search`
  earsight concepts street.mp4@3..5          what is heard and seen

Concepts are the 1,000 classes of ImageNet; both sound and picture are compared with them.
Probabilities are those of the networks and are not calibrated: what is no concept is called by the nearest one.";

/// `earsight concepts`.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct ConceptsArgs {
    /// File or clip, or seconds of one; otherwise it is read as text [default: list every name]
    #[arg(value_name = "QUERY[@3..5]")]
    pub query: Option<TypedMoment>,
    /// Number of concepts of each modality
    #[arg(short, value_name = "N", default_value_t = 5, value_parser = n_results())]
    pub k: u32,
    /// The library [default: the only *.earsight folder here]
    #[arg(short, long, value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: Option<PathBuf>,
}
