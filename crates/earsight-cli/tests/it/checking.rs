//! Offsets are measured where they can be, and a swapped sound is never called fine.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::assert_reviewed;
use crate::collection::Collection;
use crate::program::Program;

/// As many clips as a verdict needs, and a few more.
const N_CLIPS: &str = "24";
const CLIP_SECS: &str = "8";

fn ffmpeg(args: &[&str], output: &Path) {
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y"])
        .args(args)
        .arg(output)
        .status();
    assert!(made.unwrap().success(), "ffmpeg could not make {}", output.display());
}

struct Videos {
    folder: tempfile::TempDir,
}

impl Videos {
    fn clip(&self, number: usize) -> String {
        self.folder.path().join(format!("demo/clips/clip-{number:04}.mp4")).display().to_string()
    }

    /// The picture of one clip with the sound of another, that many seconds late.
    fn mixed(&self, picture: usize, sound: usize, late_secs: f64) -> PathBuf {
        let name = format!("mixed-{picture}-{sound}-{late_secs}.mp4");
        let path = self.folder.path().join(name);
        let late = late_secs.to_string();
        let inputs = ["-i", &self.clip(picture), "-itsoffset", &late, "-i", &self.clip(sound)];
        ffmpeg(&[&inputs[..], &["-map", "0:v", "-map", "1:a", "-c", "copy"]].concat(), &path);
        path
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn offsets_of_rendered_videos_are_measured_and_swaps_are_never_fine() {
    let videos = Videos { folder: tempfile::tempdir().unwrap() };
    let program = Program::in_folder(videos.folder.path());
    program.run(["sample", "demo", "--clips", N_CLIPS, "--secs", CLIP_SECS]).exits(0);
    program.run(["extract", "demo/clips", "-o", "demo.earsight"]).exits(0);
    let check = |files: &[PathBuf]| {
        let files = files.iter().map(|file| file.display().to_string());
        program.run(["check".to_owned(), "--json".to_owned()].into_iter().chain(files))
    };

    // What repeats, as knocks do, fits at several lags, so one clip may not tell its offset; then it is not claimed.
    let lates = [0.75, -0.5, 1.0, 0.0];
    let late_of = |clip: usize| lates[clip % lates.len()];
    let clips = 0..N_CLIPS.parse().unwrap();
    let shifted: Vec<PathBuf> = clips.map(|clip| videos.mixed(clip, clip, late_of(clip))).collect();
    let found = check(&shifted).json();
    let (mut n_told, mut n_wrong, mut n_close) = (0, 0, 0);
    for (clip, file) in found["files"].as_array().unwrap().iter().enumerate() {
        let timing = &file["timing"];
        let error = (number(&timing["evidence"]["offset_secs"]) - late_of(clip)).abs();
        let is_told = timing["verdict"] != "cannot-tell";
        n_close += usize::from(error < 0.1);
        n_told += usize::from(is_told);
        n_wrong += usize::from(is_told && error > 0.1);
        assert_eq!(file["drift"], Value::Null, "ten seconds tell no drift");
        if is_told && error <= 0.1 {
            let expected = if late_of(clip) == 0.0 { "fine" } else { "wrong" };
            assert_eq!(timing["verdict"], expected, "{file}");
        }
    }
    // 5 % of 24 are 1.2 wrong ones in the mean; more than four come once in 100 times.
    assert!(n_wrong <= 4 && n_close >= 8, "{n_wrong} wrong, {n_close} close: {found:#}");
    let share = 1.0 - n_told as f64 / shifted.len() as f64;
    assert!((number(&found["share_cannot_tell"]) - share).abs() < 1e-9, "{found:#}");
    let swapped: Vec<PathBuf> = (0..4).map(|clip| videos.mixed(clip, clip + 9, 0.0)).collect();
    let found = check(&swapped).json();
    for file in found["files"].as_array().unwrap() {
        assert_ne!(file["belonging"]["verdict"], "fine", "{file}");
    }

    // What one video cannot tell, all that share a shift can.
    let together = |late: f64| {
        let videos: Vec<PathBuf> = (0..16).map(|clip| videos.mixed(clip, clip, late)).collect();
        let found = check(&videos).json()["together"].clone();
        assert_eq!(found["n_files"], 16, "{found}");
        let evidence = &found["timing"]["evidence"];
        assert!((number(&evidence["offset_secs"]) - late).abs() < 0.2, "{late} s: {found}");
        let interval = evidence["interval_secs"].as_array().unwrap();
        assert!(number(&interval[0]) <= late && late <= number(&interval[1]), "{late} s: {found}");
    };
    together(0.75);
    together(-0.5);
}

#[test]
fn few_clips_call_nothing_wrong_and_unreadable_files_are_skipped() {
    let program = Collection::get().program();
    let folder = tempfile::tempdir().unwrap();
    let silent = folder.path().join("silent.mp4");
    let clip = Collection::get().clip(1).display().to_string();
    ffmpeg(&["-i", &clip, "-an", "-c", "copy"], &silent);
    std::fs::write(folder.path().join("broken.mp4"), "no video").unwrap();
    let args = ["check", "-l", "demo.earsight", "clip-0001.mp4"];
    assert_reviewed!("error check no such file", program.run(args).exits(2).shown());
    let folder = folder.path().display().to_string();
    let shown = program.run(["check", "-l", "demo.earsight", &folder]).exits(3).shown();
    assert_reviewed!("check", shown.replace(&folder, "[folder]"));
}
