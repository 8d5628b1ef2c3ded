//! Search in a folder: sounds for a shot.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::assert_reviewed;
use crate::collection::{CLIP_SECS, Collection, files_below};
use crate::folders::ffmpeg;
use crate::program::{Program, Ran};

/// A library and a folder of effects: the sounds of three of its videos, a second of one of them
/// under an odd name, a photograph, a silent video, something broken and something else.
struct Studio {
    folder: TempDir,
}

const ODD: &str = "deeper/ünï \"q\", 100 %.wav";

impl Studio {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let effects = folder.path().join("effects");
        fs::create_dir_all(effects.join("deeper")).unwrap();
        let collection = Collection::get();
        collection.library_into(&folder.path().join("demo.earsight"));
        let video = |number| collection.clip(number).to_str().unwrap().to_owned();
        for number in 1..=3 {
            ffmpeg(&["-i", &video(number), "-vn"], &effects.join(format!("{number}.wav")));
        }
        ffmpeg(&["-ss", "2", "-t", "1", "-i", &video(3), "-vn"], &effects.join(ODD));
        ffmpeg(&["-i", &video(4), "-frames:v", "1"], &effects.join("seen.png"));
        ffmpeg(&["-i", &video(5), "-an", "-c", "copy"], &effects.join("silent.mp4"));
        fs::write(effects.join("broken.wav"), "no sound\n".repeat(100)).unwrap();
        fs::write(effects.join("notes.txt"), "not media").unwrap();
        Studio { folder }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn program(&self) -> Program {
        Program::in_folder(self.folder.path())
    }

    fn ask(&self, query: &str, [from, to]: [&str; 2], more: &[&str]) -> Ran {
        let args = ["search", query, "--from", from, "--to", to, "--in", "effects"];
        self.program().run(args.iter().chain(more))
    }
}

fn found(answer: &Value) -> &Vec<Value> {
    answer["found"].as_array().unwrap()
}

#[test]
fn sounds_that_fit_a_shot_are_as_reviewed() {
    let studio = Studio::new();
    let before = files_below(&studio.path("effects"));
    // The sounds that are the query's own come first, whatever the model learned.
    let own = |more: &[&str]| {
        let few = [&["-k", "2", "--csv", "own.csv"], more].concat();
        studio.ask("clip-0003.mp4@1..3", ["audio", "audio"], &few).exits(3).shown()
    };
    assert_reviewed!("search a folder", own(&[]));
    assert_reviewed!("search a folder --json", own(&["--json"]));
    let files = [
        "--csv",
        "cues.csv",
        "--otio",
        "cues.otio",
        "--edl",
        "cues.edl",
        "--reject",
        "0",
        "--json",
    ];
    let again = studio.ask("clip-0003.mp4@1..3", ["visual", "audio"], &files).exits(3).json();
    assert_eq!(again["collection"]["n_decoded"], 0, "the second time all is known");
    assert_eq!(files_below(&studio.path("effects")), before, "the folder is only read");

    let table = fs::read_to_string(studio.path("cues.csv")).unwrap();
    assert_eq!(table.lines().count(), 1 + 4);
    assert!(table.contains("\"deeper/ünï \"\"q\"\", 100 %.wav\",0,1,clip-0003.mp4,"), "{table}");
    let list = fs::read_to_string(studio.path("cues.edl")).unwrap();
    assert_eq!(list.matches("* FROM CLIP NAME: clip-0003.mp4\n").count(), 4, "{list}");
    assert_eq!(list.matches(" V     C        00:00:01:00 00:00:03:00 ").count(), 4, "{list}");
    let timeline: Value =
        serde_json::from_slice(&fs::read(studio.path("cues.otio")).unwrap()).unwrap();
    assert_eq!(timeline["tracks"]["children"].as_array().unwrap().len(), 1 + 4);
}

/// The sound itself is found at its place, to the second, as is a file that is shorter than the query.
#[test]
fn a_file_is_aligned_where_it_was_cut_from() {
    let studio = Studio::new();
    let answer = studio.ask("clip-0003.mp4@1..4", ["audio", "audio"], &["--json"]).exits(3).json();
    assert_eq!(answer["n_files"], 4, "{answer}");
    assert_eq!(answer["n_compared"], 3 * CLIP_SECS + 1);
    let of_file = |name: &str| {
        let found = found(&answer).iter().find(|found| found["clip"] == name).unwrap();
        let secs = |span: &str| ["start", "len"].map(|key| found[span][key].as_u64().unwrap());
        // A sound of one second says less about what it is than the three seconds that it was cut from.
        let learned = found["parts"].as_array().unwrap().iter();
        let learned = learned.filter(|part| part["part"] != "concept");
        let distance: f64 = learned.map(|part| part["distance"].as_f64().unwrap()).sum();
        (secs("span"), secs("beside"), distance)
    };
    let (whole, cut, other) = (of_file("3.wav"), of_file(ODD), of_file("1.wav"));
    assert_eq!((whole.0, whole.1), ([1, 3], [1, 3]));
    assert_eq!((cut.0, cut.1), ([0, 1], [2, 1]));
    assert!(whole.2 < 0.2 * other.2 && cut.2 < 0.5 * other.2, "{whole:?} {cut:?} {other:?}");
    for found in found(&answer) {
        let parts: f64 = found["parts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p["distance"].as_f64().unwrap())
            .sum();
        assert!((parts - found["distance"].as_f64().unwrap()).abs() < 1e-5, "{found}");
    }
}

#[test]
fn every_pair_of_modalities_and_a_photograph_find_their_files() {
    let studio = Studio::new();
    for (modalities, n_files) in [
        (["audio", "audio"], 4),
        (["audio", "visual"], 2),
        (["visual", "audio"], 4),
        (["visual", "visual"], 2),
    ] {
        let files = ["--otio", "a.otio", "--edl", "a.edl", "--reject", "0", "--json"];
        let answer = studio.ask("clip-0005.mp4", modalities, &files).exits(3).json();
        assert_eq!(answer["n_files"], n_files, "{answer}");
        let distances: Vec<f64> =
            found(&answer).iter().map(|found| found["distance"].as_f64().unwrap()).collect();
        assert!(distances.is_sorted() && distances.len() == n_files, "{distances:?}");
    }
    let seen = studio.ask("effects/seen.png", ["visual", "visual"], &["--json"]).exits(3).json();
    assert_eq!(found(&seen)[0]["clip"], "seen.png");
    assert_eq!(found(&seen)[0]["own_recording"], true);
    let elsewhere =
        studio.ask("effects/seen.png", ["visual", "visual"], &["--elsewhere", "--json"]);
    assert_eq!(found(&elsewhere.exits(3).json()).len(), 1);
    let near = ["--within", "1e-9", "--reject", "0"];
    let none = studio.ask("clip-0005.mp4", ["visual", "audio"], &near).exits(1);
    assert!(none.stdout().contains("nothing found"), "{}", none.shown());
}

/// What is left and what is refused are all the files, and the more matches one is ready to lose the fewer are left.
#[test]
fn files_beyond_the_threshold_are_rejected() {
    let studio = Studio::new();
    let ask = |reject: &str| {
        let answer =
            studio.ask("clip-0005.mp4@0..2", ["visual", "audio"], &["--reject", reject, "--json"]);
        let answer = answer.json();
        let p_values: Vec<f64> =
            found(&answer).iter().map(|found| found["p_value"].as_f64().unwrap()).collect();
        assert_eq!(p_values.len() as u64 + answer["n_rejected"].as_u64().unwrap(), 4, "{answer}");
        let share: f64 = reject.parse().unwrap();
        assert!(p_values.iter().all(|&p| p >= share - 1e-9), "{answer}");
        p_values
    };
    let (all, few) = (ask("0"), ask("0.999"));
    assert!(all.len() == 4 && few.len() < 4, "{all:?} {few:?}");
    let rejected = studio.ask("clip-0005.mp4@0..2", ["visual", "audio"], &["--reject", "0.999"]);
    assert!(rejected.stdout().contains("no match"), "{}", rejected.shown());
}

#[test]
fn errors_are_known_where_every_file_is_shorter_than_the_query() {
    let studio = Studio::new();
    for name in ["1.wav", "2.wav", "3.wav"] {
        fs::remove_file(studio.path("effects").join(name)).unwrap();
    }
    let answer = studio.ask("clip-0005.mp4@0..3", ["visual", "audio"], &["--json"]).json();
    assert_eq!((&answer["n_files"], &answer["n_compared"]), (&1.into(), &1.into()), "{answer}");
    assert_eq!(answer["errors"]["n_clips"], 16, "{answer}");
}

#[test]
fn folders_without_sounds_are_errors() {
    let studio = Studio::new();
    fs::create_dir(studio.path("empty")).unwrap();
    fs::create_dir(studio.path("words")).unwrap();
    fs::write(studio.path("words/a.txt"), "words").unwrap();
    let ask = |query: &str, folder: &str| {
        let args = ["search", query, "--from", "visual", "--to", "audio", "--in", folder];
        studio.program().run(args).exits(2).shown()
    };
    assert_reviewed!("error search no folder", ask("clip-0003.mp4", "nowhere"));
    assert_reviewed!("error search an empty folder", ask("clip-0003.mp4", "empty"));
    assert_reviewed!("error search words", ask("clip-0003.mp4", "words"));
    let inside = ask("clip-0003.mp4", "demo.earsight/features");
    assert!(inside.contains("no video, sound or picture"), "{inside}");
    assert_reviewed!("error shot of no seconds", ask("clip-0003.mp4@2..2", "effects"));
    let silent = studio.ask("effects/silent.mp4", ["audio", "audio"], &[]).exits(2);
    assert!(silent.stderr().contains("hint: ask with `--from visual`"), "{}", silent.shown());
    let nowhere = studio.ask("clip-0003.mp4", ["visual", "audio"], &["--otio", "no/where"]);
    assert_reviewed!("error timeline nowhere", nowhere.exits(2).shown());
    let args = ["search", "clip-0003.mp4", "--from", "visual", "--to", "audio", "--edl", "a.edl"];
    assert_reviewed!("error timeline of a library", studio.program().run(args).exits(2).shown());
    let made = files_below(&studio.path("demo.earsight"));
    assert!(!made.iter().any(|file| file.starts_with("collections")), "{made:?}");
}

#[test]
fn results_of_a_library_are_written_as_a_table() {
    let studio = Studio::new();
    let args = ["search", "clip-0003.mp4@1..3", "--from", "audio", "--to", "visual"];
    let answer = studio.program().run(args.iter().chain(&["--csv", "a.csv", "--json"])).exits(0);
    let table = fs::read_to_string(studio.path("a.csv")).unwrap();
    let clips = table.lines().skip(1).map(|line| line.split(',').nth(1).unwrap());
    let answer = answer.json();
    let expected = found(&answer).iter().map(|found| found["clip"].as_str().unwrap());
    assert!(clips.eq(expected), "{table}");
    assert_eq!(answer["written"], serde_json::json!(["a.csv"]));
}

/// Reads a timeline with the library that editors use and says where its clips lie.
const READ_TIMELINE: &str = "
import json, sys
import opentimelineio as otio
timeline = otio.adapters.read_from_file(sys.argv[1])
clips = []
for track in timeline.tracks:
    clip = track[-1]
    source, there = clip.source_range, clip.media_reference.available_range
    ends = [span.end_time_exclusive() for span in (source, there or source)]
    assert there is None or source.start_time >= there.start_time and ends[0] <= ends[1], (source, there)
    clips.append({
        'kind': track.kind,
        'path': otio.url_utils.filepath_from_url(clip.media_reference.target_url),
        'start_secs': round(source.start_time.to_seconds(), 3),
        'at_secs': round(clip.range_in_parent().start_time.to_seconds(), 3),
    })
print(json.dumps(clips))
";

/// Which python has opentimelineio: the one that is named, else the system's.
fn python_with_timelines() -> Option<String> {
    let python = std::env::var("EARSIGHT_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let ran = Command::new(&python).args(["-c", "import opentimelineio"]).output().ok()?;
    ran.status.success().then_some(python)
}

#[test]
fn the_reference_implementation_reads_the_timeline() {
    let Some(python) = python_with_timelines() else {
        earsight_testing::skip("no python3 with opentimelineio (set EARSIGHT_TEST_PYTHON)");
        return;
    };
    let studio = Studio::new();
    studio.ask("clip-0003.mp4@1..4", ["audio", "audio"], &["--otio", "a.otio"]).exits(3);
    let read = Command::new(python)
        .args(["-c", READ_TIMELINE])
        .arg(studio.path("a.otio"))
        .output()
        .unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let clips: Vec<Value> = serde_json::from_slice(&read.stdout).unwrap();
    assert_eq!(clips.len(), 5, "{clips:?}");
    let is_there = |clip: &Value| Path::new(clip["path"].as_str().unwrap()).is_file();
    assert!(clips.iter().all(is_there), "{clips:?}");
    let cut = clips.iter().find(|clip| clip["path"].as_str().unwrap().ends_with(ODD)).unwrap();
    assert_eq!((&cut["kind"], &cut["at_secs"]), (&"Audio".into(), &1.0.into()));
    assert_eq!(clips[0]["start_secs"], 1.0);
}

/// Concepts need no training: a folder is searched where there is no library, and nothing is left behind.
#[test]
fn a_folder_is_searched_without_a_library() {
    let studio = Studio::new();
    fs::remove_dir_all(studio.path("demo.earsight")).unwrap();
    fs::copy(Collection::get().clip(3), studio.path("shot.mp4")).unwrap();
    let before = files_below(studio.folder.path());
    let ask = |to: &str, more: &[&str]| studio.ask("shot.mp4", ["visual", to], more);
    let answer = ask("audio", &["--json"]).exits(3).json();
    assert_eq!((&answer["model"], &answer["n_files"]), (&"concepts".into(), &4.into()), "{answer}");
    let distances: Vec<f64> = found(&answer)
        .iter()
        .map(|found| {
            let parts = found["parts"].as_array().unwrap();
            assert!(parts.len() == 1 && parts[0]["part"] == "concept", "{found}");
            assert!(found["probability"].is_null() && found["p_value"].is_null(), "{found}");
            found["distance"].as_f64().unwrap()
        })
        .collect();
    assert!(distances.len() == 4 && distances.is_sorted(), "{distances:?}");
    // Two directions of length 1 are at most 2 apart.
    assert!(distances.iter().all(|&distance| distance > 0.0 && distance <= 2.0), "{distances:?}");
    let own = ["--in", "effects", "--json", "-k", "1"];
    let same = ["search", "effects/3.wav", "--from", "audio", "--to", "audio"];
    let same = studio.program().run(same.iter().chain(&own)).exits(3).json();
    assert_eq!(found(&same)[0]["clip"], "3.wav", "{same}");
    assert!(found(&same)[0]["distance"].as_f64().unwrap() < 1e-3, "{same}");
    let learned = ask("audio", &["--parts", "latent"]).exits(2).stderr();
    assert!(learned.contains("compares by concept;"), "{learned}");
    assert_eq!(files_below(studio.folder.path()), before);
}
