//! The library that is meant, and what was fitted on it.

mod calibration;
mod fitted;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use earsight_core::ClipId;
use earsight_store::{Index, Library, Models, Storage};

pub use fitted::{Fitted, FittedNames, checkpoint_name, fingerprint};

/// The ending of the folders we make.
pub const EXTENSION: &str = "earsight";

/// An opened library and where it is.
pub struct OpenLibrary {
    /// Its folder, as it was typed.
    pub path: PathBuf,
    /// What is in it.
    pub library: Library,
}

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

impl OpenLibrary {
    /// Opens the library in a folder.
    ///
    /// # Errors
    /// When there is none, or it is broken.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let library = Library::open_folder(path)
            .with_context(|| format!("cannot open the library {}", path.display()))?;
        Ok(OpenLibrary { path: path.to_owned(), library })
    }

    /// Opens the library that was named, or the only one in the working directory.
    ///
    /// # Errors
    /// [`WhichLibrary`], and as [`OpenLibrary::open`].
    pub fn meant(typed: Option<&Path>) -> anyhow::Result<Self> {
        match typed {
            Some(path) => OpenLibrary::open(path),
            None => OpenLibrary::open(&only_one_here()?),
        }
    }

    /// Where its bytes live.
    pub fn storage(&self) -> Arc<dyn Storage> {
        self.library.storage().clone()
    }

    /// Where the file of a clip was when the library last saw it; the clip's name when it never did.
    pub fn source(&self, clip: &ClipId) -> PathBuf {
        let file = self.library.manifest().files.get(clip);
        PathBuf::from(file.map_or(clip.as_str(), |file| &file.source))
    }

    /// Its fitted models.
    pub fn models(&self) -> Models {
        Models::new(self.storage())
    }

    /// The index that was built with a fitted model.
    ///
    /// # Errors
    /// When there is none.
    pub fn index(&self, model: &str) -> anyhow::Result<Index> {
        Index::open(self.storage(), model)
            .with_context(|| format!("{} has no index of `{model}`", self.path.display()))
    }
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
