//! What a run left behind is not part of the tree.

use super::Complaint;
use super::tree::Tree;

/// Files that have no ending and are meant to.
const WITHOUT_ENDING: &[&str] = &["Makefile", "NOTICE", "SHA256SUMS", "run"];
/// Endings of what programs leave.
const LEFT_BEHIND: &[&str] = &["log", "pid", "tmp", "bak", "orig", "rej", "swp", "new", "out"];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let left = tree.files.iter().filter(|file| {
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        match file.path.extension() {
            Some(extension) => LEFT_BEHIND.iter().any(|left| extension == *left),
            None => {
                let is_meant = name.starts_with('.') || name.starts_with("LICENSE-");
                !(is_meant || WITHOUT_ENDING.contains(&&*name))
            }
        }
    });
    left.map(|file| Complaint::new(&file.path, 0, "looks like something that a run left behind"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::TextFile;

    #[test]
    fn what_a_run_left_is_told_from_what_is_meant() {
        let check = |path: &str| {
            let files = vec![TextFile { path: path.into(), text: String::new() }];
            check(&Tree { files }).len()
        };
        assert_eq!((check("crates/x/pids"), check("a.log"), check("a/b.snap.new")), (1, 1, 1));
        for meant in ["Makefile", ".ci/run", ".gitignore", "LICENSE-MIT", "a.rs", "x/SHA256SUMS"] {
            assert_eq!(check(meant), 0, "{meant}");
        }
    }
}
