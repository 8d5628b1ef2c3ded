//! One thought, one file: a file that grows too long holds two.

use super::Complaint;
use super::tree::Tree;

/// Endings of files that people write and read.
const WRITTEN: &[&str] = &["rs", "py", "sh", "css", "toml", "md"];
const MOST_LINES: usize = 600;
/// A map that is longer is not looked at.
const MOST_LINES_OF_THE_MAP: usize = 300;
const THE_MAP: &str = "ARCHITECTURE.md";

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let written = WRITTEN.iter().flat_map(|extension| tree.with_extension(extension));
    written
        .filter_map(|file| {
            let is_map = file.path.as_os_str() == THE_MAP;
            let most = if is_map { MOST_LINES_OF_THE_MAP } else { MOST_LINES };
            let n_lines = file.text.lines().count();
            let rule = || format!("has {n_lines} lines, at most {most} are allowed");
            (n_lines > most).then(|| Complaint::new(&file.path, 0, rule()))
        })
        .collect()
}

pub(super) fn median_of_rust(tree: &Tree) -> usize {
    let mut lengths: Vec<usize> =
        tree.with_extension("rs").map(|file| file.text.lines().count()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).copied().unwrap_or(0)
}
