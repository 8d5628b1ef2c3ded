//! Every file of a library, compared with its checksum.

use earsight_store::Key;

use super::{CalibrationFile, OpenLibrary};
use crate::folder::COLLECTIONS;
use crate::{Error, Result};

/// The folder of the indices.
const INDICES: &str = "index";

impl OpenLibrary {
    /// Reads every file: shards, indices with their codes, models and what belongs to them, and searched folders.
    ///
    /// # Errors
    /// The first file that has not the bytes it was written with, or that cannot be read.
    pub fn verify(&self) -> Result<()> {
        self.library.verify()?;
        for name in self.indices()? {
            self.index(&name)?.verify()?;
        }
        let models = self.models();
        for name in models.names()? {
            models.read(&name)?;
        }
        for name in self.fitted_names()? {
            self.load(&name)?;
            CalibrationFile::read(&models, &name)?;
        }
        let kept = std::fs::read_dir(self.path.join(COLLECTIONS)).into_iter().flatten().flatten();
        for folder in kept.map(|entry| entry.path()).filter(|folder| folder.is_dir()) {
            OpenLibrary::open(&folder)?.verify()?;
        }
        Ok(())
    }

    /// Names of the indices.
    fn indices(&self) -> Result<Vec<String>> {
        let keys = self.storage().list(&Key::new(INDICES).map_err(Error::from)?)?;
        let record = |key: &Key| {
            let below = key.as_str().strip_prefix(INDICES)?.strip_prefix('/')?;
            below.strip_suffix("/index.json").map(str::to_owned)
        };
        Ok(keys.iter().filter_map(record).collect())
    }
}
