//! The files of a library, behind a trait so that tests can make a write fail.

mod folder;
mod key;

pub use folder::FolderStorage;
pub use key::Key;

use bytes::Bytes;

use crate::{Error, Result};

/// Stores a small number of immutable files and one manifest.
///
/// # For implementations
/// - [`Storage::publish`] is atomic: a reader sees the old bytes or the new ones,
///   also when the process is killed in the middle.
/// - Bytes that were read do not change, even when the key is published again or removed.
pub trait Storage: Send + Sync {
    /// The bytes under a key; mapped rather than copied where that is possible.
    ///
    /// # Errors
    /// [`crate::Error::Missing`] when nothing is there.
    fn read(&self, key: &Key) -> Result<Bytes>;

    /// Writes bytes under a key, in place of the old ones.
    ///
    /// # Errors
    /// When they cannot be written and synced; then the old bytes are still there.
    fn publish(&self, key: &Key, bytes: &[u8]) -> Result<()>;

    /// Removes a key; no error if it does not exist.
    ///
    /// # Errors
    /// When the operating system refuses.
    fn remove(&self, key: &Key) -> Result<()>;

    /// All keys under a folder (`features`), sorted.
    ///
    /// # Errors
    /// When the operating system refuses.
    fn list(&self, folder: &Key) -> Result<Vec<Key>>;

    /// Locks the library for one writer, until the lock is dropped or the process ends.
    ///
    /// # Errors
    /// [`crate::Error::Locked`] when another writer holds it.
    fn lock(&self, key: &Key) -> Result<Lock>;

    /// Removes partial files that a killed process left; returns how many.
    ///
    /// # Errors
    /// When the operating system refuses.
    fn sweep(&self) -> Result<usize>;

    /// The path of a key, for messages.
    fn locate(&self, key: &Key) -> String;

    /// The path of the library, for messages.
    fn location(&self) -> String;
}

/// The lock of a library's only writer; released on drop.
pub type Lock = Box<dyn Send + Sync>;

/// Calls `open` again while files are missing: a writer may replace what is being opened.
///
/// It removes old files after it has replaced the record that names them, so the next attempt reads the new record.
pub(crate) fn retry_missing<T>(open: impl Fn() -> Result<T>) -> Result<T> {
    const N_ATTEMPTS: usize = 8;
    for _ in 1..N_ATTEMPTS {
        match open() {
            Err(Error::Missing { .. }) => {}
            opened => return opened,
        }
    }
    open()
}
