//! Results of localize and search, and reviewed ones of generate.

use std::path::Path;

use serde_json::Value;

use crate::assert_reviewed;
use crate::collection::{CLIP_SECS, Collection, N_CLIPS};
use crate::program::Program;

const LIBRARY: [&str; 2] = ["-l", "demo.earsight"];

pub fn ask(args: &[&str]) -> crate::program::Ran {
    Collection::get().program().run(args.iter().chain(&LIBRARY))
}

/// Another file than this, which shows the same: bytes behind its end do not matter.
pub fn other_bytes(clip: &Path) -> Vec<u8> {
    let mut bytes = std::fs::read(clip).unwrap();
    bytes.extend([0, 0, 0, 8]);
    bytes.extend(b"free");
    bytes
}

pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn results_are_as_reviewed() {
    let localize = [
        "localize",
        "demo/clips/clip-0001.mp4@1",
        "--in",
        "demo/clips/clip-0002.mp4",
        "--from",
        "audio",
    ];
    let search = [
        "search",
        "demo/clips/clip-0001.mp4@1..3",
        "--from",
        "audio",
        "--to",
        "visual",
        "-k",
        "3",
        "--elsewhere",
    ];
    let generate =
        ["generate", "demo/clips/clip-0001.mp4@2", "--from", "visual", "-k", "3", "--elsewhere"];
    let draw = [&generate[..], &["--samples", "2", "--seed", "3"]].concat();
    let interpolate = [
        "generate",
        "clip-0001.mp4@2",
        "--from",
        "audio",
        "--towards",
        "clip-0002.mp4",
        "--steps",
        "2",
    ];
    for (name, args) in [
        ("localize", &localize[..]),
        ("search", &search),
        ("generate", &generate),
        ("generate draws", &draw),
        ("generate towards", &interpolate),
    ] {
        assert_reviewed!(name, ask(args).exits(0).shown());
        let json: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        assert_reviewed!(format!("{name} --json"), ask(&json).exits(0).shown());
    }
}

#[test]
fn localization_gives_the_distance_of_every_start_and_the_parts_of_the_best() {
    for from in ["audio", "visual"] {
        let args =
            ["localize", "clip-0003.mp4@1..3", "--in", "clip-0003.mp4", "--from", from, "--json"];
        let found = ask(&args).exits(0).json();
        let distances: Vec<f64> =
            found["distances"].as_array().unwrap().iter().map(number).collect();
        assert_eq!(distances.len(), CLIP_SECS - 2 + 1);
        let start = found["found"]["start"].as_u64().unwrap() as usize;
        let smallest = distances.iter().copied().fold(f64::INFINITY, f64::min);
        assert_eq!(distances[start], smallest);
        assert_eq!(number(&found["distance"]), smallest);
        let parts: f64 =
            found["parts"].as_array().unwrap().iter().map(|part| number(&part["distance"])).sum();
        assert!((parts - smallest).abs() < 1e-6 * smallest, "{found}");
        assert!(found["tied_starts"].as_array().unwrap().contains(&start.into()));
    }
}

#[test]
fn seconds_of_a_sequence_are_counted_in_its_file() {
    // The query is of another clip, so that it would be rejected.
    let within = ["localize", "clip-0003.mp4@0", "--in", "clip-0004.mp4@2..4", "--from", "audio"];
    let args = [&within[..], &["--reject", "0", "--json"]].concat();
    let found = ask(&args).exits(0).json();
    assert_eq!(found["first_start"], 2);
    assert_eq!(found["distances"].as_array().unwrap().len(), 2);
    assert!(found["found"]["start"].as_u64().unwrap() >= 2, "{found}");
}

#[test]
fn results_are_nearest_first_and_never_the_query_itself() {
    for (from, to) in
        [("audio", "audio"), ("audio", "visual"), ("visual", "audio"), ("visual", "visual")]
    {
        let args = [
            "search",
            "clip-0005.mp4@1..3",
            "--from",
            from,
            "--to",
            to,
            "-k",
            "7",
            "--reject",
            "0",
            "--json",
        ];
        let answer = ask(&args).exits(0).json();
        assert_eq!(answer["n_compared"], N_CLIPS * CLIP_SECS);
        let found = answer["found"].as_array().unwrap();
        assert!(!found.is_empty() && found.len() <= 7);
        let distances: Vec<f64> = found.iter().map(|found| number(&found["distance"])).collect();
        assert!(distances.is_sorted(), "{distances:?}");
        for found in found {
            let parts: f64 = found["parts"]
                .as_array()
                .unwrap()
                .iter()
                .map(|part| number(&part["distance"]))
                .sum();
            assert!((parts - number(&found["distance"])).abs() < 1e-6, "{found}");
            let is_itself = found["clip"] == "clip-0005.mp4"
                && (1..3).contains(&found["second"].as_u64().unwrap());
            assert!(from != to || !is_itself, "{found}");
        }
    }
}

#[test]
fn results_are_of_different_videos_unless_more_are_asked_for() {
    let search = |more: &[&str]| {
        let search = ["search", "clip-0005.mp4@1", "--from", "audio", "--to", "visual", "--json"];
        ask(&[&search, more].concat()).json()
    };
    let found = |answer: &Value| answer["found"].as_array().unwrap().clone();
    let most_of_one = |found: &[Value]| {
        let of = |clip: &Value| found.iter().filter(|other| other["clip"] == *clip).count();
        found.iter().map(|found| of(&found["clip"])).max()
    };
    let one = search(&["-k", "6", "--reject", "0"]);
    assert_eq!(
        (found(&one).len(), most_of_one(&found(&one)), &one["fewer"]),
        (6, Some(1), &Value::Null)
    );
    // The JSON is read here to within a unit in the last place.
    let last = number(&one["found"][5]["distance"]) + 1e-9;
    for result in found(&one) {
        for other in result["others"].as_array().unwrap() {
            assert_eq!(other["clip"], result["clip"]);
            let distances = [&result["distance"], &other["distance"]].map(number);
            assert!(distances.is_sorted() && other["second"] != result["second"], "{result}");
        }
    }
    let two = search(&["-k", "6", "--reject", "0", "--per-video", "2"]);
    assert!(found(&two).len() == 6 && most_of_one(&found(&two)) <= Some(2));
    let all = search(&["-k", "6", "--reject", "0", "--all"]);
    assert!(found(&all).iter().all(|result| result["others"].as_array().unwrap().is_empty()));
    assert_eq!(all["found"][0]["second"], one["found"][0]["second"]);

    // Never fewer than asked for without the reason.
    let every = search(&["-k", "100", "--reject", "0"]);
    assert_eq!((found(&every).len(), &every["fewer"]), (N_CLIPS, &"no-other".into()));
    let within = search(&["-k", "100", "--reject", "0", "--within", &last.to_string()]);
    assert_eq!((found(&within).len(), &within["fewer"]), (6, &"within".into()));
    let within_sound = ["search", "clip-0003.mp4@1", "--from", "audio", "--to", "audio", "--json"];
    let rejected = ask(&[&within_sound[..], &["-k", "100", "--reject", "0.5"]].concat()).json();
    assert!(found(&rejected).len() < N_CLIPS && rejected["fewer"] == "no-match", "{rejected}");
}

#[test]
fn elsewhere_returns_only_other_files() {
    for args in [
        &["search", "clip-0005.mp4", "--from", "audio", "--to", "visual", "--elsewhere", "--json"]
            [..],
        &["generate", "clip-0005.mp4", "--from", "audio", "--elsewhere", "--json"],
    ] {
        let answer = ask(args).exits(0).json();
        let found = answer.get("found").unwrap_or(&answer["nearest"]).as_array().unwrap();
        assert!(!found.is_empty());
        assert!(
            found
                .iter()
                .all(|found| found["clip"] != "clip-0005.mp4" && found["own_recording"] == false)
        );
    }
}

#[test]
fn no_result_within_the_distance_is_exit_code_1() {
    let args =
        ["search", "clip-0005.mp4@1", "--from", "audio", "--to", "visual", "--within", "1e-9"];
    let ran = ask(&args).exits(1);
    assert!(ran.stdout().contains("nothing found"), "{}", ran.shown());
    let json = ask(&args.into_iter().chain(["--json"]).collect::<Vec<_>>()).exits(1).json();
    assert_eq!(json["found"].as_array().unwrap().len(), 0);
}

#[test]
fn a_copy_of_a_clip_is_recognized_and_not_decoded() {
    let collection = Collection::get();
    let folder = tempfile::tempdir().unwrap();
    // The name itself ends like a moment.
    let copy = folder.path().join("my@2..3");
    std::fs::copy(collection.clip(6), &copy).unwrap();
    let no_ffmpeg = collection.program().with("EARSIGHT_FFMPEG", "/nowhere/ffmpeg");
    let ask = |query: &str| {
        let args = ["search", query, "--from", "visual", "--to", "audio", "--json"];
        no_ffmpeg.run(args.iter().chain(&LIBRARY)).exits(0).json()
    };
    let stored = ask("clip-0006.mp4");
    let copied = ask(copy.to_str().unwrap());
    assert_eq!(copied["query"]["in_library"], true);
    assert_eq!(copied["query"]["file"], "clip-0006.mp4");
    assert_eq!(copied["found"], stored["found"]);
    let moment = ask(&format!("{}@1..3", copy.to_str().unwrap()));
    assert_eq!(moment["query"]["span"]["start"], 1);
}

#[test]
fn a_file_outside_the_library_is_decoded_to_the_same_features() {
    let collection = Collection::get();
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.mp4");
    std::fs::write(&other, other_bytes(&collection.clip(7))).unwrap();
    let other = format!("{}@1..3", other.to_str().unwrap());
    let ask = |query: &str| {
        ask(&["search", query, "--from", "visual", "--to", "audio", "-k", "1", "--json"])
            .exits(0)
            .json()
    };
    let (stored, decoded) = (ask("clip-0007.mp4@1..3"), ask(&other));
    assert_eq!(decoded["query"]["in_library"], false);
    let distance = |answer: &Value| number(&answer["found"][0]["distance"]);
    let (stored, decoded) = (distance(&stored), distance(&decoded));
    assert!((stored - decoded).abs() < 1e-3 * stored, "{stored} {decoded}");
}

#[test]
fn an_image_is_a_query() {
    let collection = Collection::get();
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("picture.png");
    let made = std::process::Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-i"])
        .arg(collection.clip(0))
        .args(["-frames:v", "1"])
        .arg(&picture)
        .status();
    assert!(made.unwrap().success());
    let args = ["search", picture.to_str().unwrap(), "--from", "visual", "--to", "audio", "--json"];
    assert_eq!(ask(&args).exits(0).json()["query"]["span"]["len"], 1);
    let args = ["search", picture.to_str().unwrap(), "--from", "audio", "--to", "audio"];
    assert!(ask(&args).exits(2).stderr().contains("hint: ask with `--from visual`"));
}

#[test]
fn the_only_library_is_the_default_and_flags_take_precedence() {
    let collection = Collection::get();
    let args = ["search", "clip-0001.mp4", "--from", "audio", "--to", "visual", "--json"];
    collection.program().run(args).exits(0);
    let named = collection.program().with("EARSIGHT_LIBRARY", "nowhere");
    assert!(named.run(args).exits(2).stderr().contains("nowhere"));
    named.run(args.iter().chain(&LIBRARY)).exits(0);
    let folder = tempfile::tempdir().unwrap();
    let none = Program::in_folder(folder.path()).run(args).exits(2);
    assert!(none.stderr().contains("hint:"), "{}", none.shown());
}
