//! Small pictures of clips, made once and kept beside the library's other files.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use earsight_answers::OpenLibrary;
use earsight_store::ContentHash;

use crate::problem::Problem;

/// A folder of previews, named by what they show.
pub(crate) struct Previews {
    folder: PathBuf,
}

impl Previews {
    /// Of a library, in its own folder.
    pub(crate) fn beside(library: &OpenLibrary) -> Self {
        Previews { folder: library.path.join("previews") }
    }

    /// The preview of that name, made now if it was not made before.
    ///
    /// A folder that cannot be written to costs time and nothing else.
    pub(crate) fn get(
        &self,
        content: ContentHash,
        name: &str,
        make: impl FnOnce() -> Result<Vec<u8>, Problem>,
    ) -> Result<Vec<u8>, Problem> {
        let path = self.folder.join(format!("{content}-{name}"));
        if let Ok(kept) = fs::read(&path) {
            return Ok(kept);
        }
        let made = make()?;
        // To a temporary name first: whoever reads finds all of it or nothing.
        let _ = fs::create_dir_all(&self.folder).and_then(|()| {
            let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
            file.write_all(&made)?;
            file.persist(&path).map_err(|error| error.error)
        });
        Ok(made)
    }
}
