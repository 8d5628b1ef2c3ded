//! A text to its terms: the longest phrases first, then single words.

use super::forms::{noun_forms, verb_forms};
use super::lexicon::{Lexicon, Spelled};
use super::near::near_names;
use super::{MAX_SUGGESTIONS, MAX_WORDS, Sense, Term, TermUse};

/// The terms of a text, and the number of words that were not read.
pub(super) fn terms(lexicon: &Lexicon, text: &str) -> (Vec<Term>, usize) {
    let mut all = words(text);
    let words: Vec<String> = all.by_ref().take(MAX_WORDS).collect();
    let n_unread_words = all.count();
    let mut terms: Vec<Term> = Vec::new();
    let mut rest = &words[..];
    while let [first, after @ ..] = rest {
        let longest = lexicon.longest_name().min(rest.len());
        let phrase = (2..=longest).rev().find_map(|n_words| {
            let (phrase, after) = rest.split_at(n_words);
            Some((Term::known(phrase.join(" "), phrase_senses(lexicon, phrase)?), after))
        });
        let (term, after) = match phrase {
            Some((term, after)) => (Some(term), after),
            None if lexicon.is_ignored(first) => (None, after),
            None => (Some(single_word(lexicon, first)), after),
        };
        rest = after;
        terms.extend(term.filter(|term| terms.iter().all(|known| known.text != term.text)));
    }
    (terms, n_unread_words)
}

/// The words of a text: letters and digits in lower case, without apostrophes, accents that are characters of their own, and invisible characters.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let is_dropped = |c: char| matches!(c, '\'' | '’' | '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{feff}');
    text.split(move |c: char| !c.is_alphanumeric() && !is_dropped(c))
        .map(move |word| word.replace(is_dropped, "").to_lowercase())
        .filter(|word| !word.is_empty())
}

/// Meanings of a phrase. One with an ignored word at an end must be spelled as a name is: "picture palace", but "a corn" is no acorn.
fn phrase_senses(lexicon: &Lexicon, phrase: &[String]) -> Option<Vec<Sense>> {
    let mut ends = phrase.first().into_iter().chain(phrase.last());
    if ends.any(|word| lexicon.is_ignored(word)) && !lexicon.has_phrase(&phrase.join(" ")) {
        return None;
    }
    let forms = all_noun_forms(lexicon, &phrase.concat());
    let senses = |spelled| match spelled {
        Spelled::Senses(senses) => Some(senses),
        Spelled::TooGeneral | Spelled::Unknown => None,
    };
    let whole = forms.iter().find_map(|form| senses(lexicon.whole(form)));
    whole.or_else(|| forms.iter().find_map(|form| senses(lexicon.run(form))))
}

fn single_word(lexicon: &Lexicon, word: &str) -> Term {
    let nouns = all_noun_forms(lexicon, word);
    let verbs = verb_forms(word);
    let forms = nouns.iter().map(|form| (form, false));
    for (form, is_verb_form) in forms.chain(verbs.iter().map(|form| (form, true))) {
        if let Some(names) = lexicon.absent(form) {
            return Term::unknown(word, names.take(MAX_SUGGESTIONS).collect());
        }
        match lexicon.whole(form) {
            Spelled::Senses(senses) => {
                return Term { is_verb_form, ..Term::known(word.to_owned(), senses) };
            }
            Spelled::TooGeneral => {
                return Term { used: TermUse::TooGeneral, ..Term::unknown(word, Vec::new()) };
            }
            Spelled::Unknown => {}
        }
    }
    Term::unknown(word, near_names(lexicon, word, &nouns))
}

/// As [`noun_forms`], then irregular singulars: syringes are not first of all more than one syrinx.
fn all_noun_forms(lexicon: &Lexicon, word: &str) -> Vec<String> {
    let mut forms = noun_forms(word);
    forms.extend(lexicon.singulars(word).iter().map(|&singular| singular.to_owned()));
    forms
}

impl Term {
    fn known(text: String, senses: Vec<Sense>) -> Self {
        let used = TermUse::Used;
        Self { text, used, senses, suggestions: Vec::new(), is_verb_form: false }
    }

    fn unknown(word: &str, suggestions: Vec<&'static str>) -> Self {
        let (text, used) = (word.to_owned(), TermUse::Unknown);
        Self { text, used, senses: Vec::new(), suggestions, is_verb_form: false }
    }
}
