//! Lists of concepts, as data.

use std::sync::LazyLock;

use super::words::Lexicon;

/// A concept: a class with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Concept {
    /// Its synset in WordNet 3.0, such as `n01440764`.
    pub wordnet_id: &'static str,
    /// Its English name, such as `tench`.
    pub name: &'static str,
}

/// A list of concepts, in the order of the columns of a [`crate::ConceptHead`].
pub struct ConceptList {
    /// As written in manifests.
    pub name: &'static str,
    /// A line for each concept: its id, a tab, its name.
    text: &'static str,
    /// What its concepts are called, built at the first search.
    lexicon: &'static LazyLock<Lexicon>,
}

impl std::fmt::Debug for ConceptList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConceptList").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The classes of the ImageNet Large Scale Visual Recognition Challenge 2012.
const IMAGENET_1K_TEXT: &str = include_str!("../../data/imagenet-1k.tsv");
static IMAGENET_1K_LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::new(
        IMAGENET_1K_TEXT,
        include_str!("../../data/imagenet-1k-words.tsv"),
        include_str!("../../data/imagenet-1k-absent.tsv"),
    )
});

/// Every list of concepts.
pub static CONCEPT_LISTS: &[ConceptList] =
    &[ConceptList { name: "imagenet-1k", text: IMAGENET_1K_TEXT, lexicon: &IMAGENET_1K_LEXICON }];

/// The first of [`CONCEPT_LISTS`].
pub(crate) static IMAGENET_1K: &ConceptList = &CONCEPT_LISTS[0];

/// The list of that name.
pub fn concept_list(name: &str) -> Option<&'static ConceptList> {
    CONCEPT_LISTS.iter().find(|list| list.name == name)
}

impl ConceptList {
    /// Its concepts, in the order of columns.
    pub fn concepts(&self) -> impl ExactSizeIterator<Item = Concept> + use<> {
        let lines: Vec<&'static str> = self.text.lines().collect();
        lines.into_iter().map(|line| {
            let (wordnet_id, name) = line.split_once('\t').unwrap_or(("", line));
            Concept { wordnet_id, name }
        })
    }

    /// Number of concepts.
    pub fn len(&self) -> usize {
        self.text.lines().count()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What its concepts are called.
    pub(super) fn lexicon(&self) -> &Lexicon {
        self.lexicon
    }

    /// The file it is read from, for fingerprints.
    pub(crate) fn text(&self) -> &'static str {
        self.text
    }
}
