//! The words and the paper open no file, no socket and no clock.

use super::Complaint;
use super::tree::Tree;

/// Where it holds.
const PURE: &[&str] = &["crates/earsight/src", "crates/earsight-core/src"];
/// What would break it.
const OUTSIDE: &[&str] = &[
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

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let pure = |path: &std::path::Path| PURE.iter().any(|folder| path.starts_with(folder));
    for file in tree.with_extension("rs").filter(|file| pure(&file.path)) {
        for (idx, line) in file.text.lines().enumerate() {
            // Tests below the code may read goldens.
            if line.trim() == "#[cfg(test)]"
                && file.text.lines().nth(idx + 1) == Some("mod tests {")
            {
                break;
            }
            for found in OUTSIDE.iter().filter(|outside| line.contains(**outside)) {
                let rule = format!("`{found}` in a crate that opens no file, socket or clock");
                complaints.push(Complaint::new(&file.path, idx + 1, rule));
            }
        }
    }
    complaints
}
