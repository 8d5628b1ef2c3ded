//! The files of weights have the hashes in `SHA256SUMS` and in `NOTICE`, which their licences refer to.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

const CRATES: [&str; 3] = ["cnn9", "efficientnet-lite0", "soundnet8"];

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../earsight-weights-{name}"))
}

#[test]
fn every_file_of_weights_has_its_hash() {
    let notice = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../NOTICE");
    let notice = std::fs::read_to_string(notice).unwrap();
    let mut n_bytes = 0;
    for name in CRATES {
        let folder = folder(name);
        assert!(folder.join("LICENSE").exists(), "{name}");
        let hashes = std::fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
        for line in hashes.lines() {
            let (expected, file) = line.split_once("  ").unwrap();
            let bytes = std::fs::read(folder.join(file)).unwrap();
            assert_eq!(sha256(&bytes), expected, "{name}/{file}");
            assert!(notice.contains(expected), "{name}/{file} in NOTICE");
            n_bytes += bytes.len();
        }
        let files = std::fs::read_dir(&folder).unwrap();
        let is_weights = |path: &PathBuf| path.extension().is_some_and(|end| end == "safetensors");
        let n_files = files.map(|file| file.unwrap().path()).filter(is_weights).count();
        assert_eq!(hashes.lines().count(), n_files, "{name}");
    }
    assert!(n_bytes <= 28_000_000, "{n_bytes} bytes of weights");
}
