//! Rules for the text files of the repository.

mod citations;
mod layers;

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::{assert_none, root};

/// A text file, its path relative to the root.
struct TextFile {
    path: PathBuf,
    text: String,
}

impl TextFile {
    fn has_extension(&self, extensions: &[&str]) -> bool {
        self.path.extension().is_some_and(|of| extensions.iter().any(|extension| of == *extension))
    }

    fn is_below(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    /// `path:line: what`, the line counted from 1.
    fn complaint(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.path.display())
    }
}

/// Folders that git, builds and demos make.
const NOT_TRACKED: &[&str] = &[".git", "target", "demo", "web/node_modules", "web/screenshots-out"];

/// Every text file of the repository; weights and images are not UTF-8.
fn text_files() -> Vec<TextFile> {
    let root = root();
    let relative = |path: &Path| path.strip_prefix(&root).expect("below the root").to_owned();
    let files: Vec<TextFile> = WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            !NOT_TRACKED.iter().any(|folder| relative(entry.path()) == Path::new(folder))
        })
        .map(|entry| entry.expect("a readable folder"))
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let text = std::fs::read_to_string(entry.path()).ok()?;
            Some(TextFile { path: relative(entry.path()), text })
        })
        .collect();
    assert!(files.len() > 100, "only {} text files were found", files.len());
    files
}

/// No file is longer than 600 lines, none of a crate's sources longer than 400 unless ARCHITECTURE.md names it with a reason.
#[test]
fn files_are_short() {
    let files = text_files();
    let map = files.iter().find(|file| file.path == Path::new("ARCHITECTURE.md")).expect("the map");
    let is_explained = |file: &TextFile| map.text.contains(&*file.path.to_string_lossy());
    let written = ["rs", "py", "sh", "css", "toml", "md"];
    let most = |file: &TextFile| match &*file.path.to_string_lossy() {
        "ARCHITECTURE.md" => 300, // a longer map is not read
        path if path.ends_with(".rs") && path.contains("/src/") && !is_explained(file) => 400,
        _ => 600,
    };
    let complaints: Vec<String> = files
        .iter()
        .filter(|file| file.has_extension(&written))
        .map(|file| (file, file.text.lines().count(), most(file)))
        .filter(|(_, n_lines, most)| n_lines > most)
        .map(|(file, n_lines, most)| {
            file.complaint(n_lines, &format!("{n_lines} lines, at most {most}"))
        })
        .collect();
    assert_none(&complaints);
}

/// The shared types and the paper open no file, socket or clock.
#[test]
fn pure_crates_touch_nothing_outside() {
    let pure = ["crates/earsight/src", "crates/earsight-core/src"];
    let outside = [
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "std::time",
        "Instant::now",
        "SystemTime",
        "File::open",
        "thread_rng",
        "rand::rng()",
    ];
    let mut complaints = Vec::new();
    for file in
        text_files().iter().filter(|file| file.has_extension(&["rs"]) && file.is_below(&pure))
    {
        // Tests below the code may read goldens.
        let code = file.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for (idx, line) in code.lines().enumerate() {
            for found in outside.iter().filter(|outside| line.contains(**outside)) {
                let what = format!("`{found}` in a crate that opens no file, socket or clock");
                complaints.push(file.complaint(idx + 1, &what));
            }
        }
    }
    assert_none(&complaints);
}

/// No file contains a path of the machine it was made on.
#[test]
fn no_file_contains_a_machine_path() {
    // Put together here, so that this file contains none; `https://x.org/home/` is not one.
    let folders = ["work", "root", "home", "Users", "mnt"].map(|folder| format!("/{folder}/"));
    let begins_a_path = |line: &str, at: usize| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || "._-~})$".contains(c)))
    };
    let mut complaints = Vec::new();
    for file in &text_files() {
        for (idx, line) in file.text.lines().enumerate() {
            for folder in &folders {
                if line.match_indices(folder).any(|(at, _)| begins_a_path(line, at)) {
                    let what = format!("a path of one machine: `{folder}…`");
                    complaints.push(file.complaint(idx + 1, &what));
                }
            }
        }
    }
    assert_none(&complaints);
}

#[test]
fn ci_runs_make_test() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap();
    assert!(read(".ci/run").lines().any(|line| line == "make test"));
    assert!(read("Makefile").contains("\ntest:"));
}
