//! Results of generate.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::answers::{ask, number, other_bytes};
use crate::collection::{CLIP_SECS, Collection, N_CLIPS};

#[test]
fn real_seconds_are_of_different_videos_unless_more_are_asked_for() {
    let generate = |more: &[&str]| {
        let generate = ["generate", "clip-0005.mp4@1", "--from", "audio", "--json"];
        ask(&[&generate, more].concat()).exits(0).json()
    };
    let nearest = |answer: &Value| answer["nearest"].as_array().unwrap().clone();
    let one = generate(&["-k", "6"]);
    let clips: BTreeSet<String> =
        nearest(&one).iter().map(|real| real["clip"].to_string()).collect();
    assert_eq!((nearest(&one).len(), clips.len(), &one["fewer"]), (6, 6, &Value::Null));
    for real in nearest(&one) {
        for other in real["others"].as_array().unwrap() {
            assert_eq!(other["clip"], real["clip"]);
            assert!(number(&real["distance"]) <= number(&other["distance"]), "{real}");
        }
    }
    // Never fewer than asked for without the reason.
    for (more, n) in [(&["-k", "100"][..], N_CLIPS), (&["-k", "100", "--elsewhere"], N_CLIPS - 1)] {
        let every = generate(more);
        assert_eq!((nearest(&every).len(), &every["fewer"]), (n, &"no-other".into()));
    }
    let few = ask(&["generate", "clip-0005.mp4@1", "--from", "audio", "-k", "100"]);
    assert!(few.stdout().contains("only 16: there are no others"), "{}", few.shown());
    let all = generate(&["-k", "6", "--all"]);
    assert!(nearest(&all).iter().all(|real| real["others"].as_array().unwrap().is_empty()));
    assert_eq!(all["nearest"][0]["second"], one["nearest"][0]["second"]);
}

#[test]
fn samples_depend_on_their_seed_and_typicality_is_a_share() {
    let draw = |n: &'static str, seed: &'static str| {
        let args = ["generate", "clip-0006.mp4@1..3", "--from", "visual", "--json"];
        ask(&[&args[..], &["--samples", n, "--seed", seed]].concat()).exits(0).json()
    };
    let (few, many, other) = (draw("3", "1"), draw("6", "1"), draw("3", "2"));
    let nearest = |answer: &Value| answer["drawn"]["nearest"].as_array().unwrap().clone();
    assert_eq!(nearest(&few), nearest(&many)[..3]);
    assert_ne!(nearest(&few), nearest(&other));
    assert!((1..=6).contains(&many["drawn"]["n_clips"].as_u64().unwrap()), "{many}");
    let [least, mean, greatest] =
        ["least", "mean", "greatest"].map(|key| number(&many["drawn"]["distances"][key]));
    assert!(least <= mean && mean <= greatest && least < greatest, "{many}");
    assert_eq!(few["typicality"], many["typicality"]);
    assert!((0.0..=1.0).contains(&number(&few["typicality"]["share_below"])), "{few}");
    assert_eq!(few["typicality"]["n_seconds"], N_CLIPS * CLIP_SECS);
}

#[test]
fn an_interpolation_starts_and_ends_with_its_moments() {
    let (one, other) = ("clip-0001.mp4@2", "clip-0009.mp4@1");
    let args = ["generate", one, "--from", "audio", "--towards", other, "--steps", "4", "--json"];
    let way = ask(&args).exits(0).json();
    let steps = way["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 4);
    for (step, moment) in [(&steps[0], one), (&steps[3], other)] {
        let generated = ask(&["generate", moment, "--from", "audio", "-k", "1", "--json"]);
        let generated = generated.exits(0).json();
        let (found, expected) = (&step["nearest"]["visual"], &generated["nearest"][0]);
        assert_eq!((&found["clip"], &found["second"]), (&expected["clip"], &expected["second"]));
        let apart = number(&found["distance"]) - number(&expected["distance"]);
        assert!(apart.abs() < 1e-4, "{found} {expected}");
    }
    let nonsense = ["generate", one, "--from", "audio", "--towards", other, "--samples", "2"];
    assert!(ask(&nonsense).exits(2).stderr().contains("cannot be used with"));
}

#[test]
fn an_interpolation_marks_and_leaves_out_copies() {
    let collection = Collection::get();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.mp4");
    std::fs::write(&copy, other_bytes(&collection.clip(7))).unwrap();
    let copy = format!("{}@1..3", copy.to_str().unwrap());
    let own = ["clip-0007.mp4", "clip-0002.mp4"];
    let towards = ["generate", &copy, "--from", "visual", "--towards", own[1], "--json"];
    let found = |more: &[&str]| {
        let way = ask(&[&towards[..], more].concat()).exits(0).json();
        assert_eq!(way["query"]["in_library"], false);
        let steps = way["steps"].as_array().unwrap().iter();
        let both = |step: &Value| ["audio", "visual"].map(|of| step["nearest"][of].clone());
        steps.flat_map(both).collect::<Vec<_>>()
    };
    let is_own = |real: &Value| own.iter().any(|own| real["clip"] == *own);
    let (all, elsewhere) = (found(&[]), found(&["--elsewhere"]));
    assert!(all.iter().all(|real| real["own_recording"] == is_own(real)), "{all:?}");
    assert!(all.iter().any(|real| real["clip"] == own[0]), "{all:?}");
    assert!(!elsewhere.iter().any(is_own), "{elsewhere:?}");
    let shown = ask(&towards[..6]).exits(0);
    assert!(shown.stdout().contains("(same recording)"), "{}", shown.shown());
}

#[test]
fn generated_features_are_written_whole() {
    let folder = tempfile::tempdir().unwrap();
    let pair = folder.path().join("pair.safetensors");
    let args =
        ["generate", "clip-0001.mp4@1..3", "--from", "audio", "--features", pair.to_str().unwrap()];
    ask(&args).exits(0);
    let bytes = std::fs::read(pair).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    assert_eq!(file.tensor("audio").unwrap().shape(), [2, 512]);
    assert_eq!(file.tensor("visual").unwrap().shape(), [2, 1280]);
}
