//! The files of weights have the hashes in `SHA256SUMS`, which their licences refer to.

use std::path::Path;

use sha2::{Digest, Sha256};

#[test]
fn every_file_of_weights_has_its_hash() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("weights");
    let hashes = std::fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    let mut n_bytes = 0;
    for line in hashes.lines() {
        let (expected, name) = line.split_once("  ").unwrap();
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let found: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, expected, "{name}");
        n_bytes += bytes.len();
    }
    assert_eq!(hashes.lines().count(), 2);
    assert!(n_bytes <= 25_000_000, "{n_bytes} bytes of weights");
}
