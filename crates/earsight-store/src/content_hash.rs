//! The identity of a file's content, independent of its name.

use std::fmt;
use std::io::{self, Read};

use serde::{Deserialize, Serialize};

/// blake3 of a whole media file: two files with one hash are copies of each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// Reads to the end and hashes.
    ///
    /// # Errors
    /// When reading fails.
    pub fn of(file: impl Read) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        Ok(ContentHash(*hasher.update_reader(file)?.finalize().as_bytes()))
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

impl From<ContentHash> for String {
    fn from(hash: ContentHash) -> String {
        hash.to_string()
    }
}

impl TryFrom<String> for ContentHash {
    type Error = blake3::HexError;

    fn try_from(hex: String) -> Result<Self, Self::Error> {
        Ok(ContentHash(*blake3::Hash::from_hex(hex)?.as_bytes()))
    }
}
