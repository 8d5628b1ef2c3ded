//! Folders with broken, changed and unusual files.

use std::fs;
use std::process::Command;

use crate::assert_reviewed;
use crate::collection::Collection;
use crate::program::Program;

pub fn ffmpeg(args: &[&str], output: &std::path::Path) {
    let made =
        Command::new("ffmpeg").args(["-v", "error", "-nostdin"]).args(args).arg(output).status();
    assert!(made.unwrap().success(), "{args:?}");
}

/// Two good clips, one silent, one with sound only, an image, and broken files.
fn mixed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine");
    fs::create_dir_all(mine.join("deeper")).unwrap();
    for (number, name) in ["good.mp4", "deeper/good @3..5.mp4"].into_iter().enumerate() {
        fs::copy(Collection::get().clip(number), mine.join(name)).unwrap();
    }
    ffmpeg(&["-f", "lavfi", "-i", "testsrc=d=2:s=64x48:r=5"], &mine.join("silent.mp4"));
    ffmpeg(&["-f", "lavfi", "-i", "sine=d=2"], &mine.join("heard.wav"));
    ffmpeg(
        &["-f", "lavfi", "-i", "testsrc=d=1:s=64x48:r=1", "-frames:v", "1"],
        &mine.join("seen.png"),
    );
    fs::write(mine.join("empty.mp4"), "").unwrap();
    let random: Vec<u8> =
        (0..5000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    fs::write(mine.join("random.mp4"), random).unwrap();
    fs::write(mine.join("words.mkv"), "no video\n".repeat(100)).unwrap();
    fs::write(mine.join("notes.txt"), "not media").unwrap();
    folder
}

#[test]
fn bad_files_are_reported_and_skipped() {
    let folder = mixed();
    let program = Program::in_folder(folder.path());
    let ran = program.run(["extract", "mine"]).exits(3);
    assert_reviewed!("extract with bad files", ran.shown());
    let again = program.run(["extract", "mine", "--json"]).exits(3).json();
    assert_eq!(again["n_decoded"], 0, "{again}");
    assert_eq!(again["n_clips"], 5);
    assert_eq!(again["n_ignored"], 1);
    let skipped: Vec<&str> = again["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|skip| skip["file"].as_str().unwrap())
        .collect();
    assert_eq!(skipped, ["empty.mp4", "random.mp4", "words.mkv"]);

    let too_few = program.run(["train", "mine.earsight", "--set", "training.epochs=1"]);
    too_few.exits(0);
    let search = ["search", "mine/good.mp4", "--from", "visual", "--to", "audio", "--json"];
    let found = program.run(search).exits(0).json();
    assert_eq!(found["n_compared"], 4 + 4 + 2, "what is only heard is found by its sound: {found}");
    let silent =
        program.run(["search", "mine/silent.mp4", "--from", "audio", "--to", "audio"]).exits(2);
    assert_reviewed!("error no sound", silent.shown());
    let skipped =
        program.run(["search", "mine/empty.mp4", "--from", "audio", "--to", "audio"]).exits(2);
    assert_reviewed!("error skipped query", skipped.shown());
    // A name that ends like a moment is a name first.
    let odd = ["search", "deeper/good @3..5.mp4@1", "--from", "visual", "--to", "audio", "--json"];
    assert_eq!(program.run(odd).exits(0).json()["query"]["span"]["start"], 1);
}

#[test]
fn nothing_is_ever_written_into_the_folder() {
    let folder = mixed();
    let mine = folder.path().join("mine");
    let before = crate::collection::files_below(&mine);
    let program = Program::in_folder(folder.path());
    program.run(["extract", "mine", "-o", "elsewhere"]).exits(3);
    assert_eq!(crate::collection::files_below(&mine), before);
}

#[test]
fn added_files_are_decoded_and_removed_ones_dropped() {
    let folder = mixed();
    let program = Program::in_folder(folder.path());
    program.run(["extract", "mine"]).exits(3);
    fs::copy(Collection::get().clip(2), folder.path().join("mine/new.mp4")).unwrap();
    fs::rename(folder.path().join("mine/good.mp4"), folder.path().join("mine/renamed.mp4"))
        .unwrap();
    fs::remove_file(folder.path().join("mine/random.mp4")).unwrap();
    let grown = program.run(["extract", "mine", "--json"]).exits(3).json();
    assert_eq!(grown["n_decoded"], 1, "{grown}");
    assert_eq!(grown["n_clips"], 6);
    assert_eq!(grown["skipped"].as_array().unwrap().len(), 2);
}
