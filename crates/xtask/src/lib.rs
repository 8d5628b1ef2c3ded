//! Checks of the tree that neither the compiler nor clippy makes.
//!
//! [`tidy`] holds the files to the rules of ARCHITECTURE.md; [`shell_blocks`] finds the commands that
//! the README tells people to type, so that a test can run them.

mod shell_blocks;
pub mod tidy;

pub use shell_blocks::{ShellBlock, shell_blocks};

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}
