//! The library that is meant.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use earsight::calibration::Calibration;
pub use earsight_library::OpenLibrary;

use crate::terminal::Terminal;

/// The ending of the folders we make.
pub const EXTENSION: &str = "earsight";

/// No library was named, and the working directory does not say which is meant.
#[derive(Debug, thiserror::Error)]
pub enum WhichLibrary {
    /// There is none here.
    #[error("no library was named, and there is no *.{EXTENSION} folder here")]
    NoneHere,
    /// There are several here.
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

/// The calibration of a fitted model; where there is none, or one of another fit, a remark says what is missing.
///
/// # Errors
/// When it, or the model, cannot be read.
pub fn calibration(
    library: &OpenLibrary,
    model: &str,
    terminal: &Terminal,
) -> anyhow::Result<Option<Arc<Calibration>>> {
    let kept = library.calibration(model)?;
    if kept.is_none() {
        terminal.remark(format!(
            "note: no calibration of `{model}`: confidence is not available and nothing is rejected; \
             `earsight learn DIR` calibrates on 10 clips or more"
        ));
    }
    Ok(kept)
}

/// Where `learn` and `extract` put the library of a folder when nobody says: beside the working directory's files.
///
/// # Errors
/// When the folder has no name to make one of, such as `/`.
pub fn default_path(folder: &Path) -> anyhow::Result<PathBuf> {
    let whole =
        folder.canonicalize().with_context(|| format!("cannot read {}", folder.display()))?;
    match whole.file_name() {
        Some(name) => {
            let mut name = name.to_owned();
            name.push(".");
            name.push(EXTENSION);
            Ok(PathBuf::from(name))
        }
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
