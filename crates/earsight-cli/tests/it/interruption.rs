//! Runs that are killed or stopped, and resumed.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use crate::collection::{Collection, N_CLIPS, files_below};
use crate::program::{Program, Ran};

const POLL: Duration = Duration::from_millis(5);

/// Waits until something is there, or the program has ended.
fn wait_for(child: &mut Child, is_there: impl Fn() -> bool) {
    while !is_there() {
        assert!(child.try_wait().unwrap().is_none(), "the program ended before it was interrupted");
        std::thread::sleep(POLL);
    }
}

fn signal(child: Child, name: &str) -> Ran {
    let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
    Ran(child.wait_with_output().unwrap())
}

/// Whether a manifest names finished contents.
fn has_features(library: &Path) -> bool {
    fs::read_to_string(library.join("manifest.json")).is_ok_and(|text| text.contains("n_segments"))
}

/// Nothing but what a library is made of: no temporary file, no half of one.
#[track_caller]
fn assert_tidy(library: &Path) {
    for file in files_below(library) {
        let is_known = file == "manifest.json"
            || file == "lock"
            || file.starts_with("features/") && file.ends_with(".arrow")
            || file.starts_with("models/")
                && (file.ends_with(".safetensors") || file.ends_with(".json"))
            || file.starts_with("index/")
                && ([".arrow", ".codes"].iter().any(|end| file.ends_with(end))
                    || file.ends_with("index.json")
                    || file.ends_with("lock"));
        assert!(is_known, "{file} was left");
    }
}

/// One thread, so that there is a middle to be interrupted in.
fn extracting(clips: &Path) -> [String; 7] {
    let clips = clips.to_str().unwrap();
    ["extract", clips, "-o", "a.earsight", "--threads", "1", "--json"].map(str::to_owned)
}

fn interrupted_extraction(name: &str, code: Option<i32>) {
    let collection = Collection::get();
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("a.earsight");
    let program = Program::in_folder(folder.path());
    let args = extracting(&collection.clips());
    let mut child = program.spawn(&args);
    wait_for(&mut child, || has_features(&library));
    let ended = signal(child, name);
    assert_eq!(ended.code(), code, "{}", ended.shown());
    let again = program.run(&args).exits(0).json();
    let (decoded, known) =
        (again["n_decoded"].as_u64().unwrap(), again["n_known"].as_u64().unwrap());
    assert!(known > 0 && decoded > 0, "it did not go on: {again}");
    assert_eq!(decoded + known, N_CLIPS as u64);
    assert_tidy(&library);
    // The features are those of an uninterrupted run.
    program.run(["train", "a.earsight", "--model", "cca"]).exits(0);
    collection.features_into(&folder.path().join("whole.earsight"));
    program.run(["train", "whole.earsight", "--model", "cca"]).exits(0);
    let fitted = |library: &str| {
        fs::read(folder.path().join(library).join("models/cca.safetensors")).unwrap()
    };
    assert!(fitted("a.earsight") == fitted("whole.earsight"), "the features differ");
}

#[test]
fn a_killed_extraction_is_resumed() {
    interrupted_extraction("KILL", None);
}

#[test]
fn a_stopped_extraction_is_resumed() {
    interrupted_extraction("INT", Some(130));
}

const TRAIN: [&str; 4] = ["train", "a.earsight", "--set", "training.epochs=150"];

fn interrupted_training(name: &str, code: Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("a.earsight");
    let program = Program::in_folder(folder.path());
    let checkpoint = || fs::read(library.join("models/ms-vae.safetensors")).unwrap();
    Collection::get().features_into(&library);
    program.run(TRAIN).exits(0);
    let whole = checkpoint();
    fs::remove_dir_all(library.join("models")).unwrap();

    let mut child = program.spawn(TRAIN.into_iter().chain(["--snapshot-secs", "0"]));
    wait_for(&mut child, || library.join("models/ms-vae.training").exists());
    let ended = signal(child, name);
    assert_eq!(ended.code(), code, "{}", ended.shown());
    assert!(!library.join("models/ms-vae.safetensors").exists(), "it was not interrupted");
    let again = program.run(TRAIN.into_iter().chain(["--json"])).exits(0);
    assert!(again.stderr().contains("resumed training after epoch"), "{}", again.shown());
    assert!(whole == checkpoint(), "the model is not that of a training that nobody interrupted");
    let epochs = again.json()["training"]["epochs"].as_array().unwrap().len();
    assert_eq!(epochs, 150, "the curve has a gap");
    assert_tidy(&library);
}

#[test]
fn a_killed_training_is_resumed_with_the_same_bits() {
    interrupted_training("KILL", None);
}

#[test]
fn a_stopped_training_is_resumed_with_the_same_bits() {
    interrupted_training("INT", Some(130));
}

#[test]
fn the_snapshot_of_another_training_is_not_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("a.earsight");
    let program = Program::in_folder(folder.path());
    Collection::get().features_into(&library);
    let mut child = program.spawn(TRAIN.into_iter().chain(["--snapshot-secs", "0"]));
    wait_for(&mut child, || library.join("models/ms-vae.training").exists());
    signal(child, "KILL");
    let other = ["train", "a.earsight", "--seed", "9", "--set", "training.epochs=2"];
    let ran = program.run(other.into_iter().chain(["--json"])).exits(0);
    assert!(ran.stderr().contains("starting again"), "{}", ran.shown());
    assert_eq!(ran.json()["training"]["epochs"].as_array().unwrap().len(), 2);
    assert_tidy(&library);
}

#[test]
fn a_killed_search_of_a_folder_is_resumed() {
    let collection = Collection::get();
    let folder = tempfile::tempdir().unwrap();
    collection.library_into(&folder.path().join("a.earsight"));
    let program = Program::in_folder(folder.path());
    let clips = collection.clips();
    let search = ["search", "clip-0001.mp4", "--from", "visual", "--to", "audio", "--threads", "1"];
    let args = search.into_iter().chain(["--json", "--in", clips.to_str().unwrap()]);
    let mut child = program.spawn(args.clone());
    let collections = folder.path().join("a.earsight/collections");
    let kept = || fs::read_dir(&collections).ok()?.next()?.ok().map(|entry| entry.path());
    wait_for(&mut child, || kept().is_some_and(|kept| has_features(&kept)));
    signal(child, "KILL");
    let again = program.run(args).exits(0).json();
    let number = |key: &str| again["collection"][key].as_u64().unwrap();
    assert!(number("n_known") > 0 && number("n_decoded") > 0, "it did not go on: {again}");
    assert_eq!(again["n_files"], N_CLIPS);
    assert_tidy(&kept().unwrap());
}
