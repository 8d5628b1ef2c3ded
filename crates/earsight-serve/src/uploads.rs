//! Uploaded files; they are deleted when the program ends.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use earsight_core::ClipFeatures;
use earsight_store::ContentHash;
use tempfile::{NamedTempFile, TempDir, TempPath};
use tokio::sync::Semaphore;

use crate::Error;
use crate::previews::Previews;
use crate::problem::Problem;

/// Size limit of a file.
pub(crate) const MAX_BYTES: u64 = 1 << 30;
/// Files at a time; the oldest is dropped first.
const MAX_FILES: usize = 16;
/// Uploads at a time.
const MAX_CONCURRENT: usize = 4;

/// Uploaded files.
pub(crate) struct Uploads {
    folder: TempDir,
    files: Mutex<Vec<Arc<Upload>>>,
    /// Permits of uploads in progress.
    pub(crate) permits: Semaphore,
}

/// An uploaded file.
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) content: ContentHash,
    /// The file, which is deleted when the last reference is dropped.
    pub(crate) path: TempPath,
    pub(crate) duration_secs: f64,
    pub(crate) features: ClipFeatures,
}

impl Uploads {
    /// No files yet.
    ///
    /// # Errors
    /// When no temporary folder can be made.
    pub(crate) fn new() -> Result<Self, Error> {
        let folder = tempfile::Builder::new().prefix("earsight-").tempdir();
        Ok(Uploads {
            folder: folder.map_err(Error::Temporary)?,
            files: Mutex::default(),
            permits: Semaphore::new(MAX_CONCURRENT),
        })
    }

    /// A file to write to.
    pub(crate) fn begin(&self) -> Result<NamedTempFile, Problem> {
        NamedTempFile::new_in(self.folder.path())
            .map_err(|_| Problem::unusable("there is no room for it"))
    }

    /// Adds a file, in place of one with the same content.
    pub(crate) fn keep(&self, upload: Upload) -> Arc<Upload> {
        let upload = Arc::new(upload);
        let mut files = self.files();
        files.retain(|known| known.content != upload.content);
        if files.len() >= MAX_FILES {
            files.remove(0);
        }
        files.push(Arc::clone(&upload));
        upload
    }

    /// The file with that id.
    pub(crate) fn get(&self, id: &str) -> Result<Arc<Upload>, Problem> {
        let found = self.files().iter().find(|upload| upload.id() == id).cloned();
        found.ok_or_else(|| Problem::not_found("such file any more; upload it again"))
    }

    /// Previews of these files.
    pub(crate) fn previews(&self) -> Previews {
        Previews::within(self.folder.path())
    }

    fn files(&self) -> MutexGuard<'_, Vec<Arc<Upload>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Upload {
    /// Its id: the hash of its content.
    pub(crate) fn id(&self) -> String {
        self.content.to_string()
    }
}
