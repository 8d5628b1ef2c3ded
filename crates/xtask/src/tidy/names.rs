//! Names say what a thing is; these say only that it does something.

use super::Complaint;
use super::tree::{TextFile, Tree};

/// Of files, and of parts of snake-case names of modules, functions and files.
const EMPTY_WORDS: &[&str] =
    &["utils", "util", "helpers", "helper", "common", "misc", "manager", "handler", "processor"];
/// A function may speak of the greatest common divisor.
const FINE_IN_FUNCTIONS: &str = "common";
/// Beginnings of functions.
const EMPTY_VERBS: &[&str] = &["do_", "handle_", "process_"];
/// Beginnings of types.
const EMPTY_PREFIXES: &[&str] = &["Base", "Abstract", "My"];
/// Endings of types.
const EMPTY_SUFFIXES: &[&str] =
    &["Manager", "Handler", "Processor", "Helper", "Utils", "Impl", "Base"];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.with_extension("rs").chain(tree.with_extension("py")) {
        let stem = file.path.file_stem().unwrap_or_default().to_string_lossy();
        if stem == "mod" {
            let rule = "modules are `name.rs` and `name/`, never `mod.rs`";
            complaints.push(Complaint::new(&file.path, 0, rule));
        }
        if let Some(word) = empty_word(&stem) {
            complaints.push(Complaint::new(&file.path, 0, format!("`{word}` names nothing")));
        }
    }
    for file in tree.with_extension("rs") {
        complaints.extend(of_items(file));
    }
    complaints
}

fn of_items(file: &TextFile) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let mut functions: Vec<(&str, usize)> = Vec::new();
    for (idx, line) in file.text.lines().enumerate() {
        let Some((keyword, name)) = item(line) else { continue };
        let bad = match keyword {
            "fn" => {
                functions.push((name, idx + 1));
                name == "process"
                    || EMPTY_VERBS.iter().any(|verb| name.starts_with(verb))
                    || empty_word(name).is_some_and(|word| word != FINE_IN_FUNCTIONS)
            }
            "mod" => empty_word(name).is_some(),
            _ => {
                let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_ascii_uppercase());
                EMPTY_PREFIXES.iter().any(|p| name.strip_prefix(p).is_some_and(goes_on))
                    || EMPTY_SUFFIXES.iter().any(|s| name.len() > s.len() && name.ends_with(s))
            }
        };
        if bad {
            complaints.push(Complaint::new(&file.path, idx + 1, format!("`{name}` names nothing")));
        }
    }
    for (name, line) in &functions {
        let Some(stem) = name.strip_suffix("_a") else { continue };
        if functions.iter().any(|(other, _)| other.strip_suffix("_v") == Some(stem)) {
            let rule = format!("`{stem}_a` and `{stem}_v` are one function of a `PerModality`");
            complaints.push(Complaint::new(&file.path, *line, rule));
        }
    }
    complaints
}

/// Keyword and name of the item that a line begins.
fn item(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split_whitespace();
    let keyword = words.find(|word| !is_qualifier(word))?;
    let known = ["fn", "mod", "struct", "enum", "trait", "type"].contains(&keyword);
    let name = words.next()?.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
    (known && !name.is_empty()).then_some((keyword, name))
}

fn is_qualifier(word: &str) -> bool {
    word.starts_with("pub") || ["const", "async", "unsafe"].contains(&word)
}

fn empty_word(name: &str) -> Option<&'static str> {
    EMPTY_WORDS.iter().find(|word| name.split('_').any(|part| part == **word)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(path: &str, text: &str) -> usize {
        let files = vec![TextFile { path: path.into(), text: text.into() }];
        check(&Tree { files }).len()
    }

    #[test]
    fn empty_names_are_found() {
        for line in [
            "fn process(x: u8) {}",
            "    pub(crate) fn handle_request() {}",
            "pub struct BaseModel;",
            "pub trait ModelImpl {}",
            "mod string_utils;",
            "fn embed_a() {}\nfn embed_v() {}",
        ] {
            assert_eq!(complaints("src/x.rs", line), 1, "{line}");
        }
        assert_eq!(complaints("src/helpers.rs", ""), 1);
        assert_eq!(complaints("src/x/mod.rs", ""), 1);
    }

    #[test]
    fn names_that_merely_look_alike_are_not() {
        for line in [
            "struct Baseline;",
            "fn processed_secs() {}",
            "enum Mystery {}",
            "fn greatest_common_divisor() {}",
        ] {
            assert_eq!(complaints("src/x.rs", line), 0, "{line}");
        }
    }
}
