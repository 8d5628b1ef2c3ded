//! `earsight serve`.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;

const EXAMPLES: &str = "\
Examples:
  earsight serve Videos.earsight
  earsight serve Videos.earsight --port 8080

The page shows the library, searches it and can train models. It writes previews and trained models into the \
library's folder; files that are dropped on it are deleted when the server ends. \
It makes no requests to other machines and accepts none. With --bind it accepts requests from other addresses, \
with the token that is printed; nothing is encrypted, so do that in a network that you trust.";

/// `earsight serve`.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct ServeArgs {
    /// The library
    #[arg(value_name = "LIBRARY", env = "EARSIGHT_LIBRARY", hide_env = true)]
    pub library: PathBuf,
    /// Port to listen on; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 7272)]
    pub port: u16,
    /// Address to listen on; any but this machine's own requires a token
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// Folder of tables (.md) and figures (.svg) that `earsight bench` wrote, to show
    #[arg(long, value_name = "DIR")]
    pub bench: Option<PathBuf>,
    /// Events of the clips, to colour the latent space by
    #[arg(long, value_name = "FILE.csv")]
    pub labels: Option<PathBuf>,
    /// Hours that a training started from the page may take; its snapshot is kept
    #[arg(long, value_name = "HOURS", default_value_t = 24.0, hide_short_help = true)]
    pub job_hours: f64,
    /// Trained model to use [default: ms-vae, or the only one there is]
    #[arg(long, value_name = "NAME", env = "EARSIGHT_MODEL", hide_env = true)]
    pub model: Option<String>,
}
