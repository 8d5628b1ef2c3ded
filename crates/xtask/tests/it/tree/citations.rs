//! Every citation of docs/spec.md leads to a section or a row of it.

use std::collections::BTreeSet;
use std::path::Path;

use super::text_files;
use crate::assert_none;

#[test]
fn every_citation_of_the_spec_resolves() {
    let files = text_files();
    let spec = files.iter().find(|file| file.path == Path::new("docs/spec.md")).expect("the spec");
    let anchors: BTreeSet<&str> = spec.text.lines().filter_map(anchor).collect();
    let mut complaints = Vec::new();
    let mut n_citations = 0;
    for file in files.iter().filter(|file| file.has_extension(&["rs", "py", "md", "toml"])) {
        for (idx, line) in file.text.lines().enumerate() {
            for cited in line.split("SPEC ").skip(1).flat_map(cited) {
                n_citations += 1;
                if !anchors.contains(cited) {
                    let what = format!("docs/spec.md has no `{cited}`");
                    complaints.push(file.complaint(idx + 1, &what));
                }
            }
        }
    }
    assert_none(&complaints);
    assert!(n_citations > 50, "only {n_citations} citations were found");
}

/// `1.2` of a heading `### 1.2 Network`, `D7` of a table's row `| D7 | … |`.
fn anchor(line: &str) -> Option<&str> {
    let heading = line.strip_prefix('#').map(|rest| rest.trim_start_matches('#'));
    let row = line.strip_prefix("| D").map(|_| &line[1..]);
    let first = heading.or(row)?.split_whitespace().next()?;
    Some(first.trim_end_matches('.'))
}

/// The sections and rows that `§1.2–1.4, §6 D7) and more` names; both ends of a range.
fn cited(mut text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    loop {
        let name = text.strip_prefix('§').unwrap_or(text);
        let is_row = name.starts_with('D') && name[1..].starts_with(|c: char| c.is_ascii_digit());
        if name.len() == text.len() && !is_row {
            return found;
        }
        let (first, mut rest) = split_name(name);
        found.push(first);
        if let Some(range) = rest.strip_prefix('–') {
            let (last, after) = split_name(range);
            found.push(last);
            rest = after;
        }
        text = rest.trim_start_matches([',', ' ']);
    }
}

/// The name that a text begins with, without the full stop of a sentence, and the rest.
fn split_name(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(text.len());
    (text[..end].trim_end_matches('.'), &text[end..])
}

#[test]
fn citations_are_read() {
    assert_eq!(cited("§1.2–1.4)."), ["1.2", "1.4"]);
    assert_eq!(cited("§5.2, §6 D12): what"), ["5.2", "6", "D12"]);
    assert_eq!(cited("§13c. Dimensions"), ["13c"]);
    assert_eq!(cited("D7"), ["D7"]);
    assert!(cited("has 1.97, from draws").is_empty());
    assert_eq!(anchor("### 13c. Closed form"), Some("13c"));
    assert_eq!(anchor("| D7 | Rows |"), Some("D7"));
    assert_eq!(anchor("see 1.2"), None);
}
