//! How a text is read, as plain values.

use earsight_backbone::{ConceptList, MatchKind, Sense, Term, TermUse};
use serde::Serialize;
use utoipa::ToSchema;

use super::WordsError;

/// A text that is read as names of concepts.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WordQuery {
    /// As it was typed.
    pub text: String,
    /// Its words and phrases, in its order, each once.
    pub terms: Vec<WordTerm>,
    /// Whether every used term means each of the concepts; otherwise one of the terms does.
    pub is_intersection: bool,
    /// Names of the concepts that it means; empty when no term is known.
    pub concepts: Vec<String>,
    /// Number of words that were not read, because the text is too long.
    pub n_unread_words: usize,
    /// The columns of the concepts, ascending.
    #[serde(skip)]
    pub(crate) columns: Vec<usize>,
}

/// A word or phrase.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WordTerm {
    /// In lower case.
    pub term: String,
    /// What it did to the result.
    pub status: WordStatus,
    /// Whether it has meanings without a concept in common, such as "crane". All of them are searched for.
    pub is_ambiguous: bool,
    /// Its meanings, the one with most concepts first.
    pub senses: Vec<WordSense>,
    /// Of an unknown term: similar names. They are not searched for.
    pub suggestions: Vec<String>,
}

/// What a term did to the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WordStatus {
    /// Its concepts are, or narrow, those of the query.
    Used,
    /// A form of a verb, which says less than the other terms.
    Unused,
    /// No concept is called so.
    Unknown,
    /// A name of more than half of all concepts.
    TooGeneral,
}

/// A meaning of a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WordSense {
    /// What it is usually called.
    pub name: String,
    /// What is directly above it in WordNet; `null` at the top.
    #[schema(required)]
    pub above: Option<String>,
    /// How the term matches its concepts.
    pub kind: SenseKind,
    /// Names of its concepts.
    pub concepts: Vec<String>,
}

/// How a term matches concepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SenseKind {
    /// It is a name of the concept.
    Name,
    /// It is a name of something more general.
    Hypernym,
    /// It is a part of a longer name.
    PartOfName,
}

impl WordQuery {
    /// The text as it is read with a list of concepts. No text is an error.
    pub fn read(text: &str, list: &ConceptList) -> Self {
        let names: Vec<&str> = list.concepts().map(|concept| concept.name).collect();
        let found = list.find(text);
        WordQuery {
            text: text.to_owned(),
            terms: found.terms.iter().map(|term| WordTerm::of(term, &names)).collect(),
            is_intersection: found.is_intersection,
            concepts: named(&found.concepts, &names),
            n_unread_words: found.n_unread_words,
            columns: found.concepts,
        }
    }

    /// Whether it means any concept.
    pub fn is_known(&self) -> bool {
        !self.columns.is_empty()
    }

    /// The same text, if it means any concept.
    ///
    /// # Errors
    /// [`WordsError::Unknown`] otherwise, with names like its words.
    pub fn known(self) -> Result<Self, WordsError> {
        if self.is_known() {
            return Ok(self);
        }
        let mut suggestions: Vec<String> = Vec::new();
        for name in self.terms.into_iter().flat_map(|term| term.suggestions) {
            if !suggestions.contains(&name) {
                suggestions.push(name);
            }
        }
        suggestions.truncate(earsight_backbone::MAX_SUGGESTIONS);
        Err(WordsError::Unknown { text: self.text, suggestions })
    }
}

impl WordTerm {
    fn of(term: &Term, names: &[&str]) -> Self {
        WordTerm {
            term: term.text.clone(),
            status: match term.used {
                TermUse::Used => WordStatus::Used,
                TermUse::Unused => WordStatus::Unused,
                TermUse::Unknown => WordStatus::Unknown,
                TermUse::TooGeneral => WordStatus::TooGeneral,
            },
            is_ambiguous: term.is_ambiguous(),
            senses: term.senses.iter().map(|sense| WordSense::of(sense, names)).collect(),
            suggestions: term.suggestions.iter().map(|&name| name.to_owned()).collect(),
        }
    }
}

impl WordSense {
    fn of(sense: &Sense, names: &[&str]) -> Self {
        WordSense {
            name: sense.name.to_owned(),
            above: sense.above.map(str::to_owned),
            kind: match sense.kind {
                MatchKind::Name => SenseKind::Name,
                MatchKind::Hypernym => SenseKind::Hypernym,
                MatchKind::PartOfName => SenseKind::PartOfName,
            },
            concepts: named(&sense.concepts, names),
        }
    }
}

fn named(columns: &[usize], names: &[&str]) -> Vec<String> {
    columns.iter().map(|&column| names[column].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use earsight_backbone::CONCEPT_LISTS;

    use super::*;

    fn read(text: &str) -> WordQuery {
        WordQuery::read(text, &CONCEPT_LISTS[0])
    }

    #[test]
    fn terms_say_how_they_were_read() {
        let query = read("dogs barking");
        assert_eq!((query.concepts.len(), query.is_known()), (118, true));
        let [dogs, barking] = &query.terms[..] else { panic!("{query:?}") };
        assert_eq!((dogs.status, dogs.senses[0].kind), (WordStatus::Used, SenseKind::Hypernym));
        assert_eq!(
            (barking.status, &barking.suggestions[..]),
            (WordStatus::Unknown, &["dog".into()][..])
        );
        let [crane] = &read("crane").terms[..] else { panic!("one term") };
        assert!(crane.is_ambiguous && crane.senses.len() == 2, "{crane:?}");
        assert_eq!(crane.senses[0].kind, SenseKind::Name);
    }

    #[test]
    fn a_text_without_a_known_word_is_an_error_with_suggestions() {
        let error = read("violn pianno").known().unwrap_err().to_string();
        assert!(error.contains("violin") && error.contains("piano"), "{error}");
        for text in ["", "  ", "the of", "object", "\u{0}\u{202e}", "🐕", "qqqq qqqq"] {
            assert!(matches!(read(text).known(), Err(WordsError::Unknown { .. })), "{text:?}");
        }
        let long = read(&"dog ".repeat(10_000));
        assert!(long.n_unread_words > 9_000 && long.is_known());
    }
}
