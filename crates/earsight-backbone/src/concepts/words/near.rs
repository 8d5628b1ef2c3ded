//! Names to suggest for a word that is no name: those that contain it, are spelled alike or begin alike.

use super::MAX_SUGGESTIONS;
use super::lexicon::Lexicon;

/// Letters of a word that is compared, at most; names are shorter.
const LONGEST: usize = 40;
/// Letters that two words begin with, at least.
const SHORTEST_STEM: usize = 4;

/// At most [`MAX_SUGGESTIONS`] names: with one of the forms as a word, then by edit distance, then by common beginning.
pub(super) fn near_names(lexicon: &Lexicon, word: &str, forms: &[String]) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for form in forms {
        names.extend(lexicon.names_with(form));
    }
    let word: Vec<char> = word.chars().take(LONGEST + 1).collect();
    if word.len() <= LONGEST {
        let mut near: Vec<(usize, &str, &'static str)> = lexicon
            .names()
            .filter_map(|(key, name)| {
                let letters: Vec<char> = key.chars().collect();
                Some((difference(&word, &letters, name.contains(' '))?, key, name))
            })
            .collect();
        near.sort_unstable();
        names.extend(near.into_iter().map(|(_, _, name)| name));
    }
    let mut suggestions: Vec<&'static str> = Vec::new();
    for name in names {
        if suggestions.len() < MAX_SUGGESTIONS && !suggestions.contains(&name) {
            suggestions.push(name);
        }
    }
    suggestions
}

/// Smaller for words more alike, `None` for words that are not; a phrase is compared as a whole only.
fn difference(word: &[char], name: &[char], is_phrase: bool) -> Option<usize> {
    let most = match word.len() {
        0..4 => 0,
        4..6 => 1,
        _ => 2,
    };
    if word.len().abs_diff(name.len()) <= most {
        let distance = edit_distance(word, name);
        if distance <= most {
            return Some(distance);
        }
    }
    let stem = word.iter().zip(name).take_while(|(a, b)| a == b).count();
    let longer = word.len().max(name.len());
    let is_near = !is_phrase && stem >= SHORTEST_STEM && 2 * stem >= longer;
    is_near.then(|| most + 1 + longer - stem)
}

/// Letters to insert, remove, replace or swap with the next: optimal string alignment (Damerau, 1964).
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut rows: [Vec<usize>; 3] = [Vec::new(), Vec::new(), (0..=b.len()).collect()];
    for (i, letter) in a.iter().enumerate() {
        rows.rotate_left(1);
        let [before, last, row] = &mut rows;
        row.clear();
        row.push(i + 1);
        for (j, other) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(letter != other);
            let mut least = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == *other {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
    }
    rows[2][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (a, b, distance) in [
            ("", "", 0),
            ("", "cat", 3),
            ("cat", "", 3),
            ("guitar", "guitar", 0),
            ("giutar", "guitar", 1),
            ("violn", "violin", 1),
            ("pinao", "piano", 1),
            ("kitten", "sitting", 3),
            ("ça", "ca", 1),
        ] {
            let [a, b] = [a, b].map(|word| word.chars().collect::<Vec<char>>());
            assert_eq!(edit_distance(&a, &b), distance);
        }
    }

    #[test]
    fn words_that_begin_alike_are_near_and_short_ones_are_not() {
        let difference = |a: &str, b: &str| {
            let [a, b] = [a, b].map(|word| word.chars().collect::<Vec<char>>());
            difference(&a, &b, false)
        };
        assert!(difference("violinist", "violin") > difference("violn", "violin"));
        assert!(difference("drummer", "drum").is_some());
        assert_eq!(difference("cat", "bat"), None);
        assert_eq!(difference("zebra", "piano"), None);
    }
}
