//! `earsight serve`.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;

const EXAMPLES: &str = "\
Examples:
  earsight serve Videos.earsight
  earsight serve Videos.earsight --port 8080

The page looks and listens; it changes nothing but previews, which it keeps in the library's folder. \
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
    /// The fitted model that answers [default: ms-vae, or the only one there is]
    #[arg(long, value_name = "NAME", env = "EARSIGHT_MODEL", hide_env = true)]
    pub model: Option<String>,
}
