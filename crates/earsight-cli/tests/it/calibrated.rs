//! Confidence, prediction sets and rejection.

use std::fs;
use std::path::Path;

use earsight_library::{CalibrationFile, OpenLibrary};
use serde_json::Value;

use crate::assert_reviewed;
use crate::collection::{CLIP_SECS, Collection, N_CLIPS};
use crate::program::{Program, Ran};

const LOCALIZE: [&str; 6] =
    ["localize", "clip-0003.mp4@1..3", "--in", "clip-0004.mp4", "--from", "audio"];
const SEARCH: [&str; 6] = ["search", "clip-0003.mp4@1", "--from", "audio", "--to", "visual"];

/// A copy of the library that may be changed, and a program in its folder.
fn with_copy(change: impl FnOnce(&Path)) -> (tempfile::TempDir, Program) {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("copy.earsight");
    Collection::get().library_into(&library);
    change(&library.join("models/ms-vae.calibration"));
    let program = Program::in_folder(folder.path());
    (folder, program)
}

fn ask(args: &[&str], more: &[&str]) -> Ran {
    Collection::get().program().run([args, more, &["-l", "demo.earsight"]].concat())
}

#[test]
fn the_prediction_set_grows_with_its_coverage() {
    let starts = |coverage: &str| {
        let found =
            ask(&LOCALIZE, &["--coverage", coverage, "--reject", "0", "--json"]).exits(0).json();
        let certainty = &found["certainty"];
        let probabilities = certainty["probabilities"].as_array().unwrap();
        let sum: f64 = probabilities.iter().map(|p| p.as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{found}");
        let best = found["found"]["start"].as_u64().unwrap();
        assert_eq!(probabilities[best as usize], certainty["probability"]);
        let starts = certainty["starts"].as_array().unwrap().clone();
        assert!(starts.contains(&best.into()), "{found}");
        starts
    };
    let (few, all) = (starts("0.1"), starts("0.99"));
    assert!(few.iter().all(|start| all.contains(start)));
    // 16 clips cannot promise 99 %: no start may be left out.
    assert_eq!(all.len(), CLIP_SECS - 2 + 1);
}

#[test]
fn a_search_rejects_results_beyond_the_threshold() {
    let found = |reject: &str| {
        let search = ["search", "clip-0003.mp4@1", "--from", "audio", "--to", "audio"];
        let found = ask(&search, &["--reject", reject, "-k", "100", "--json"]).json();
        found["found"].as_array().unwrap().clone()
    };
    let (all, some) = (found("0"), found("0.5"));
    assert!(some.len() < all.len());
    for found in some {
        assert!(found["p_value"].as_f64().unwrap() >= 0.5 - 1e-9, "{found}");
    }
}

#[test]
fn no_match_is_a_result() {
    let localize = |clip: usize, more: &[&str]| {
        let clip = format!("clip-{clip:04}.mp4");
        let args = ["localize", "clip-0003.mp4@1..3", "--in", &clip, "--from", "visual"];
        ask(&args, &[&["--reject", "0.5"], more].concat())
    };
    // The verdict, the p-value and the exit code agree in every clip; some match and some do not.
    let mut rejected = Vec::new();
    for clip in 0..N_CLIPS {
        let ran = localize(clip, &["--json"]);
        let verdict = ran.json()["verdict"].clone();
        let p_value = verdict["p_value"].as_f64().unwrap();
        assert_eq!(verdict["no_match"], p_value < 0.5, "{clip}: {verdict}");
        assert_eq!(ran.code(), Some(i32::from(p_value < 0.5)), "{clip}: {verdict}");
        rejected.extend((p_value < 0.5).then_some((p_value, clip)));
    }
    assert!(rejected.len() < N_CLIPS, "{rejected:?}");
    let (_, farthest) = rejected.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
    assert_reviewed!("localize no match", localize(farthest, &[]).exits(1).shown());
    // 16 clips reject nothing at a rate of less than 1 in 17, and say so.
    let by_default =
        ask(&["localize", "clip-0003.mp4@1..3", "--in", "clip-0002.mp4", "--from", "visual"], &[]);
    assert!(by_default.exits(0).stdout().contains("rejects nothing"));
    let search = ["search", "clip-0003.mp4@1", "--from", "audio", "--to", "audio"];
    let searched = ask(&search, &["--reject", "0.999"]).exits(1);
    assert_reviewed!("search no match", searched.shown());
}

/// Each held-out clip counts twice.
fn double(calibration: &Path) {
    let library = calibration.ancestors().nth(2).unwrap();
    let models = OpenLibrary::open(library).unwrap().models();
    let read = || CalibrationFile::read(&models, "ms-vae").unwrap().unwrap();
    let mut twice = read();
    twice.push(read().into_calibration().into_clips());
    twice.publish(&models, "ms-vae").unwrap();
}

#[test]
fn generated_results_beyond_true_seconds_are_implausible() {
    let args = ["generate", "clip-0005.mp4@1", "--from", "visual", "-k", "100", "--all"];
    let json = [&args[..], &["--json"]].concat();
    // 16 clips cannot promise 95 %.
    let unknown = ask(&json, &[]).exits(0).json();
    assert_eq!(unknown["plausibility"], Value::Null);
    let is_implausible = |real: &&Value| real["implausible"] == true;
    let nearest = |answer: &Value| answer["nearest"].as_array().unwrap().clone();
    assert_eq!(nearest(&unknown).iter().filter(is_implausible).count(), 0);

    let (_folder, program) = with_copy(double);
    let answer = program.run(json).exits(0).json();
    let within = answer["plausibility"]["within"].as_f64().unwrap();
    let real = nearest(&answer);
    for real in &real {
        assert_eq!(real["implausible"], real["distance"].as_f64().unwrap() > within, "{real}");
    }
    let n_implausible = real.iter().filter(is_implausible).count();
    let shown = program.run(args).exits(0);
    assert_eq!(shown.stdout().matches("(implausible)").count(), n_implausible, "{}", shown.shown());
    assert!(shown.stdout().contains("implausible beyond"), "{}", shown.shown());
}

#[test]
fn without_a_calibration_nothing_is_rejected() {
    let (_folder, program) = with_copy(|file| fs::remove_file(file).unwrap());
    assert_reviewed!("localize uncalibrated", program.run(LOCALIZE).exits(0).shown());
    let json = program.run([&LOCALIZE[..], &["--json"]].concat()).exits(0).json();
    assert!(json["certainty"].is_null() && json["verdict"].is_null(), "{json}");
    let searched = program.run(SEARCH).exits(0);
    assert!(searched.stderr().contains("no calibration"), "{}", searched.shown());
    // Another fit makes it stale.
    let (_folder, program) = with_copy(|_| ());
    let train = ["train", "copy.earsight", "--set", "training.epochs=1"];
    program.run(train).exits(0);
    assert!(program.run(LOCALIZE).exits(0).stderr().contains("no calibration"));
}

#[test]
fn a_broken_calibration_is_an_error_with_a_hint() {
    let half = |file: &Path| {
        let bytes = fs::read(file).unwrap();
        fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
    };
    let no_distance = |file: &Path| {
        let mut bytes = fs::read(file).unwrap();
        let at = bytes.len() - 4;
        bytes[at..].copy_from_slice(&f32::NAN.to_le_bytes());
        fs::write(file, bytes).unwrap();
    };
    let empty = |file: &Path| fs::write(file, b"").unwrap();
    type Break<'a> = &'a dyn Fn(&Path);
    let cases: [(Break<'_>, &str); 3] = [
        (&half, "not a calibration"),
        (&no_distance, "wrong checksum"),
        (&empty, "not a calibration"),
    ];
    for (broken, reason) in cases {
        let (_folder, program) = with_copy(broken);
        for args in [LOCALIZE, SEARCH] {
            let message = program.run(args).exits(2).stderr();
            assert!(message.contains(reason) && message.contains("remove that file"), "{message}");
        }
    }
}

#[test]
fn a_share_is_between_0_and_1() {
    for typed in ["1", "-0.1", "NaN", "much"] {
        let message = ask(&SEARCH, &[&format!("--reject={typed}")]).exits(2).stderr();
        assert!(message.contains("at least 0 and less than 1"), "{message}");
    }
}

/// The parts at every start sum to the distances; those that are not chosen have no part in them.
#[test]
fn parts_are_listed_at_every_start_and_can_be_chosen() {
    let localized = |more: &[&str]| {
        ask(&LOCALIZE, &[&["--reject", "0", "--json"], more].concat()).exits(0).json()
    };
    let names = |found: &serde_json::Value| -> Vec<String> {
        let parts = found["parts_at_starts"].as_array().unwrap();
        parts.iter().map(|part| part["part"].as_str().unwrap().to_owned()).collect()
    };
    let numbers = |of: &serde_json::Value| -> Vec<f64> {
        of["distances"].as_array().unwrap().iter().map(|d| d.as_f64().unwrap()).collect()
    };
    let sums = |found: &serde_json::Value| -> Vec<f64> {
        let parts = found["parts_at_starts"].as_array().unwrap();
        let add = |sum: Vec<f64>, part| sum.iter().zip(numbers(part)).map(|(a, b)| a + b).collect();
        parts.iter().fold(vec![0.0; CLIP_SECS - 1], add)
    };
    let all = localized(&[]);
    assert_eq!(names(&all), ["latent", "generated", "concept", "change"]);
    for some in [&["latent"][..], &["latent", "change"], &["generated", "concept"]] {
        let found = localized(&["--parts", &some.join(",")]);
        assert_eq!(names(&found), some);
        assert!(found["certainty"].is_null() && found["verdict"].is_null(), "{found}");
        let near = |a: f64, b: f64| (a - b).abs() < 1e-4;
        for (sum, distance) in sums(&found).into_iter().zip(numbers(&found)) {
            assert!(near(sum, distance), "{found}");
        }
        let all = all["parts_at_starts"].as_array().unwrap();
        for part in found["parts_at_starts"].as_array().unwrap() {
            let same = all.iter().find(|of| of["part"] == part["part"]).unwrap();
            assert!(numbers(part).into_iter().zip(numbers(same)).all(|(a, b)| near(a, b)));
        }
    }
    // A search by some parts is exact, too: its distances are those of the same parts.
    let search = |more: &[&str]| {
        ask(&SEARCH, &[&["--reject", "0", "-k", "5", "--json"], more].concat()).exits(0).json()
    };
    let some = search(&["--parts", "concept"]);
    let distances: Vec<f64> = some["found"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| {
            let parts = found["parts"].as_array().unwrap();
            assert!(parts.len() == 1 && parts[0]["part"] == "concept", "{found}");
            found["distance"].as_f64().unwrap()
        })
        .collect();
    assert!(distances.is_sorted() && distances.len() == 5, "{some}");
    assert!(some["found"][0]["probability"].is_null(), "{some}");
    let message = ask(&SEARCH, &["--parts", "change"]).exits(2).stderr();
    assert!(message.contains("compares by latent, generated, concept;"), "{message}");
    assert!(ask(&SEARCH, &["--parts", "smell"]).exits(2).stderr().contains("possible values"));
}

/// Probabilities of the videos of a search sum to 1; the nearest is the most probable.
#[test]
fn a_result_has_the_probability_of_its_video() {
    let search = ["search", "clip-0003.mp4@1", "--from", "audio", "--to", "visual", "--json"];
    let found = ask(&search, &["--reject", "0", "-k", "100"]).exits(0).json();
    let probabilities: Vec<f64> = found["found"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["probability"].as_f64().unwrap())
        .collect();
    assert_eq!(probabilities.len(), N_CLIPS);
    // One error in 17 cannot be excluded.
    assert!(probabilities[0] < 1.0 - 0.9 / 17.0, "{probabilities:?}");
    assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-6, "{probabilities:?}");
    assert!(probabilities.is_sorted_by(|a, b| a >= b), "{probabilities:?}");
    // They are those of all videos, however many are shown.
    let few = ask(&search, &["--reject", "0", "-k", "2"]).exits(0).json();
    assert_eq!(few["found"][1]["probability"], found["found"][1]["probability"]);
    let elsewhere = ask(&search, &["--reject", "0", "--elsewhere"]).exits(0).json();
    assert!(elsewhere["found"][0]["probability"].is_null(), "{elsewhere}");
}
