//! A library, and what was fitted on it.

mod calibration;
mod calibration_file;
mod fitted;
mod kept;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use earsight_core::ClipId;
use earsight_store::{Index, Library, Models, Storage};

use crate::{Error, Result};
pub use calibration_file::CalibrationFile;
pub use fitted::{Fitted, FittedNames, checkpoint_name, fingerprint};
use kept::Kept;

/// An opened library and where it is.
pub struct OpenLibrary {
    /// Its folder, as it was typed.
    pub path: PathBuf,
    /// What is in it.
    pub library: Library,
    /// What was read once, where many questions come.
    kept: Option<Kept>,
}

impl OpenLibrary {
    /// Opens the library in a folder.
    ///
    /// # Errors
    /// When there is none, or it is broken.
    pub fn open(path: &Path) -> Result<Self> {
        let library = Library::open_folder(path)
            .map_err(|source| Error::Open { path: path.display().to_string(), source })?;
        Ok(OpenLibrary { path: path.to_owned(), library, kept: None })
    }

    /// Keeps models and calibrations in memory, for who answers many questions: what is fitted from now on is not
    /// seen before the library is opened again.
    #[must_use]
    pub fn keeping(self) -> Self {
        OpenLibrary { kept: Some(Kept::default()), ..self }
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
    pub fn index(&self, model: &str) -> Result<Index> {
        Index::open(self.storage(), model).map_err(|source| Error::NoIndex {
            path: self.path.display().to_string(),
            model: model.to_owned(),
            source,
        })
    }

    /// Whether the library is as it was when that index was built.
    pub fn is_indexed(&self, index: &Index) -> bool {
        index.record().library == self.library.manifest().digest()
    }
}
