//! A file of a library whose length and checksum were recorded when it was written.

use std::sync::OnceLock;

use bytes::Bytes;

use crate::{Error, Key, Result, Storage};

/// An opened file of recorded length and checksum.
pub(crate) struct CheckedFile {
    bytes: Bytes,
    blake3: String,
    location: String,
    /// Whether the bytes have the recorded checksum; computed on first use.
    is_intact: OnceLock<bool>,
}

impl CheckedFile {
    /// Opens a file without reading it.
    ///
    /// # Errors
    /// [`Error::Missing`]; [`Error::Corrupt`] for another length than recorded.
    pub(crate) fn open(
        storage: &dyn Storage,
        key: &Key,
        n_bytes: u64,
        blake3: &str,
    ) -> Result<Self> {
        let (bytes, location) = (storage.read(key)?, storage.locate(key));
        let (blake3, is_intact) = (blake3.to_owned(), OnceLock::new());
        let file = CheckedFile { bytes, blake3, location, is_intact };
        if file.bytes.len() as u64 == n_bytes {
            return Ok(file);
        }
        Err(file.corrupt(format!("it has {} bytes, {n_bytes} were written", file.bytes.len())))
    }

    pub(crate) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Compares the bytes with their checksum, once.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when they differ.
    pub(crate) fn verify(&self) -> Result<()> {
        if *self.is_intact.get_or_init(|| checksum(&self.bytes) == self.blake3) {
            return Ok(());
        }
        Err(self.corrupt("its bytes are not those that were written (wrong checksum)".into()))
    }

    /// The error that this file is corrupt.
    pub(crate) fn corrupt(&self, reason: String) -> Error {
        Error::Corrupt { reason, path: self.location.clone() }
    }
}

/// blake3 of a file, in hex.
pub(crate) fn checksum(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
