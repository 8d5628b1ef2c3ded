//! Words as a query, and the concepts of moments.

use std::fs;

use earsight_store::Library;
use serde_json::Value;

use crate::assert_reviewed;
use crate::collection::{CLIP_SECS, Collection, N_CLIPS};
use crate::program::{Program, Ran};

fn ask(args: &[&str]) -> Ran {
    Collection::get().program().run(args.iter().chain(&["-l", "demo.earsight"]))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn results_for_words_are_as_reviewed() {
    let search = ["search", "a violin, zzzzzz", "--to", "audio", "-k", "2"];
    assert_reviewed!("search for words", ask(&search).exits(0).shown());
    let json: Vec<&str> = search.iter().copied().chain(["--json"]).collect();
    assert_reviewed!("search for words --json", ask(&json).exits(0).shown());
    for (name, text) in [("crane", "crane"), ("dogs", "dogs barking"), ("both", "grand piano")] {
        assert_reviewed!(format!("concepts {name}"), ask(&["concepts", text]).exits(0).shown());
    }
    assert_reviewed!("concepts --json", ask(&["concepts", "crane", "--json"]).exits(0).shown());
    assert_reviewed!("concepts unknown", ask(&["concepts", "pianno"]).exits(1).shown());
}

#[test]
fn errors_of_words_are_as_reviewed() {
    let program = Collection::get().program();
    let check = |name: &str, args: &[&str]| {
        assert_reviewed!(format!("error {name}"), program.run(args).exits(2).shown());
    };
    check("unknown words", &["search", "pianno", "--to", "audio"]);
    check("words nowhere", &["search", "\u{1b}[31m", "--to", "audio"]);
    check("words within", &["search", "piano", "--to", "audio", "--within", "0.5"]);
    check("words as a table", &["search", "piano", "--to", "audio", "--csv", "a.csv"]);
    check("modality missing", &["search", "clip-0001.mp4@1", "--to", "audio"]);
    // A mistyped name is no word.
    check("no file without modality", &["search", "dog.mp4", "--to", "audio"]);
    check("concepts of no file", &["concepts", "dog.mp4"]);
}

/// The sum of probabilities in the best second of each clip, from the stored rows.
fn best_scores(columns: &[usize], modality: earsight_core::Modality) -> Vec<(String, f64)> {
    let library = Collection::get().clips().ancestors().nth(2).unwrap().join("demo.earsight");
    let features = Library::open_folder(library).unwrap().feature_set().unwrap();
    let mut scores: Vec<(String, f64)> = features
        .clips()
        .iter()
        .map(|clip| {
            // With context of 4 s all seconds of a clip of 4 s are alike.
            let roots = clip.concepts[modality].as_ref().unwrap();
            let sum = |&column: &usize| {
                roots.column(column).iter().map(|&root| f64::from(root).powi(2)).sum::<f64>()
            };
            let score = columns.iter().map(sum).sum::<f64>() / roots.nrows() as f64;
            (clip.id.to_string(), score)
        })
        .collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    scores
}

#[test]
fn videos_are_ranked_by_the_sum_of_probabilities() {
    let list = &earsight_backbone::CONCEPT_LISTS[0];
    for to in earsight_core::Modality::ALL {
        for text in ["musical instrument", "dogs", "crane"] {
            let args = ["search", text, "--to", to.name(), "-k", "100", "--json"];
            let answer = ask(&args).exits(0).json();
            let found = answer["found"].as_array().unwrap();
            assert_eq!((found.len(), &answer["fewer"]), (N_CLIPS, &"no-other".into()));
            assert_eq!(answer["n_compared"], N_CLIPS * CLIP_SECS);
            let expected = best_scores(&list.find(text).concepts, to);
            for (found, (clip, score)) in found.iter().zip(&expected) {
                assert!((number(&found["score"]) - score).abs() < 1e-5, "{found}: {clip} {score}");
            }
            let mean = expected.iter().map(|(_, score)| score).sum::<f64>() / N_CLIPS as f64;
            assert!((number(&answer["mean_score"]) - mean).abs() < 1e-5, "{mean}");
            for result in found {
                let strongest = result["concepts"].as_array().unwrap();
                let p: Vec<f64> = strongest.iter().map(|of| -number(&of["probability"])).collect();
                assert!(p.is_sorted() && (1..=3).contains(&p.len()), "{result}");
                let names = answer["query"]["concepts"].as_array().unwrap();
                assert!(strongest.iter().all(|of| names.contains(&of["name"])), "{result}");
            }
        }
    }
}

#[test]
fn words_need_no_model_and_no_modality_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    Collection::get().features_into(&folder.path().join("a.earsight"));
    let program = Program::in_folder(folder.path());
    let search = ["search", "piano", "--to", "visual", "--json"];
    let answer = program.run(search).exits(0).json();
    assert_eq!(answer["found"].as_array().unwrap().len(), 10);
    let more = ["--from", "audio", "--elsewhere", "--model", "cca", "--reject", "0.9"];
    assert_eq!(program.run(search.iter().chain(&more)).exits(0).json(), answer);
    let few = program.run(search.iter().chain(&["-k", "3"])).exits(0).json();
    assert_eq!(few["found"].as_array().unwrap()[..], answer["found"].as_array().unwrap()[..3]);
    // A file is not read as words, whatever it is called.
    fs::copy(Collection::get().clip(1), folder.path().join("piano")).unwrap();
    let ran = program.run(search).exits(2);
    assert!(ran.stderr().contains("--from audio"), "{}", ran.shown());
}

#[test]
fn words_are_searched_for_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    Collection::get().features_into(&folder.path().join("a.earsight"));
    let effects = folder.path().join("effects");
    fs::create_dir(&effects).unwrap();
    for number in 1..=2 {
        fs::copy(Collection::get().clip(number), effects.join(format!("{number}.mp4"))).unwrap();
    }
    fs::write(effects.join("broken.wav"), "no sound\n".repeat(100)).unwrap();
    let program = Program::in_folder(folder.path());
    let search = ["search", "piano", "--to", "audio", "--in", "effects"];
    let ran = program.run(search).exits(3);
    assert!(ran.stdout().contains("sound of effects (8 s compared"), "{}", ran.shown());
    let answer = program.run(search.iter().chain(&["--json"])).exits(3).json();
    assert_eq!(answer["n_compared"], 2 * CLIP_SECS);
    let everywhere = program.run(["search", "piano", "--to", "audio", "-k", "100", "--json"]);
    let everywhere = everywhere.exits(0).json();
    for found in answer["found"].as_array().unwrap() {
        let clip = format!("clip-000{}", found["clip"].as_str().unwrap());
        let same = everywhere["found"].as_array().unwrap().iter().find(|of| of["clip"] == clip);
        let apart = number(&found["score"]) - number(&same.unwrap()["score"]);
        assert!(apart.abs() < 1e-6, "{found} {same:?}");
    }
    // Nothing needs to have been learned.
    fs::remove_dir_all(folder.path().join("a.earsight")).unwrap();
    let alone = program.run(search.iter().chain(&["--json"])).exits(3).json();
    assert_eq!(alone["found"], answer["found"]);
    let unknown = program.run(["search", "pianno", "--to", "audio", "--in", "effects"]).exits(2);
    assert!(unknown.stderr().contains("no word of it is known"), "{}", unknown.shown());
}

#[test]
fn the_concepts_of_a_moment_are_those_above_their_means() {
    let names = ask(&["concepts", "--json"]).exits(0).json();
    let names = names["concepts"].as_array().unwrap();
    assert_eq!(names.len(), 1000);
    assert_eq!(ask(&["concepts"]).exits(0).stdout().lines().count(), 1000);
    let moment = ask(&["concepts", "clip-0003.mp4@1..3", "-k", "1000", "--json"]).exits(0).json();
    assert_eq!((&moment["span"]["start"], &moment["span"]["len"]), (&1.into(), &2.into()));
    for modality in ["audio", "visual"] {
        let concepts = moment[modality].as_array().unwrap();
        let sum: f64 = concepts.iter().map(|of| number(&of["probability"])).sum();
        assert!((sum - 1.0).abs() < 1e-2, "{modality}: {sum}");
        assert!(concepts.iter().all(|of| names.contains(&of["name"])));
    }
    let few = ask(&["concepts", "clip-0003.mp4@1..3", "--json"]).exits(0).json();
    assert_eq!(few["audio"].as_array().unwrap()[..], moment["audio"].as_array().unwrap()[..5]);
    let text = ask(&["concepts", "clip-0003.mp4@1..3"]).exits(0).stdout();
    assert_eq!(text.lines().count(), 1 + 5 + 5, "{text}");
    assert!(ask(&["concepts", "clip-0003.mp4@9"]).exits(2).stderr().contains("has 4 s"));
    // Without a library here a text is still read, and a file is not.
    let nowhere = tempfile::tempdir().unwrap();
    let program = Program::in_folder(nowhere.path());
    assert!(program.run(["concepts", "dog"]).exits(0).stdout().contains("118 concepts"));
    let clip = Collection::get().clip(1);
    let ran = program.run(["concepts", clip.to_str().unwrap()]).exits(2);
    assert!(ran.stderr().contains("no library was named"), "{}", ran.shown());
}

#[test]
fn hostile_texts_are_read_or_are_errors() {
    let long = "dog ".repeat(20_000);
    let strange =
        ["", " ", "the", "object", "\u{202e}dog\u{202c}", "🐕", "'; DROP", "%s%n", "@", "@3"];
    for text in strange.into_iter().chain([long.as_str(), "\u{1b}]0;x\u{7}dog\n\r"]) {
        let ran = ask(&["search", text, "--to", "audio", "-k", "1"]);
        assert!([Some(0), Some(2)].contains(&ran.code()), "{}", ran.shown());
        let shown = [ran.stdout(), ran.stderr()].concat();
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\r']), "{shown:?}");
        let ran = ask(&["concepts", text]);
        assert!([Some(0), Some(1)].contains(&ran.code()), "{}", ran.shown());
        assert!(!ran.stdout().contains(['\u{1b}', '\u{7}', '\r']), "{}", ran.shown());
    }
}
