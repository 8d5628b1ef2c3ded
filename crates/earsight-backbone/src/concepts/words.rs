//! Typed words to concepts: "electric guitar", "dogs", "musical instrument".
//!
//! No model: names and hypernyms of WordNet 3.0 (Miller, 1995), in `data/imagenet-1k-words.tsv`.

mod forms;
mod hierarchy;
mod lexicon;
mod near;
mod reading;

pub(super) use lexicon::Lexicon;

use super::ConceptList;

/// How a term matches concepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKind {
    /// It is a name of the concept, such as "violin" or "fiddle".
    Name,
    /// It is a name of something more general, such as "dog" or "vehicle".
    Hypernym,
    /// It is two or more successive words of a longer name, such as "black and tan" of "black-and-tan coonhound".
    PartOfName,
}

/// One meaning of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sense {
    /// What the meaning is usually called, such as "musical instrument" for "instrument".
    pub name: &'static str,
    /// What is directly above it in WordNet, such as "device"; tells two meanings with one name apart.
    pub above: Option<&'static str>,
    /// How it matches.
    pub kind: MatchKind,
    /// Its concepts: columns of a [`crate::ConceptHead`], ascending, at least one.
    pub concepts: Vec<usize>,
}

/// What a term did to the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermUse {
    /// Its concepts are, or narrow, those of the result.
    Used,
    /// It was read as a form of a verb ("drinking" as "drink"), and the other terms say more.
    Unused,
    /// No concept is called so.
    Unknown,
    /// It is a name of more than half of all concepts, such as "object", and so tells too little.
    TooGeneral,
}

/// A word or phrase of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// In lower case, its words separated by a space.
    pub text: String,
    /// What it did to the result.
    pub used: TermUse,
    /// Its meanings, the one with most concepts first; empty when it is unknown or too general.
    pub senses: Vec<Sense>,
    /// For a term that is unknown: at most [`MAX_SUGGESTIONS`] names that [`ConceptList::find`] knows.
    ///
    /// They are never in the result.
    pub suggestions: Vec<&'static str>,
    is_verb_form: bool,
}

/// Suggestions for an unknown term, at most.
pub const MAX_SUGGESTIONS: usize = 5;
/// Words of a text that are read, at most.
pub const MAX_WORDS: usize = 32;

/// The concepts of a text: see [`ConceptList::find`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundConcepts {
    /// The words and phrases of the text, in its order, each once.
    pub terms: Vec<Term>,
    /// Columns of a [`crate::ConceptHead`], ascending; empty when no term is known.
    pub concepts: Vec<usize>,
    /// Whether every used term means each of the concepts; otherwise one of the terms does.
    pub is_intersection: bool,
    /// Number of words after the first [`MAX_WORDS`], which were not read.
    pub n_unread_words: usize,
    n_columns: usize,
}

impl ConceptList {
    /// The concepts that a text names.
    ///
    /// Words are compared in lower case, without apostrophes; hyphens and spaces make no difference ("race-car", "racecar").
    /// The longest phrases are read first, and a word as typed before its singular and the forms of a verb.
    /// Words such as "the", "of" and "sound" are ignored.
    ///
    /// Concepts that all terms mean are the result; where there are none, those that any term means.
    /// A term that is only read as a form of a verb never adds concepts to those of other terms.
    /// A word that is common, but not among the concepts ("rain"), is unknown even where WordNet has a rare meaning of it ("wind" for wind instruments).
    ///
    /// No text is an error: an empty one, or one without a known word, has no concepts.
    ///
    /// ```
    /// let list = earsight_backbone::concept_list("imagenet-1k").expect("a list of this crate");
    /// let found = list.find("dogs barking");
    /// assert_eq!(found.concepts.len(), 118); // every kind of dog
    /// assert_eq!(found.terms[1].suggestions, ["dog"]); // "barking" is unknown
    /// ```
    pub fn find(&self, text: &str) -> FoundConcepts {
        let lexicon = self.lexicon();
        let (mut terms, n_unread_words) = reading::terms(lexicon, text);
        let (concepts, is_intersection) = combine(&mut terms);
        let n_columns = lexicon.n_columns();
        FoundConcepts { terms, concepts, is_intersection, n_unread_words, n_columns }
    }
}

impl FoundConcepts {
    /// 1 for each of the concepts, 0 for all others, as many as the list has.
    pub fn weights(&self) -> Vec<f32> {
        let mut weights = vec![0.0; self.n_columns];
        for &column in &self.concepts {
            weights[column] = 1.0;
        }
        weights
    }
}

impl Term {
    /// Whether two of its meanings have no concept in common, such as those of "crane".
    pub fn is_ambiguous(&self) -> bool {
        let mut senses = self.senses.iter();
        while let Some(sense) = senses.next() {
            let is_apart = |other: &Sense| {
                other.concepts.iter().all(|column| !sense.concepts.contains(column))
            };
            if senses.as_slice().iter().any(is_apart) {
                return true;
            }
        }
        false
    }

    /// The concepts of all its meanings, ascending.
    pub fn concepts(&self) -> Vec<usize> {
        let mut concepts: Vec<usize> =
            self.senses.iter().flat_map(|sense| &sense.concepts).copied().collect();
        concepts.sort_unstable();
        concepts.dedup();
        concepts
    }

    fn is_known(&self) -> bool {
        !self.senses.is_empty()
    }
}

/// Columns, and whether every used term means each.
fn combine(terms: &mut [Term]) -> (Vec<usize>, bool) {
    let is_noun = |term: &Term| term.is_known() && !term.is_verb_form;
    let mut common = intersection(terms.iter().filter(|term| term.is_known()));
    if common.is_empty() && terms.iter().any(is_noun) {
        common = intersection(terms.iter().filter(|term| is_noun(term)));
        for term in terms.iter_mut().filter(|term| term.is_known() && term.is_verb_form) {
            term.used = TermUse::Unused;
        }
    }
    if !common.is_empty() {
        return (common, true);
    }
    let used = terms.iter().filter(|term| term.used == TermUse::Used);
    let mut union: Vec<usize> = used.flat_map(Term::concepts).collect();
    union.sort_unstable();
    union.dedup();
    (union, false)
}

/// The concepts that every term means; none for no terms.
fn intersection<'a>(mut terms: impl Iterator<Item = &'a Term>) -> Vec<usize> {
    let first = terms.next().map(Term::concepts).unwrap_or_default();
    terms.fold(first, |mut common, term| {
        let concepts = term.concepts();
        common.retain(|column| concepts.binary_search(column).is_ok());
        common
    })
}
