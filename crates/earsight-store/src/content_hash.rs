//! What a file holds, whatever it is called.

use std::fmt;
use std::io::{self, Read};

use serde::{Deserialize, Serialize};

/// blake3 of a whole media file: two files with one hash are copies of each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// A name for what is appended to a library before it is known what it is: no content has it.
    pub fn draft(idx: u64) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("earsight 2026-11 draft of a content");
        hasher.update(&idx.to_le_bytes());
        ContentHash(*hasher.finalize().as_bytes())
    }

    /// Reads to the end and hashes.
    ///
    /// # Errors
    /// When reading fails.
    pub fn of(mut file: impl Read) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        let mut piece = vec![0; 1 << 18];
        loop {
            match file.read(&mut piece) {
                Ok(0) => return Ok(ContentHash(*hasher.finalize().as_bytes())),
                Ok(n_bytes) => {
                    hasher.update(&piece[..n_bytes]);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
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
