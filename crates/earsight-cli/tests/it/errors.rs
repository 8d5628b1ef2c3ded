//! Every error message and its hint.

use std::fs;

use crate::assert_reviewed;
use crate::collection::{Collection, LITTLE};
use crate::program::Program;

/// Reviews what the program says of these arguments, where it fails.
#[track_caller]
fn check(program: &Program, name: &str, args: &[&str]) {
    assert_reviewed!(format!("error {name}"), program.run(args).exits(2).shown());
}

#[test]
fn invalid_arguments_are_errors() {
    let program = Collection::get().program();
    let check = |name: &str, args: &[&str]| check(&program, name, args);
    check("unknown command", &["serach"]);
    check("unknown modality", &["search", "a.mp4", "--from", "smell", "--to", "audio"]);
    check("no answers", &["search", "a.mp4", "--from", "audio", "--to", "audio", "-k", "0"]);
    check("setting without value", &["train", "demo.earsight", "--set", "training.epochs"]);
    check("unknown setting", &["train", "demo.earsight", "--set", "training.epoch=3"]);
    check("setting of another kind", &["train", "demo.earsight", "--set", "training.epochs=many"]);
    check("unknown model", &["train", "demo.earsight", "--model", "gpt"]);
    check("unknown backbone", &["extract", "demo/clips", "-o", "x.earsight", "--visual", "vgg"]);
    check("sample too short", &["sample", "x", "--secs", "1"]);
    check("one fold", &["learn", "demo/clips", "--folds", "1"]);
}

#[test]
fn invalid_queries_are_errors() {
    let program = Collection::get().program();
    let check = |name: &str, args: &[&str]| check(&program, name, args);
    let to = ["--from", "audio", "--to", "visual"];
    let search = |query: &'static str| [&["search", query], &to[..]].concat();
    check("no such file", &search("nowhere.mp4@3..5"));
    check("no such seconds", &search("clip-0001.mp4@3..9"));
    check("not fitted", &[&search("clip-0001.mp4")[..], &["--model", "cca"]].concat());
    check("not a library", &[&search("clip-0001.mp4")[..], &["-l", "demo"]].concat());
    let localize = ["localize", "clip-0001.mp4", "--in", "clip-0002.mp4@0..2", "--from", "audio"];
    check("query too long", &localize);
    check(
        "output nowhere",
        &["generate", "clip-0001.mp4", "--from", "audio", "--features", "no/where"],
    );
}

#[test]
fn folders_that_cannot_be_learned_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    let check = |name: &str, args: &[&str]| check(&program, name, args);
    fs::create_dir(folder.path().join("empty")).unwrap();
    check("empty folder", &["learn", "empty"]);
    check("no folder", &["learn", "nowhere"]);
    check("no library here", &["search", "a.mp4", "--from", "audio", "--to", "audio"]);
    for name in ["a.earsight", "b.earsight"] {
        Collection::get().features_into(&folder.path().join(name));
    }
    check("several libraries here", &["search", "a.mp4", "--from", "audio", "--to", "audio"]);
    check(
        "nothing fitted",
        &["search", "a.mp4", "--from", "audio", "--to", "audio", "-l", "a.earsight"],
    );
    let clips = Collection::get().clips();
    let other = ["extract", clips.to_str().unwrap(), "-o", "a.earsight", "--audio", "cnn9-wide"];
    assert_reviewed!("error other backbone", program.run(other).exits(2).shown());
    fs::write(folder.path().join("b.earsight/manifest.json"), "{\"version\": 1}").unwrap();
    check("broken library", &["train", "b.earsight"]);
    fs::write(
        folder.path().join("b.earsight/manifest.json"),
        "{\"format\": 99, \"needs\": \"7.5.0\"}",
    )
    .unwrap();
    check("newer library", &["train", "b.earsight"]);
}

#[test]
fn invalid_labels_are_errors() {
    let collection = Collection::get();
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    collection.library_into(&folder.path().join("a.earsight"));
    let clips = collection.clips();
    let check = |name: &str, labels: &str| {
        fs::write(folder.path().join("labels.csv"), labels).unwrap();
        let args = ["learn", clips.to_str().unwrap(), "-o", "a.earsight", "--labels", "labels.csv"];
        let ran = program.run(args.into_iter().chain(LITTLE)).exits(2);
        assert_reviewed!(format!("error {name}"), ran.shown());
    };
    check("labels of another kind", "file,label\na.mp4,dog\n");
    check("labels of other clips", "clip,category,start,len\nother.mp4,dog,1,2\n");
    check("labels with a hole", "clip,category,start,len\nclip-0001.mp4,dog,1\n");
}

#[test]
fn thread_counts_out_of_range_are_errors() {
    for n_threads in ["0", "1025", "99999999999"] {
        let ran = Collection::get().program().run(["models", "--threads", n_threads]).exits(2);
        assert!(ran.stderr().contains("1..=1024"), "{}", ran.shown());
    }
}

#[test]
fn a_missing_ffmpeg_is_an_error_with_a_hint() {
    let collection = Collection::get();
    let folder = tempfile::tempdir().unwrap();
    let (clips, nowhere) = (collection.clips(), folder.path().to_str().unwrap());
    let args = ["extract", clips.to_str().unwrap(), "-o", "a.earsight"];
    let none = Program::in_folder(folder.path()).with("PATH", nowhere);
    assert_reviewed!("error no ffmpeg", none.run(args).exits(2).shown());
    let wrong = Program::in_folder(folder.path()).with("EARSIGHT_FFMPEG", "/bin/false");
    assert_reviewed!("error not ffmpeg", wrong.run(args).exits(2).shown());
}

#[test]
fn a_model_that_cannot_generate_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    Collection::get().features_into(&folder.path().join("a.earsight"));
    program.run(["train", "a.earsight", "--model", "cca"]).exits(0);
    check(&program, "cannot generate", &["generate", "clip-0001.mp4", "--from", "audio"]);
    let ran =
        program.run(["search", "clip-0001.mp4", "--from", "audio", "--to", "visual", "-k", "2"]);
    ran.exits(0);

    let silent = folder.path().join("silent");
    fs::create_dir(&silent).unwrap();
    let made = std::process::Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=d=2:s=64x48:r=5"])
        .arg(silent.join("silent.mp4"))
        .status();
    assert!(made.unwrap().success());
    program.run(["extract", "silent"]).exits(0);
    check(&program, "nothing is both heard and seen", &["train", "silent.earsight"]);
}
