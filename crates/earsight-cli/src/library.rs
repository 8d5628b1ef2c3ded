//! The library of a command.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use earsight_extract::ExtractOptions;
use earsight_library::Extracted;
pub use earsight_library::OpenLibrary;

use crate::stop;
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

/// A library of a folder's files that exists as long as a command runs, for a folder that nothing was learned from.
pub struct Untrained {
    path: PathBuf,
    /// Its extraction.
    pub extracted: Extracted,
}

impl Untrained {
    /// Extracts the files of a folder.
    ///
    /// # Errors
    /// Those of the extraction.
    pub fn of(folder: &Path, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Self> {
        terminal.remark(format!(
            "note: no library: files are compared by concepts alone; `earsight learn {}` learns from them",
            folder.display()
        ));
        let path = std::env::temp_dir().join(format!("earsight-{}", std::process::id()));
        let options = ExtractOptions {
            threads: n_threads,
            cancel: stop::flag(),
            ..ExtractOptions::default()
        };
        // From here on the folder is removed, whatever happens.
        let mut untrained = Untrained { path, extracted: Extracted::default() };
        untrained.extracted =
            earsight_library::extract(&untrained.path, folder, &options, terminal)?.1;
        Ok(untrained)
    }

    /// Opens it.
    ///
    /// # Errors
    /// As [`OpenLibrary::open`].
    pub fn library(&self) -> anyhow::Result<OpenLibrary> {
        Ok(OpenLibrary::open(&self.path)?)
    }
}

impl Drop for Untrained {
    fn drop(&mut self) {
        // What is left behind in the temporary folder is harmless.
        let _ = std::fs::remove_dir_all(&self.path);
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
