//! Every dependency is under a licence that deny.toml allows; the same list that cargo-deny reads.

use super::Complaint;

/// `tree` has a line `name version<TAB>licence` for each dependency.
pub(super) fn check(tree: &str, deny_toml: &str) -> Vec<Complaint> {
    let allowed = allowed(deny_toml);
    let mut complaints = Vec::new();
    for line in tree.lines().filter(|line| !line.trim().is_empty()) {
        let (package, licence) = line.split_once('\t').unwrap_or((line, ""));
        let licence = licence.trim_end_matches(" (*)").trim();
        if !is_allowed(licence, &allowed) {
            let rule = format!("`{package}` is under `{licence}`, which deny.toml does not allow");
            complaints.push(Complaint::new("Cargo.lock", 0, rule));
        }
    }
    complaints.sort();
    complaints.dedup();
    complaints
}

/// The strings of `allow = [ … ]`.
fn allowed(deny_toml: &str) -> Vec<&str> {
    let list = deny_toml.split("allow = [").nth(1).and_then(|rest| rest.split(']').next());
    list.unwrap_or_default().split('"').skip(1).step_by(2).collect()
}

/// An SPDX expression: of `OR` one side is enough, of `AND` both are needed; `/` is an old `OR`.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let answer = any_of(&words, &mut at, allowed);
    answer && at == words.len()
}

fn any_of(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut answer = all_of(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        answer |= all_of(words, at, allowed);
    }
    answer
}

fn all_of(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut answer = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        answer &= one(words, at, allowed);
    }
    answer
}

fn one(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let Some(first) = words.get(*at) else { return false };
    *at += 1;
    if *first == "(" {
        let answer = any_of(words, at, allowed);
        *at += 1;
        return answer;
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or_default();
        *at += 2;
        return allowed.contains(&format!("{first} WITH {exception}").as_str());
    }
    allowed.contains(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_weighed() {
        let allowed = ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"];
        let check = |expression| is_allowed(expression, &allowed);
        assert!(check("MIT OR Apache-2.0") && check("Apache-2.0/MIT") && check("GPL-3.0 OR MIT"));
        assert!(check("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(check("Apache-2.0 WITH LLVM-exception"));
        assert!(!check("Apache-2.0") && !check("") && !check("MIT AND GPL-3.0"));
        assert!(!check("(GPL-3.0 OR Apache-2.0) AND MIT") && !check("MIT GPL-3.0"));
    }

    #[test]
    fn a_foreign_licence_is_told_once() {
        let deny = "[licenses]\nallow = [\n  \"MIT\",\n  \"ISC\",\n]\n";
        let tree = "a v1\tMIT\nb v2\tGPL-3.0-only\nb v2\tGPL-3.0-only (*)\n\nc v1\tISC (*)\n";
        let found = check(tree, deny);
        assert_eq!(found.len(), 1);
        assert!(found[0].rule.contains("`b v2`"));
    }
}
