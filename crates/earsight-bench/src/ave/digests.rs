//! Which files of the folder are the published ones.

use std::path::Path;

use earsight::evaluation::leaks::{Finding, Kind, Severity};
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

/// The files of a folder that differ from the published ones.
///
/// # Errors
/// [`Error::Read`].
pub(super) fn findings(folder: &Path) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for &(file, published) in PUBLISHED {
        let path = folder.join(file);
        if !path.exists() {
            continue;
        }
        let bytes = std::fs::read(&path).map_err(Error::read(&path))?;
        let found = &hex(&Sha256::digest(bytes))[..published.len()];
        if found != published {
            findings.push(Finding {
                severity: Severity::Warning,
                kind: Kind::OtherFile,
                message: format!(
                    "{file} is not the published file: its SHA-256 starts with {found}, not {published}"
                ),
                number: 1.0,
                clips: vec![],
            });
        }
    }
    Ok(findings)
}

/// Bytes as lower-case hex digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_is_found_by_its_digest() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(findings(folder.path()).unwrap(), []);
        std::fs::write(folder.path().join("test_order.h5"), "abc").unwrap();
        let [found] = &findings(folder.path()).unwrap()[..] else { panic!("one file is there") };
        // SHA-256 of "abc", FIPS 180-2.
        let expected =
            "test_order.h5 is not the published file: its SHA-256 starts with ba7816bf8f01cfea";
        assert!(found.message.starts_with(expected), "{}", found.message);
    }
}
