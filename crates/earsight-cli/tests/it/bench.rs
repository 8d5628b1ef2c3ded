//! The bench from the command line: tables, JSON, files, and errors.

use std::fs;

use crate::assert_reviewed;
use crate::collection::{Collection, N_CLIPS};
use crate::program::Program;

const FEW: [&str; 6] = ["--clips", "60", "--test-clips", "40", "--seeds", "2"];

/// The text without digits, which differ with the processor in their last places.
fn without_numbers(text: &str) -> String {
    let blank = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let of_line = |line: &str| match line.starts_with('|') {
        true => line.chars().map(blank).collect(),
        false => line.to_owned(),
    };
    let mut lines: Vec<String> = text.lines().map(of_line).collect();
    // Widths follow the numbers.
    for line in lines.iter_mut().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let is_rule = cells.iter().all(|cell| cell.chars().all(|c| c == '-'));
        let cells = cells.into_iter().map(|cell| match cell {
            _ if is_rule => "-",
            cell if cell.starts_with(['0', '(', '-']) => "N",
            cell => cell,
        });
        *line = cells.collect::<Vec<_>>().join("|");
    }
    lines.iter_mut().filter(|line| line.starts_with("features")).for_each(|line| {
        *line = "features DIGEST, DIGEST; earsight VERSION".to_owned();
    });
    lines.join("\n")
}

#[test]
fn composed_clips_fill_the_papers_tables() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    let systems = ["--models", "cca,pcca", "--csv", "all.csv", "--markdown", "tables.md"];
    let args = [&["bench", "composed"][..], &FEW, &systems].concat();
    let ran = program.run(&args).exits(0);
    assert_reviewed!("bench composed", without_numbers(&ran.stdout()));
    assert_eq!(fs::read_to_string(folder.path().join("tables.md")).unwrap(), ran.stdout());
    let csv = fs::read_to_string(folder.path().join("all.csv")).unwrap();
    assert!(csv.starts_with("model,is_supervised,seed,score,value\n"), "{csv}");
    assert!(csv.lines().any(|line| line.starts_with("pcca,false,1,exact_a2v,")), "{csv}");

    let args = [&args[..], &["--json"]].concat();
    let first = program.run(&args).exits(0);
    let found = first.json();
    assert_eq!(found["rows"].as_array().unwrap().len(), 4);
    for row in found["rows"].as_array().unwrap() {
        for name in ["exact_a2v", "exact_v2a", "mrr_aa", "mrr_av", "mrr_va", "mrr_vv"] {
            let value = row[name].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&value), "{name} {value}");
        }
        assert!(row["exact_a2v"].as_f64() > found["controls"]["exact_always_last"].as_f64());
    }
    // The same bytes for any number of threads.
    let alone = program.run([&args[..], &["--threads", "1"]].concat()).exits(0);
    assert_eq!(alone.stdout(), first.stdout());
}

#[test]
fn calibration_is_compared_with_its_nominal_rates() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    let few = ["--clips", "80", "--test-clips", "30", "--seeds", "1", "--models", "cca"];
    let args = [&["bench", "calibration", "composed"][..], &few].concat();
    let ran = program.run(&args).exits(0);
    assert_reviewed!("bench calibration", without_numbers(&ran.stdout()));
    let found = program.run([&args[..], &["--json"]].concat()).exits(0).json();
    let row = &found["rows"][0];
    for name in [
        "covered",
        "set_share",
        "confidence",
        "hit",
        "falsely_rejected",
        "rejected",
        "event_covered",
    ] {
        for direction in ["a2v", "v2a"] {
            let value = row[format!("{name}_{direction}")].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&value), "{name}_{direction} {value}");
        }
    }
    assert_eq!(found["promise"], serde_json::json!({ "coverage": 0.9, "reject": 0.05 }));
}

/// The clips of a library are real clips too; in contrast to features alone, their changes are known.
#[test]
fn calibration_is_measured_on_a_library() {
    let program = Collection::get().program();
    let args = ["bench", "calibration", "clips", "--library", "demo.earsight"];
    let few = ["--seeds", "1", "--models", "cca", "--folds", "2", "--json"];
    let found = program.run([&args[..], &few].concat()).exits(0).json();
    assert_eq!(found["data"]["n_test_clips"], N_CLIPS, "{found}");
}

#[test]
fn curves_compare_the_first_system_with_every_other() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    let sizes = ["--composed", "20,40", "--test-clips", "30", "--clips", "12", "--folds", "3"];
    let files = ["--figure", "curve.svg", "--csv", "curve.csv", "--markdown", "curve.md"];
    let args = [&["bench", "curve", "--models", "pcca,cca", "--seeds", "2"][..], &sizes, &files];
    let ran = program.run(args.concat()).exits(0);
    assert_reviewed!("bench curve", without_numbers(&ran.stdout()));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(ran.stdout().starts_with(&read("curve.md")));
    // two scores at two sizes, one at a third, of two systems
    assert_eq!(read("curve.csv").lines().count(), 1 + 2 * 5);
    let figure = read("curve.svg");
    assert!(figure.starts_with("<svg") && figure.contains(">pcca<") && figure.contains(">cca<"));
    assert!(figure.contains(">chance<"));

    let json = program.run([args.concat(), vec!["--json"]].concat()).exits(0).json();
    let points = json["points"].as_array().unwrap();
    assert_eq!(points.len(), 10);
    for point in points {
        let is_first = point["model"] == "pcca";
        assert_eq!(point["first_minus_this"].is_null(), is_first, "{point}");
        let (low, high) = (&point["interval"]["low"], &point["interval"]["high"]);
        assert!(low.as_f64() <= point["mean"].as_f64() && point["mean"].as_f64() <= high.as_f64());
        assert!(point["chance"].as_f64().is_some_and(|chance| chance > 0.0), "{point}");
    }
    // one right clip among the four of a fold: (1 + 1/2 + 1/3 + 1/4) / 4
    assert!((points[9]["chance"].as_f64().unwrap() - 25.0 / 48.0).abs() < 1e-12);
}

/// Features from elsewhere are learned and searched like those of a collection.
#[test]
fn imported_features_are_a_library() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    let features = concat!(env!("CARGO_MANIFEST_DIR"), "/../earsight-bench/data/clips.safetensors");
    let labels = "clip,category,start,len\nvas_drum_video_02542.mp4,drum,1,3\n";
    fs::write(folder.path().join("events.csv"), labels).unwrap();
    let import =
        ["import", "tensors", features, "-o", "mine.earsight", "--annotations", "events.csv"];
    let first = program.run([&import[..], &["--json"]].concat()).exits(0).json();
    assert_eq!((&first["n_clips"], &first["n_secs"]), (&59.into(), &529.into()), "{first}");
    assert_eq!(first["n_events"], 1);
    let shards = || {
        let kept = fs::read_dir(folder.path().join("mine.earsight/features")).unwrap();
        kept.flat_map(|kept| fs::read_dir(kept.unwrap().path()).unwrap()).count()
    };
    let n_shards = shards();
    program.run(import).exits(0);
    assert_eq!(shards(), n_shards, "clips that are already there are not written again");
    program.run(["train", "mine.earsight", "--model", "cca"]).exits(0);
    let query = ["search", "vas_drum_video_02542.mp4@1..3", "--from", "audio", "--to", "visual"];
    let found = program.run([&query[..], &["--json", "-l", "mine.earsight"]].concat()).exits(0);
    assert!(found.stdout().contains("vas_drum_video_02542.mp4"), "{}", found.shown());

    let message = program.run(["import", "tensors", "events.csv"]).exits(2).stderr();
    assert!(message.contains("events.csv"), "{message}");
}

#[test]
fn aves_own_files_give_its_priors() {
    let Some(data) = earsight_testing::shared("data/ave") else { return };
    let program = Program::in_folder(&std::env::temp_dir());
    let data = data.to_str().unwrap();
    let found = program.run(["bench", "ave", "--data", data, "--json"]).exits(0).json();
    let priors = found["priors"].as_array().unwrap();
    let test =
        priors.iter().find(|part| part["split"] == "match" && part["partition"] == "test").unwrap();
    assert_eq!(test["n_clips"], 402);
    assert!(found["rows"].is_null(), "there are no features");
    let said = program.run(["bench", "ave", "--data", data]).exits(0).stdout();
    for digits in ["20.77", "35.32", "46.77", "47.01", "0.1676", "0.1620", "0.1312", "0.1251"] {
        assert!(said.contains(digits), "{digits} is not in {said}");
    }
}

#[test]
fn real_clips_are_benched_by_folds() {
    let program = Program::in_folder(&std::env::temp_dir());
    let args = ["bench", "clips", "--models", "cca,pcca", "--seeds", "2", "--folds", "4", "--json"];
    let found = program.run(args).exits(0).json();
    for row in found["rows"].as_array().unwrap() {
        let (mrr, chance) = (row["mrr_av"].as_f64().unwrap(), row["chance"].as_f64().unwrap());
        assert!(mrr > chance, "{row}");
    }
    let interval = &found["summary"][0]["scores"]["mrr_av"]["interval"];
    assert!(interval["low"].as_f64() < interval["high"].as_f64(), "{interval}");
}

#[test]
fn a_published_mistake_changes_its_number_and_no_other() {
    let program = Program::in_folder(&std::env::temp_dir());
    let run = |more: &[&str]| {
        let args =
            [&["bench", "composed"][..], &FEW, &["--models", "cca", "--json"], more].concat();
        program.run(args).exits(0).json()["rows"][0].clone()
    };
    let (right, published) = (run(&[]), run(&["--as-published", "d12"]));
    assert_ne!(right["mrr_aa"], published["mrr_aa"]);
    assert_ne!(right["mrr_vv"], published["mrr_vv"]);
    for name in ["mrr_av", "mrr_va", "exact_a2v", "exact_v2a"] {
        assert_eq!(right[name], published[name], "{name}");
    }
}

#[test]
fn the_reproduction_is_a_document_with_figures() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    let few = ["--clips", "40", "--test-clips", "40", "--seeds", "1", "--models", "cca,ms-vae"];
    program.run([&["bench", "reproduce"][..], &few].concat()).exits(0);
    let document = fs::read_to_string(folder.path().join("REPRODUCTION.md")).unwrap();
    for part in ["# Reproduction", "uniform chance", "not measured", "docs/figures/fig3.svg"] {
        assert!(document.contains(part), "{document}");
    }
    for figure in ["fig2.svg", "fig3.svg"] {
        let svg = fs::read_to_string(folder.path().join("docs/figures").join(figure)).unwrap();
        assert!(svg.starts_with("<svg xmlns") && svg.ends_with("</svg>"), "{figure}");
    }
}

#[test]
fn errors_name_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    let check = |name: &str, args: &[&str]| {
        assert_reviewed!(format!("error bench {name}"), program.run(args).exits(2).shown());
    };
    check("unknown system", &["bench", "composed", "--models", "gpt"]);
    check("unknown switch", &["bench", "composed", "--as-published", "d99"]);
    check("no such parts", &["bench", "composed", "--parts", "nowhere"]);
    check("no such part", &["bench", "composed", "--test-part", "7"]);
    check("no such features", &["bench", "clips", "--features", "nowhere.safetensors"]);
    check("no such library", &["bench", "clips", "--library", "nowhere.earsight"]);
    check("output nowhere", &["bench", "clips", "--csv", "no/where.csv"]);
}
