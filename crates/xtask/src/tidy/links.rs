//! Documents point only at what is there.

use std::path::Path;

use super::Complaint;
use super::tree::{TextFile, Tree};

/// Folders whose paths are checked also where a text only names them between backticks.
const OUR_FOLDERS: &[&str] = &["crates/", "docs/", "scripts/", ".ci/"];

pub(super) fn check(tree: &Tree, root: &Path) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.with_extension("md") {
        let mut is_code = false;
        for (idx, line) in file.text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                is_code = !is_code;
            }
            if is_code {
                continue;
            }
            for target in link_targets(line) {
                if let Some(rule) = dead_link(tree, file, target, root) {
                    complaints.push(Complaint::new(&file.path, idx + 1, rule));
                }
            }
            for path in named_paths(line) {
                if !root.join(path).exists() {
                    let rule = format!("names `{path}`, which is not there");
                    complaints.push(Complaint::new(&file.path, idx + 1, rule));
                }
            }
        }
    }
    complaints
}

/// `target` of every `[text](target)` and `src="target"`.
fn link_targets(line: &str) -> impl Iterator<Item = &str> {
    let after = |start: &'static str, end: char| {
        line.split(start).skip(1).filter_map(move |rest| rest.split(end).next())
    };
    after("](", ')').chain(after("src=\"", '"')).chain(after("srcset=\"", '"'))
}

/// Paths of ours between backticks, unless they stand for many.
fn named_paths(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2).filter(|code| {
        let is_ours = OUR_FOLDERS.iter().any(|folder| code.starts_with(folder));
        is_ours && !code.contains(|c: char| c.is_whitespace() || "*<>{}…".contains(c))
    })
}

fn dead_link(tree: &Tree, file: &TextFile, target: &str, root: &Path) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let folder = file.path.parent().unwrap_or(Path::new(""));
    if !path.is_empty() && !root.join(folder).join(path).exists() {
        return Some(format!("links to `{target}`, which is not there"));
    }
    let there = if path.is_empty() { file.path.clone() } else { folder.join(path) };
    if anchor.is_empty() || there.extension().is_none_or(|extension| extension != "md") {
        return None;
    }
    let text = tree.text(&there.to_string_lossy());
    let has_heading = text.lines().any(|line| line.starts_with('#') && anchor_of(line) == anchor);
    (!has_heading).then(|| format!("links to `{target}`, which has no such heading"))
}

/// A heading as GitHub makes an anchor of it.
fn anchor_of(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_named_paths_are_found() {
        let line = "see [a](b.md#c), `crates/x/y.rs`, `crates/*/z` and <img src=\"p.svg\">";
        assert_eq!(link_targets(line).collect::<Vec<_>>(), ["b.md#c", "p.svg"]);
        assert_eq!(named_paths(line).collect::<Vec<_>>(), ["crates/x/y.rs"]);
        assert_eq!(anchor_of("## What it is, and isn't"), "what-it-is-and-isnt");
    }

    #[test]
    fn a_dead_link_is_told() {
        let text =
            "# One two\n[here](#one-two) [there](#three) [away](gone.md) [web](https://x.org/y)";
        let files = vec![TextFile { path: "a.md".into(), text: text.into() }];
        let found = check(&Tree { files }, Path::new("nowhere"));
        let rules: Vec<&str> = found.iter().map(|complaint| complaint.rule.as_str()).collect();
        assert_eq!(rules.len(), 2, "{rules:?}");
    }
}
