//! No file may tell where on somebody's disk it was made.

use super::Complaint;
use super::tree::Tree;

/// Beginnings of folders that are somebody's own; put together here so that this file holds none.
fn personal_folders() -> Vec<String> {
    ["work", "root", "home", "Users", "mnt"].map(|folder| format!("/{folder}/")).into()
}

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let folders = personal_folders();
    let mut complaints = Vec::new();
    for file in &tree.files {
        for (idx, line) in file.text.lines().enumerate() {
            for folder in folders.iter().filter(|folder| names_a_path(line, folder)) {
                let rule = format!("a path of somebody's machine: `{folder}…`");
                complaints.push(Complaint::new(&file.path, idx + 1, rule));
            }
        }
    }
    complaints
}

/// Whether the folder stands where a path begins: `https://x.org/home/` is not one.
fn names_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || "._-~})$".contains(c)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_a_part_of_one() {
        let home = format!("/{}/", "home");
        let check = |line: String| names_a_path(&line, &home);
        assert!(check(format!("see {home}someone/x")));
        assert!(check(format!("\"{home}x\"")));
        assert!(!check(format!("https://example.org{home}x")));
        assert!(!check(format!("$ROOT{home}x")));
    }
}
