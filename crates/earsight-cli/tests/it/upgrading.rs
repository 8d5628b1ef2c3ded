//! A library of the first release: used as it is, and upgraded.

use std::path::Path;

use crate::assert_reviewed;
use crate::collection::copy_folder;
use crate::program::Program;

/// A copy of the fixture; its files are nowhere.
fn first_release() -> (tempfile::TempDir, Program) {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../earsight-store/tests/fixtures/format-2.earsight");
    copy_folder(&from, &folder.path().join("old.earsight"));
    let program = Program::in_folder(folder.path());
    (folder, program)
}

const TRAIN: [&str; 4] = ["train", "old.earsight", "--model", "cca"];
const SEARCH: [&str; 6] = ["search", "clip-0001.mp4", "--from", "audio", "--to", "visual"];

#[test]
fn a_library_of_the_first_release_is_learned_and_searched_as_it_is() {
    let (folder, program) = first_release();
    let manifest = || std::fs::read(folder.path().join("old.earsight/manifest.json")).unwrap();
    let before = manifest();
    program.run(TRAIN).exits(0);
    let found = program.run(SEARCH.into_iter().chain(["--json"])).exits(0).json();
    assert!(!found["found"].as_array().unwrap().is_empty(), "{found}");
    // Parts of its distance are those of the model: nothing is known of concepts.
    assert!(!found.to_string().contains("concept"), "{found}");
    assert!(manifest() == before, "it was only read");
    let health = program.run(["doctor", "-l", "old.earsight"]).exits(0).stdout();
    assert!(health.contains("`earsight upgrade old.earsight`"), "{health}");
}

#[test]
fn a_library_of_the_first_release_is_upgraded_and_learned_again() {
    let (_folder, program) = first_release();
    program.run(TRAIN).exits(0);
    let upgrade = ["upgrade", "old.earsight"];
    assert_reviewed!("upgrade", program.run(upgrade).exits(3).shown());
    let again = program.run(upgrade).exits(0);
    assert!(again.stdout().contains("nothing to upgrade"), "{}", again.shown());
    let json = program.run(["upgrade", "old.earsight", "--json"]).exits(0).json();
    assert_eq!(json["stale_models"], serde_json::json!(["cca"]));
    assert_eq!(json["has_concepts"], true);
    let stale = program.run(SEARCH).exits(0);
    assert!(stale.stderr().contains("has changed since it was indexed"), "{}", stale.shown());
    program.run(["train", "old.earsight", "--set", "training.epochs=2"]).exits(0);
    let search = SEARCH.into_iter().chain(["--model", "ms-vae", "--json"]);
    let found = program.run(search).exits(0).json();
    assert!(found.to_string().contains("concept"), "{found}");
    let health = program.run(["doctor", "-l", "old.earsight"]).exits(0).stdout();
    assert!(!health.contains("earsight upgrade"), "{health}");
}

#[test]
fn what_is_no_library_cannot_be_upgraded() {
    let (folder, program) = first_release();
    let ran = program.run(["upgrade", "none.earsight"]).exits(2);
    assert!(ran.stderr().contains("there is no library"), "{}", ran.shown());
    assert!(!folder.path().join("none.earsight").exists());
}
