//! Where the bytes of a library live: on disk for people, in memory for tests.

mod folder;
mod key;
mod memory;

pub use folder::FolderStorage;
pub use key::Key;
pub use memory::MemoryStorage;

use bytes::Bytes;

use crate::Result;

/// A place for small numbers of immutable files and one manifest.
///
/// # For implementations
/// - [`Storage::publish`] is all or nothing: whoever reads sees the old bytes or the new ones,
///   also when the process dies in the middle.
/// - Bytes once read stay as they were, even when the key is published anew or removed.
pub trait Storage: Send + Sync {
    /// The bytes under a key; mapped rather than copied where that is possible.
    ///
    /// # Errors
    /// [`crate::Error::Missing`] when nothing is there.
    fn read(&self, key: &Key) -> Result<Bytes>;

    /// Puts bytes under a key, in place of what was there.
    ///
    /// # Errors
    /// When they cannot be made to stay; then the old bytes are still there.
    fn publish(&self, key: &Key, bytes: &[u8]) -> Result<()>;

    /// Removes a key; one that is not there is no error.
    ///
    /// # Errors
    /// When the operating system refuses.
    fn remove(&self, key: &Key) -> Result<()>;

    /// All keys under a folder (`features`), sorted.
    ///
    /// # Errors
    /// When the operating system refuses.
    fn list(&self, folder: &Key) -> Result<Vec<Key>>;

    /// The right to be the only writer, until the lock is dropped or the process dies.
    ///
    /// # Errors
    /// [`crate::Error::Locked`] when another one has it.
    fn lock(&self, key: &Key) -> Result<Lock>;

    /// Removes what a killed process left half-written; returns how many files that were.
    ///
    /// # Errors
    /// When the operating system refuses.
    fn sweep(&self) -> Result<usize>;

    /// Where a key is, for messages.
    fn locate(&self, key: &Key) -> String;

    /// Where all of it is, for messages.
    fn location(&self) -> String;
}

/// The right to be the only writer; given back on drop.
#[must_use]
pub struct Lock {
    _held: Box<dyn Send + Sync>,
}

impl Lock {
    /// A lock that is given back when `held` is dropped.
    pub fn holding(held: impl Send + Sync + 'static) -> Self {
        Lock { _held: Box::new(held) }
    }
}

impl std::fmt::Debug for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lock")
    }
}
