//! The page as one file: its contents, its size, and hostile names.

use std::os::unix::fs::FileTypeExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::collection::{Collection, N_CLIPS, copy_folder};
use crate::program::Program;

/// A report that was read back.
struct Report {
    html: String,
    data: Value,
}

impl Report {
    fn read(path: &Path) -> Self {
        let html = std::fs::read_to_string(path).unwrap();
        let (_, rest) = html.split_once("<script type=\"application/json\" id=\"saved\">").unwrap();
        let (data, _) = rest.split_once("</script>").unwrap();
        let data = serde_json::from_str(data).unwrap();
        Report { html, data }
    }

    fn answers(&self) -> &[Value] {
        self.data["answers"].as_array().unwrap()
    }

    /// What is answered at an address.
    fn at(&self, address: &str) -> &Value {
        let mut answers = self.answers().iter();
        let found = answers.find(|answer| answer["address"] == address);
        &found.unwrap_or_else(|| panic!("nothing at {address}"))["body"]
    }

    fn n_at(&self, part: &str) -> usize {
        let addresses = self.answers().iter().filter_map(|answer| answer["address"].as_str());
        addresses.filter(|address| address.contains(part)).count()
    }

    /// The file without its program, style and data.
    fn frame(&self) -> String {
        let mut frame = String::new();
        let mut rest = self.html.as_str();
        while let Some(start) = rest.find("<script").into_iter().chain(rest.find("<style")).min() {
            let end = ["</script>", "</style>"].iter().filter_map(|end| rest[start..].find(end));
            frame.push_str(&rest[..start]);
            rest = &rest[start + end.min().unwrap()..];
            rest = &rest[rest.find('>').unwrap() + 1..];
        }
        frame + rest
    }
}

/// Writes a report of the only library in a folder.
fn reported(folder: &Path, name: &str, labels: &Path) -> Report {
    let path = folder.join(name);
    let args = ["report", "demo.earsight", "-o", name, "--labels", labels.to_str().unwrap()];
    let ran = Program::in_folder(folder).run(args).exits(0);
    let report = Report::read(&path);
    assert!(ran.stdout().contains(name), "{}", ran.shown());
    let left: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().collect();
    assert!(left.iter().all(|entry| !entry.file_name().to_string_lossy().starts_with('.')));
    report
}

#[test]
fn a_report_contains_its_data_and_makes_no_request() {
    let folder = tempfile::tempdir().unwrap();
    Collection::get().library_into(&folder.path().join("demo.earsight"));
    let report = reported(folder.path(), "one.html", &Collection::get().labels());
    assert!(report.html.starts_with("<!doctype html>") && report.html.ends_with("</html>\n"));
    assert!(report.html.len() < 4_000_000, "{} bytes for {N_CLIPS} clips", report.html.len());
    let frame = report.frame();
    for link in frame.split("src=\"").skip(1).chain(frame.split("href=\"").skip(1)) {
        assert!(link.starts_with("data:"), "{}", &link[..link.len().min(80)]);
    }
    assert!(frame.contains("default-src 'none'; script-src 'sha256-"), "{frame}");

    assert_eq!(report.data["library"], "demo.earsight");
    assert_eq!(report.at("/api/library")["n_clips"], N_CLIPS);
    assert_eq!(report.at("/api/clips")["clips"].as_array().unwrap().len(), N_CLIPS);
    let model = report.at("/api/model");
    assert_eq!(model["training"]["curve"].as_array().unwrap().len(), 2);
    let score = &model["self_check"]["score"];
    assert_eq!(score["own_clip_retrieval"]["methods"][1]["method"], "cca");
    assert!(score["localization"]["chance"].is_number(), "{score}");
    assert!(!model["self_check"]["examples"].as_array().unwrap().is_empty());
    assert!(report.at("/api/latent")["categories"].is_array());
    assert!(report.at("/licenses.json")[0]["name"].is_string());
    let n_questions = report.data["questions"].as_array().unwrap().len();
    assert_eq!(n_questions, 4);
    assert_eq!(report.n_at("/api/search"), n_questions * 8);
    assert_eq!(report.n_at("/api/generate"), n_questions * 2);
    let n_moments = report.data["moments"].as_array().unwrap().len();
    assert!(n_moments >= n_questions);
    assert_eq!(report.n_at("/api/localize"), n_moments * 2);
    assert!(report.n_at("/pictures/") >= N_CLIPS * 3);
    for kind in ["/spectrogram", "/waveform"] {
        assert_eq!(report.n_at(kind), N_CLIPS, "{kind}");
    }
    assert!(report.n_at("/excerpt") >= n_questions, "{}", report.n_at("/excerpt"));

    let again = reported(folder.path(), "two.html", &Collection::get().labels());
    assert!(again.html == report.html, "the same library gives the same bytes");
}

#[test]
fn no_name_ends_its_element() {
    let collection = Collection::get();
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    let (library, clips) = (folder.path().join("demo.earsight"), folder.path().join("clips"));
    collection.library_into(&library);
    copy_folder(&collection.clips(), &clips);
    // Where a path may hold a slash a name may hold the end of a script.
    let name = "a<!--</script><script>alert(1)</script>&\"'\u{2028}.mp4";
    std::fs::create_dir_all(clips.join(name).parent().unwrap()).unwrap();
    std::fs::rename(clips.join("clip-0000.mp4"), clips.join(name)).unwrap();
    let learn = ["learn", "clips", "-o", "demo.earsight", "--no-self-check", "--report", "a.html"];
    program.run(learn.into_iter().chain(crate::collection::LITTLE)).exits(0);
    let hostile = Report::read(&folder.path().join("a.html"));
    let plain = {
        let folder = tempfile::tempdir().unwrap();
        collection.library_into(&folder.path().join("demo.earsight"));
        reported(folder.path(), "plain.html", &collection.labels())
    };
    for mark in ["<script", "</script", "<!--", "<style", "</style", "<title", "</title"] {
        assert_eq!(hostile.html.matches(mark).count(), plain.html.matches(mark).count(), "{mark}");
    }
    let clips = hostile.at("/api/clips")["clips"].as_array().unwrap();
    assert!(clips.iter().any(|clip| clip["clip"] == name), "{clips:?}");
    assert!(hostile.at("/api/model")["self_check"].is_null());
}

#[test]
fn unwritable_files_fail_before_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let collection = Collection::get();
    collection.library_into(&folder.path().join("demo.earsight"));
    let program = Program::in_folder(folder.path());
    let ran = program.run(["report", "demo.earsight", "-o", "no/such/folder.html"]).exits(2);
    assert!(ran.stderr().contains("there is no folder"), "{}", ran.shown());
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for odd in ["pipe", "demo.earsight"] {
        let ran = program.run(["report", "demo.earsight", "-o", odd]).exits(2);
        assert!(ran.stderr().contains("it is not a regular file"), "{}", ran.shown());
    }
    assert!(pipe.metadata().unwrap().file_type().is_fifo());
    collection.features_into(&folder.path().join("features.earsight"));
    let ran = program.run(["report", "features.earsight", "-o", "a.html"]).exits(2);
    assert!(!folder.path().join("a.html").exists(), "{}", ran.shown());
}
