//! The library of a command.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
pub use earsight_library::OpenLibrary;

use crate::terminal::Terminal;

/// The extension of library folders.
pub const EXTENSION: &str = "earsight";

/// No library was named, and the working directory does not contain exactly one.
#[derive(Debug, thiserror::Error)]
pub enum WhichLibrary {
    /// The working directory contains none.
    #[error("no library was named, and there is no *.{EXTENSION} folder here")]
    NoneHere,
    /// It contains several.
    #[error("no library was named, and there are several here: {}", .0.join(", "))]
    Several(Vec<String>),
}

/// Opens the library that was named, or the only one in the working directory.
///
/// # Errors
/// [`WhichLibrary`], and as [`OpenLibrary::open`].
pub fn resolve(typed: Option<&Path>) -> anyhow::Result<OpenLibrary> {
    match typed {
        Some(path) => Ok(OpenLibrary::open(path)?),
        None => Ok(OpenLibrary::open(&only_one_here()?)?),
    }
}

/// Prints a remark if a fitted model has no calibration.
///
/// # Errors
/// When it, or the model, cannot be read.
pub fn remark_uncalibrated(
    library: &OpenLibrary,
    model: &str,
    terminal: &Terminal,
) -> earsight_library::Result<()> {
    if library.calibration(model)?.is_none() {
        terminal.remark(format!(
            "note: no calibration of `{model}`: confidence is not available and nothing is rejected; \
             `earsight learn DIR` calibrates on 10 clips or more"
        ));
    }
    Ok(())
}

/// The default library of a folder, in the working directory.
///
/// # Errors
/// When the folder does not exist, or has no name, such as `/`.
pub fn default_path(folder: &Path) -> anyhow::Result<PathBuf> {
    let whole =
        folder.canonicalize().with_context(|| format!("cannot read {}", folder.display()))?;
    match whole.file_name() {
        Some(name) => Ok(PathBuf::from(name).with_added_extension(EXTENSION)),
        None => bail!("name a library: no name can be made of {}", folder.display()),
    }
}

fn only_one_here() -> Result<PathBuf, WhichLibrary> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(".")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| PathBuf::from(entry.file_name()))
        .filter(|path| path.extension().is_some_and(|end| end == EXTENSION) && path.is_dir())
        .collect();
    found.sort();
    match found.len() {
        0 => Err(WhichLibrary::NoneHere),
        1 => Ok(found.remove(0)),
        _ => Err(WhichLibrary::Several(
            found.iter().map(|path| path.display().to_string()).collect(),
        )),
    }
}
