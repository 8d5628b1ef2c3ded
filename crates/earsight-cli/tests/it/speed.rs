//! `bench speed`: its texts, without the numbers of the machine.

use std::fs;

use serde_json::Value;

use crate::assert_reviewed;
use crate::collection::Collection;
use crate::program::Program;

/// A number without its digits, so that only words and order are reviewed.
fn without_digits(text: &str) -> String {
    let mut blank = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' | '.' if blank.ends_with('0') => {}
            '0'..='9' => blank.push('0'),
            other => blank.push(other),
        }
    }
    blank
}

fn number(of: &Value, name: &str) -> f64 {
    of[name].as_f64().unwrap_or_else(|| panic!("no number `{name}` in {of}"))
}

const QUICK: [&str; 10] =
    ["bench", "speed", "--secs", "0.01", "--dims", "12,20", "--segments", "640", "--threads", "2"];

#[test]
fn work_is_timed_with_the_machine() {
    let program = Program::in_folder(&std::env::temp_dir());
    let step = program.run([&QUICK[..], &["--batch", "64"]].concat()).exits(0);
    assert_reviewed!("bench speed", without_digits(&step.stdout()));
    for what in ["step", "epoch", "embed"] {
        let args = [&QUICK[..], &["--what", what, "--json", "--model", "cm-vae"]].concat();
        let timed = program.run(args).exits(0).json();
        assert_eq!(timed["what"], what);
        assert_eq!(timed["model"], "cm-vae");
        assert!(number(&timed, "median_ms") >= number(&timed, "fastest_ms"), "{timed}");
        assert!(number(&timed, "n_repetitions") >= 3.0 && number(&timed, "gflop_per_sec") > 0.0);
        assert!(number(&timed["machine"], "gbyte_per_sec") > 0.0, "{timed}");
    }
}

#[test]
fn a_search_is_timed_and_compared_with_reading_everything() {
    let args = [&QUICK[..], &["--what", "search"]].concat();
    let program = Program::in_folder(&std::env::temp_dir());
    assert_reviewed!("bench speed search", without_digits(&program.run(&args).exits(0).stdout()));
    let timed = program.run([&args[..], &["--json"]].concat()).exits(0).json();
    assert_eq!(number(&timed, "k"), 10.0);
    let n_compared = number(&timed, "n_compared_in_full");
    assert!((10.0..640.0).contains(&n_compared), "{timed}");
    // A row of latents and of both modalities, four bytes a number.
    let row_bytes = 4.0 * number(&timed, "n_columns");
    assert!(number(&timed, "code_bytes") < 0.6 * row_bytes, "{timed}");
}

#[test]
fn an_extraction_is_timed_and_compared_with_decoding() {
    let clips = Collection::get().clips();
    let video = fs::read_dir(clips).unwrap().map(|file| file.unwrap().path()).min().unwrap();
    let video = video.to_str().unwrap();
    let program = Program::in_folder(&std::env::temp_dir());
    let args = [
        "bench",
        "speed",
        "--what",
        "extract",
        "--threads",
        "2",
        "--secs",
        "0.01",
        "--video",
        video,
    ];
    assert_reviewed!("bench speed extract", without_digits(&program.run(args).exits(0).stdout()));
    let missing = ["bench", "speed", "--what", "extract", "--video", "nowhere.mp4"];
    let said = program.run(missing);
    assert!(said.stderr().contains("cannot read nowhere.mp4"), "{}", said.shown());
}

#[test]
fn models_without_steps_are_not_timed() {
    let program = Program::in_folder(&std::env::temp_dir());
    let check = |name: &str, args: &[&str]| {
        let args = [&["bench", "speed"][..], args].concat();
        assert_reviewed!(format!("error bench speed {name}"), program.run(args).exits(2).shown());
    };
    check("raw seconds", &["--model", "l3-net"]);
    check("closed form", &["--model", "cca"]);
    check("one width", &["--dims", "5"]);
}
