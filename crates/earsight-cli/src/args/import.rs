//! `earsight import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

const TENSORS_EXAMPLES: &str = "\
Examples:
  earsight import tensors features.safetensors -o mine.earsight
  earsight import tensors features.safetensors --annotations events.csv
  earsight train mine.earsight
  earsight search 'clip 7@3..5' --from audio --to visual -l mine.earsight

The file holds `audio` and `visual`: as [clips, seconds, columns], or as [rows, columns] with `clip`, the
number of each row's clip. Names of clips are a JSON list in the metadata, under `clips`.";

/// `earsight import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// What to import.
    #[command(subcommand)]
    pub what: Imports,
}

/// What to import.
#[derive(Debug, Subcommand)]
pub enum Imports {
    /// Import features from a safetensors file, one row per second
    Tensors(TensorsArgs),
}

/// `earsight import tensors`.
#[derive(Debug, Args)]
#[command(after_long_help = TENSORS_EXAMPLES)]
pub struct TensorsArgs {
    /// The features
    #[arg(value_name = "FILE.safetensors")]
    pub features: PathBuf,
    /// Library to write [default: ./NAME.earsight for a file called NAME]
    #[arg(short = 'o', long, value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: Option<PathBuf>,
    /// Events of the clips (`clip,category,start,len` in seconds), to compare with the features
    #[arg(long, value_name = "FILE.csv")]
    pub annotations: Option<PathBuf>,
}
