//! A file of a library whose length and checksums were recorded when it was written.
//!
//! The checksums are of blocks, so that a reader of a few rows of a large file need not read all of it.

use std::ops::Range;
use std::sync::OnceLock;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::{Error, Key, Result, Storage};

/// Bytes that have a checksum of their own.
const BLOCK_BYTES: usize = 1 << 20;
/// Hex digits of a block's checksum: 128 bits.
const N_DIGITS: usize = 32;

/// Length and checksums of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksums {
    /// Length of the file.
    pub n_bytes: u64,
    /// blake3 of the file, in hex.
    pub blake3: String,
    /// The beginning of the blake3 of each MiB, in hex; none for files that were written before format 3.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<String>,
}

impl Checksums {
    /// Of these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let blocks = bytes.chunks(BLOCK_BYTES).map(block_checksum).collect();
        Checksums { n_bytes: bytes.len() as u64, blake3: checksum(bytes), blocks }
    }
}

/// An opened file of recorded length and checksums.
pub(crate) struct CheckedFile {
    bytes: Bytes,
    checksums: Checksums,
    location: String,
    /// Whether each block has the recorded checksum; computed on first use. One for the file if blocks have none.
    is_intact: Vec<OnceLock<bool>>,
}

impl CheckedFile {
    /// Opens a file without reading it.
    ///
    /// # Errors
    /// [`Error::Missing`]; [`Error::Corrupt`] for another length than recorded.
    pub(crate) fn open(storage: &dyn Storage, key: &Key, checksums: &Checksums) -> Result<Self> {
        let (bytes, location) = (storage.read(key)?, storage.locate(key));
        let (checksums, n_bytes) = (checksums.clone(), checksums.n_bytes);
        let n_blocks = checksums.blocks.len();
        let is_intact = (0..n_blocks.max(1)).map(|_| OnceLock::new()).collect();
        let file = CheckedFile { bytes, checksums, location, is_intact };
        if file.bytes.len() as u64 != n_bytes {
            let found = file.bytes.len();
            return Err(file.corrupt(format!("it has {found} bytes, {n_bytes} were written")));
        }
        if n_blocks > 0 && n_blocks != file.bytes.len().div_ceil(BLOCK_BYTES) {
            return Err(file.corrupt(format!("{n_blocks} checksums of its blocks were recorded")));
        }
        Ok(file)
    }

    pub(crate) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Compares all bytes with their checksums, each once.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when they differ.
    pub(crate) fn verify(&self) -> Result<()> {
        self.verify_range(0..self.bytes.len())
    }

    /// Compares the blocks of a range with their checksums, each once.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when they differ.
    pub(crate) fn verify_range(&self, range: Range<usize>) -> Result<()> {
        let blocks = match self.checksums.blocks.is_empty() {
            true => 0..1,
            false => range.start / BLOCK_BYTES..range.end.div_ceil(BLOCK_BYTES),
        };
        let mut blocks = blocks.take_while(|&block| block < self.is_intact.len());
        match blocks.all(|block| self.is_block_intact(block)) {
            true => Ok(()),
            false => Err(self.wrong_checksum()),
        }
    }

    /// Fails if a block that was compared so far differs.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    pub(crate) fn check(&self) -> Result<()> {
        match self.is_intact.iter().any(|is_intact| is_intact.get() == Some(&false)) {
            true => Err(self.wrong_checksum()),
            false => Ok(()),
        }
    }

    fn is_block_intact(&self, block: usize) -> bool {
        *self.is_intact[block].get_or_init(|| match self.checksums.blocks.get(block) {
            Some(recorded) => {
                let start = block * BLOCK_BYTES;
                let end = (start + BLOCK_BYTES).min(self.bytes.len());
                block_checksum(&self.bytes[start..end]) == *recorded
            }
            None => checksum(&self.bytes) == self.checksums.blake3,
        })
    }

    fn wrong_checksum(&self) -> Error {
        self.corrupt("its bytes are not those that were written (wrong checksum)".into())
    }

    /// The error that this file is corrupt.
    pub(crate) fn corrupt(&self, reason: String) -> Error {
        Error::Corrupt { reason, path: self.location.clone() }
    }
}

/// blake3 of a file, in hex.
fn checksum(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn block_checksum(block: &[u8]) -> String {
    blake3::hash(block).to_hex()[..N_DIGITS].to_owned()
}
