//! Every command of the README is run, in the order in which it stands there.
//!
//! Small clips stand in for a person's videos, and little training for a long one; the commands are those of the README.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::root;

/// Laid round the commands, so that they do the same with less: `make test` is what runs this.
const SMALLER: &str = r#"
set -euo pipefail
little=(--set training.epochs=2)
earsight() {
    case "$1 ${2-}" in
        learn\ *) command earsight "$@" "${little[@]}" ;;
        "bench clips") command earsight "$@" --seeds 1 ;;
        "bench curve") command earsight "$@" --seeds 1 --composed 20 --clips 12 --test-clips 20 ;;
        "bench speed") command earsight "$@" --secs 0.01 --segments 640 --dims 12,20 ;;
        "bench reproduce") command earsight "$@" --seeds 1 --clips 40 --test-clips 40 --models cca ;;
        bench\ *) command earsight "$@" --seeds 1 --clips 40 --test-clips 40 ;;
        serve\ *) served "$@" ;;
        *) command earsight "$@" ;;
    esac
}
served() {
    command earsight "$@" --port 0 >served &
    for _ in $(seq 100); do
        grep -q 'http://127.0.0.1:' served && break
        sleep 0.1
    done
    cat served
    kill -INT $!
    wait $!
    grep -q 'http://127.0.0.1:' served
}
make() {
    case "$1" in
        test) grep -qx 'make test' "$ROOT/.ci/run" ;;
        demo) command make -C "$ROOT" "$@" DEMO="$PWD/demo" CLIPS=10 LEARN_FLAGS="--folds 2 ${little[*]}" ;;
        *) command make -C "$ROOT" "$@" ;;
    esac
}
"#;

/// Files of a person, made from a sample clip: the names that the README uses.
const FILES_OF_A_PERSON: &str = r#"
command earsight sample rendered --clips 6 --secs 4 --quiet
mkdir Videos effects
cp rendered/clips/clip-000[0-3].mp4 Videos/
cp rendered/clips/clip-0004.mp4 street.mp4
ffmpeg=${EARSIGHT_FFMPEG:-ffmpeg}
"$ffmpeg" -v error -nostdin -i rendered/clips/clip-0005.mp4 -vn bell.wav
"$ffmpeg" -v error -nostdin -i rendered/clips/clip-0005.mp4 -frames:v 1 goal.jpg
cp bell.wav effects/
"#;

#[test]
fn every_command_of_the_readme_runs() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let blocks = shell_blocks(&readme);
    for wanted in ["make demo\n", "make test\n", "earsight learn ", "earsight localize "] {
        let is_there = blocks.iter().any(|(_, block)| block.contains(wanted));
        assert!(is_there, "the README no longer says `{}`", wanted.trim());
    }
    let mut script = format!("{SMALLER}{FILES_OF_A_PERSON}");
    for (line, block) in &blocks {
        let _ = writeln!(script, "echo 'README.md:{line}'\n{block}");
    }
    let folder = tempfile::tempdir().unwrap();
    let output = bash(&script, folder.path());
    let (said, complained) = (text(&output.stdout), text(&output.stderr));
    println!("{said}");
    assert!(output.status.success(), "{}\n{said}\n{complained}", output.status);
    for cues in ["cues.csv", "cues.otio"] {
        let cues = std::fs::read_to_string(folder.path().join(cues)).expect(cues);
        assert!(cues.contains("bell.wav"), "{cues}");
    }
    for page in ["demo/report.html", "demo/Videos.html", "videos.html"] {
        let page = std::fs::read_to_string(folder.path().join(page)).expect(page);
        assert!(page.trim_end().ends_with("</html>"));
    }
}

/// The line and the text of each block fenced as `sh`; other blocks show output and are not typed.
fn shell_blocks(markdown: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut lines = markdown.lines().enumerate();
    while let Some((idx, line)) = lines.next() {
        let Some(language) = line.trim_start().strip_prefix("```") else { continue };
        let inside = lines.by_ref().map(|(_, line)| line);
        let block: Vec<&str> =
            inside.take_while(|line| !line.trim_start().starts_with("```")).collect();
        if language.trim() == "sh" {
            blocks.push((idx + 1, block.join("\n") + "\n"));
        }
    }
    blocks
}

#[test]
fn only_shell_blocks_are_found() {
    let text = "a\n```sh\nmake demo\n```\n```rust\nmake()\n```\n\n```sh\none\ntwo\n```\n";
    let expected = [(2, "make demo\n".to_owned()), (9, "one\ntwo\n".to_owned())];
    assert_eq!(shell_blocks(text), expected);
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The folder that holds the program that the tests were built with.
pub fn programs() -> PathBuf {
    let here = std::env::current_exe().expect("a running program has a path");
    let folder = here.ancestors().nth(2).expect("tests lie two folders deep").to_owned();
    let program = folder.join("earsight");
    assert!(program.is_file(), "there is no {}; `make build` makes it", program.display());
    folder
}

fn bash(script: &str, home: &Path) -> std::process::Output {
    let programs = programs();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("bash");
    command
        .args(["-c", script])
        .current_dir(home)
        .stdin(Stdio::null())
        .env("HOME", home)
        .env("ROOT", root())
        .env("PATH", format!("{}:{path}", programs.display()))
        .env("CARGO_TARGET_DIR", programs.parent().expect("a profile lies in the target folder"));
    // Cargo and rustup look for what is installed below the real home.
    for (variable, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
        if let (None, Some(real)) = (std::env::var_os(variable), std::env::home_dir()) {
            command.env(variable, real.join(folder));
        }
    }
    // What an outer make or a person's shell says is not for the commands of the README.
    for variable in [
        "MAKEFLAGS",
        "MFLAGS",
        "MAKELEVEL",
        "MAKEOVERRIDES",
        "VIDEOS",
        "DEMO",
        "CLIPS",
        "LEARN_FLAGS",
        "EARSIGHT_LIBRARY",
        "EARSIGHT_MODEL",
        "EARSIGHT_THREADS",
    ] {
        command.env_remove(variable);
    }
    command.output().expect("bash runs")
}
