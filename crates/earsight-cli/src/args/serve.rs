//! `earsight serve`.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;

const EXAMPLES: &str = "\
Examples:
  earsight serve Videos.earsight
  earsight serve Videos.earsight --port 8080

The page looks and listens, and learns when asked to. It keeps previews, and what it learned, in the library's \
folder; files that are dropped on it are gone when it ends. \
It asks no other machine, and no other machine can ask it. With --bind another address can, with the \
token that is printed; what is sent is not encrypted, so do that in a network that you trust.";

/// `earsight serve`.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct ServeArgs {
    /// The library
    #[arg(value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: PathBuf,
    /// Port to listen at; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 7272)]
    pub port: u16,
    /// Address to listen at; any but this machine's own needs a token
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// Folder of tables (.md) and figures (.svg) that `earsight bench` wrote, to be shown
    #[arg(long, value_name = "DIR")]
    pub bench: Option<PathBuf>,
    /// What clips are, to colour the latent space by: a CSV file as `learn` reads it
    #[arg(long, value_name = "FILE.csv")]
    pub labels: Option<PathBuf>,
    /// Hours that one training begun from the page may take; what it learned until then is kept
    #[arg(long, value_name = "HOURS", default_value_t = 24.0, hide_short_help = true)]
    pub job_hours: f64,
    /// The fitted model that answers [default: ms-vae, or the only one there is]
    #[arg(long, value_name = "NAME", env = "EARSIGHT_MODEL", hide_env = true)]
    pub model: Option<String>,
}
