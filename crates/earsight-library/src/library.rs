//! A library and the models that were fitted on it.

mod cache;
mod calibration_file;
mod fitted;
mod recordings;
mod verifying;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use earsight::calibration::Calibration;
use earsight::comparison::FittedComparison;
use earsight_core::ClipId;
use earsight_store::{Index, Library, Models, Storage};

use crate::{Error, Result};
use cache::Cache;
pub use calibration_file::CalibrationFile;
pub use fitted::{ModelNameError, checkpoint_name, fingerprint};
pub use recordings::KnownRecordings;

/// An opened library and its path.
///
/// Models and calibrations stay in memory once they were read: what is fitted later is only seen after the library is
/// opened again.
pub struct OpenLibrary {
    /// Its folder, as it was typed.
    pub path: PathBuf,
    /// Its contents.
    pub library: Library,
    fitted: Cache<Arc<FittedComparison>>,
    calibrations: Cache<Option<Arc<Calibration>>>,
    recordings: Cache<Arc<KnownRecordings>>,
}

impl OpenLibrary {
    /// Opens the library in a folder.
    ///
    /// # Errors
    /// When there is none, or it is broken.
    pub fn open(path: &Path) -> Result<Self> {
        let library = Library::open_folder(path).map_err(|error| {
            Error::from(error).because(format!("cannot open the library {}", path.display()))
        })?;
        Ok(OpenLibrary {
            path: path.to_owned(),
            library,
            fitted: Cache::default(),
            calibrations: Cache::default(),
            recordings: Cache::default(),
        })
    }

    /// Where its bytes are stored.
    pub fn storage(&self) -> Arc<dyn Storage> {
        self.library.storage().clone()
    }

    /// Where the file of a clip was when the library last saw it; the clip's name if it never did.
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

    /// Whether the library is unchanged since that index was built.
    pub fn is_indexed(&self, index: &Index) -> bool {
        index.record().library == self.library.manifest().digest()
    }

    /// The calibration of a fitted model; `None` if there is none, or only one of an earlier fit.
    ///
    /// # Errors
    /// When it, or the model, cannot be read.
    pub fn calibration(&self, model: &str) -> Result<Option<Arc<Calibration>>> {
        self.calibrations.get(model, || {
            let models = self.models();
            let fitted = fingerprint(&models.read(&checkpoint_name(model))?);
            let file = CalibrationFile::read(&models, model)?.filter(|file| file.is_of(&fitted));
            Ok(file.map(|file| Arc::new(file.into_calibration())))
        })
    }
}
