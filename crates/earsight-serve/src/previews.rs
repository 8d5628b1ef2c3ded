//! Cached previews of media files: frames, spectrograms, waveforms and conversions.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use earsight_store::ContentHash;

use crate::problem::Problem;

/// A folder of previews, named by the content that they show.
#[derive(Debug, Clone)]
pub(crate) struct Previews {
    folder: PathBuf,
}

impl Previews {
    /// Previews in that folder, such as that of a library.
    pub(crate) fn within(folder: &Path) -> Self {
        Previews { folder: folder.join("previews") }
    }

    /// The bytes of a preview, made by `make` if they are not cached; a folder that cannot be written to is no error.
    pub(crate) fn get(
        &self,
        content: ContentHash,
        name: &str,
        make: impl FnOnce() -> Result<Vec<u8>, Problem>,
    ) -> Result<Vec<u8>, Problem> {
        let path = self.path(content, name);
        if let Ok(cached) = fs::read(&path) {
            return Ok(cached);
        }
        let made = make()?;
        // Written to a temporary name first: readers see all of it or nothing.
        let _ = fs::create_dir_all(&self.folder).and_then(|()| {
            let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
            file.write_all(&made)?;
            file.persist(&path).map_err(|error| error.error)
        });
        Ok(made)
    }

    /// The file of a preview that is too large for memory, written by `make` if it is not cached.
    ///
    /// # Errors
    /// Those of `make`, and when the folder cannot be written to.
    pub(crate) fn file(
        &self,
        content: ContentHash,
        name: &str,
        make: impl FnOnce(&Path) -> Result<(), Problem>,
    ) -> Result<PathBuf, Problem> {
        let path = self.path(content, name);
        if path.is_file() {
            return Ok(path);
        }
        let no_room = |_| Problem::unusable("there is no room for a converted video");
        fs::create_dir_all(&self.folder).map_err(no_room)?;
        let file = tempfile::NamedTempFile::new_in(&self.folder).map_err(no_room)?;
        make(file.path())?;
        file.persist(&path).map_err(|error| no_room(error.error))?;
        Ok(path)
    }

    fn path(&self, content: ContentHash, name: &str) -> PathBuf {
        self.folder.join(format!("{content}-{name}"))
    }
}
