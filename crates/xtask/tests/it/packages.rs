//! Every crate can be published.

use std::fs;
use std::path::Path;

use crate::{assert_none, cargo};

/// The limit of crates.io.
const MOST_BYTES: u64 = 10 * 1000 * 1000;

#[test]
fn every_crate_packs_within_the_limit_of_the_registry() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    let folder = target.to_str().expect("the target folder has a name in UTF-8");
    let package = ["package", "--workspace", "--no-verify", "--allow-dirty", "--target-dir"];
    cargo(&[&package[..], &[folder]].concat());
    let packed: Vec<_> = fs::read_dir(target.join("package"))
        .expect("cargo writes packages")
        .map(|entry| entry.expect("the folder can be listed"))
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "crate"))
        .map(|entry| (entry.file_name(), entry.metadata().expect("a package is there").len()))
        .collect();
    assert!(packed.len() > 15, "{packed:?}");
    let too_large = packed.iter().filter(|(_, n_bytes)| *n_bytes > MOST_BYTES);
    assert_none(&too_large.map(|(name, bytes)| format!("{name:?}: {bytes} B")).collect::<Vec<_>>());
}
