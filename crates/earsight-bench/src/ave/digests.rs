//! Which copy of a published file lies here.

use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// First 64 bits of the SHA-256 of each published file (SPEC §10.1).
const PUBLISHED: &[(&str, &str)] = &[
    ("labels_closs.h5", "97676082eb1fc9a7"),
    ("mil_labels.h5", "63c1886c78289bcf"),
    ("test_order_match.h5", "5c9258d60d0fd6e1"),
    ("val_order_match.h5", "ad336b6302cbace0"),
    ("train_order_match.h5", "82dc6e59d79179e6"),
    ("test_order.h5", "f9bb79defc1f784c"),
    ("val_order.h5", "5692aec0efb30e4e"),
    ("train_order.h5", "a216fcdd02782ba9"),
];

/// A file whose digest is not the published one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherDigest {
    /// Its name.
    pub file: &'static str,
    /// First 16 hex digits of its SHA-256.
    pub found: String,
    /// Those of the published file.
    pub published: &'static str,
}

/// The files of a folder that are there and are not the published ones.
///
/// # Errors
/// [`Error::Read`].
pub(super) fn other_digests(folder: &Path) -> Result<Vec<OtherDigest>> {
    let mut others = Vec::new();
    for &(file, published) in PUBLISHED {
        let path = folder.join(file);
        if !path.exists() {
            continue;
        }
        let found = sha256_hex(&path)?[..published.len()].to_owned();
        if found != published {
            others.push(OtherDigest { file, found, published });
        }
    }
    Ok(others)
}

fn sha256_hex(path: &Path) -> Result<String> {
    let unreadable = |source| Error::Read { source, path: path.to_path_buf() };
    let mut file = std::fs::File::open(path).map_err(unreadable)?;
    let (mut digest, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let n = file.read(&mut piece).map_err(unreadable)?;
        if n == 0 {
            return Ok(hex(&digest.finalize()));
        }
        digest.update(&piece[..n]);
    }
}

/// Bytes as lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_is_told_from_the_published_one() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(other_digests(folder.path()).unwrap(), []);
        std::fs::write(folder.path().join("test_order.h5"), "abc").unwrap();
        let others = other_digests(folder.path()).unwrap();
        assert_eq!(others.len(), 1);
        // SHA-256 of "abc", FIPS 180-2.
        assert_eq!(others[0].found, "ba7816bf8f01cfea");
        assert_eq!(others[0].file, "test_order.h5");
    }
}
