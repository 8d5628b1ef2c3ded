//! What the concepts of a list and everything above them are called.

use std::collections::{HashMap, HashSet};

use super::hierarchy::{Synset, synsets};
use super::reading::words;
use super::{MatchKind, Sense};

const IRREGULAR_PLURALS: &str = include_str!("../../../data/irregular-plurals.tsv");
const IGNORED_WORDS: &str = include_str!("../../../data/ignored-words.txt");

/// Names of a list's concepts and of their hypernyms, by how they are spelled without spaces.
pub(in super::super) struct Lexicon {
    synsets: Vec<Synset>,
    n_columns: usize,
    longest_name: usize,
    whole_names: HashMap<String, Spelling>,
    /// Names of several words, these separated by a space.
    phrases: HashSet<String>,
    /// Two or more successive words of longer names.
    runs: HashMap<String, Vec<usize>>,
    /// Names by a word of them.
    by_word: HashMap<String, Vec<&'static str>>,
    singulars: HashMap<&'static str, Vec<&'static str>>,
    absent: HashMap<&'static str, &'static str>,
    ignored: HashSet<&'static str>,
}

/// What is spelled alike.
struct Spelling {
    /// As the first of the synsets spells it.
    name: &'static str,
    synsets: Vec<usize>,
}

/// What is known of a spelling.
pub(super) enum Spelled {
    /// Its meanings.
    Senses(Vec<Sense>),
    /// All its meanings are too general.
    TooGeneral,
    /// No name is spelled so.
    Unknown,
}

impl Lexicon {
    /// # Arguments
    /// - `list`: a line for each concept: its synset, a tab, its name
    /// - `words_file`: a line for each synset: its id, the ids directly above it, its names
    /// - `absent`: a line for each word that no concept has: the word, names to suggest
    pub(in super::super) fn new(
        list: &'static str,
        words_file: &'static str,
        absent: &'static str,
    ) -> Self {
        let synsets = synsets(list, words_file);
        let mut lexicon = Self {
            synsets: Vec::with_capacity(synsets.len()),
            n_columns: list.lines().count(),
            longest_name: 1,
            whole_names: HashMap::new(),
            phrases: HashSet::new(),
            runs: HashMap::new(),
            by_word: HashMap::new(),
            singulars: HashMap::new(),
            absent: absent.lines().filter_map(|line| line.split_once('\t')).collect(),
            ignored: IGNORED_WORDS.lines().collect(),
        };
        for (plural, singular) in IRREGULAR_PLURALS.lines().filter_map(|line| line.split_once('\t'))
        {
            lexicon.singulars.entry(plural).or_default().push(singular);
        }
        for synset in synsets {
            lexicon.insert(synset);
        }
        lexicon
    }

    fn insert(&mut self, synset: Synset) {
        let idx = self.synsets.len();
        let is_general = self.is_too_general(&synset);
        for &name in &synset.names {
            let words: Vec<String> = words(name).collect();
            self.longest_name = self.longest_name.max(words.len());
            let spelling = self.whole_names.entry(words.concat());
            let spelling = spelling.or_insert(Spelling { name, synsets: Vec::new() });
            push_new(&mut spelling.synsets, idx);
            if is_general || words.len() < 2 {
                continue;
            }
            self.phrases.insert(words.join(" "));
            for n_words in 2..words.len() {
                for run in words.windows(n_words) {
                    push_new(self.runs.entry(run.concat()).or_default(), idx);
                }
            }
            for word in words {
                push_new(self.by_word.entry(word).or_default(), name);
            }
        }
        self.synsets.push(synset);
    }

    pub(super) fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// Words of the longest name.
    pub(super) fn longest_name(&self) -> usize {
        self.longest_name
    }

    pub(super) fn is_ignored(&self, word: &str) -> bool {
        self.ignored.contains(word)
    }

    /// Whether these words, separated by spaces, are a name.
    pub(super) fn has_phrase(&self, phrase: &str) -> bool {
        self.phrases.contains(phrase)
    }

    /// Names near a word that no concept has.
    pub(super) fn absent(&self, word: &str) -> Option<impl Iterator<Item = &'static str> + use<>> {
        self.absent.get(word).map(|names| names.split('|'))
    }

    /// Irregular singulars of a word.
    pub(super) fn singulars(&self, word: &str) -> &[&'static str] {
        self.singulars.get(word).map_or(&[], Vec::as_slice)
    }

    /// Names of several words, one of which is this.
    pub(super) fn names_with(&self, word: &str) -> &[&'static str] {
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }

    /// What a spelling means as a whole name.
    pub(super) fn whole(&self, key: &str) -> Spelled {
        self.senses(self.whole_names.get(key).map(|of| &of.synsets), None)
    }

    /// What a spelling means as successive words of longer names.
    pub(super) fn run(&self, key: &str) -> Spelled {
        self.senses(self.runs.get(key), Some(MatchKind::PartOfName))
    }

    /// Every name that is found, after how it is spelled without spaces.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let is_useful = |idx: &usize| !self.is_too_general(&self.synsets[*idx]);
        let useful = self.whole_names.iter().filter(move |(key, of)| {
            of.synsets.iter().any(is_useful)
                && !self.absent.contains_key(key.as_str())
                && !self.is_ignored(key)
        });
        useful.map(|(key, of)| (key.as_str(), of.name))
    }

    /// A word for more than half of the list says less than its opposite would: "entity", "object", "artifact".
    fn is_too_general(&self, synset: &Synset) -> bool {
        2 * synset.concepts.len() > self.n_columns
    }

    fn senses(&self, of: Option<&Vec<usize>>, kind: Option<MatchKind>) -> Spelled {
        let Some(synsets) = of else { return Spelled::Unknown };
        let synsets = synsets.iter().map(|&idx| &self.synsets[idx]);
        let senses = synsets.filter(|synset| !self.is_too_general(synset)).map(|synset| Sense {
            name: synset.names[0],
            above: synset.above,
            kind: kind.unwrap_or(if synset.is_concept {
                MatchKind::Name
            } else {
                MatchKind::Hypernym
            }),
            concepts: synset.concepts.clone(),
        });
        let mut senses: Vec<Sense> = senses.collect();
        senses.sort_by_key(|sense| (usize::MAX - sense.concepts.len(), sense.concepts[0]));
        if senses.is_empty() { Spelled::TooGeneral } else { Spelled::Senses(senses) }
    }
}

fn push_new<T: PartialEq>(items: &mut Vec<T>, item: T) {
    if !items.contains(&item) {
        items.push(item);
    }
}
