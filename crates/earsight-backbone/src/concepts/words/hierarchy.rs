//! The file of synsets and their hypernyms, and which concepts are below each.

use std::collections::{HashMap, HashSet};

/// A concept, or something more general.
pub(super) struct Synset {
    /// What it is called, at least one; a concept's first name is that of the list.
    pub(super) names: Vec<&'static str>,
    /// The first name of what is directly above it.
    pub(super) above: Option<&'static str>,
    pub(super) is_concept: bool,
    /// The columns of itself or of the concepts below it, ascending, at least one.
    pub(super) concepts: Vec<usize>,
}

/// A line of the file.
struct Entry {
    id: &'static str,
    above: Vec<&'static str>,
    names: Vec<&'static str>,
}

/// Every synset, in the order of the file, so that nothing depends on hashes.
///
/// # Arguments
/// - `list`: a line for each concept: the id of its synset, a tab, its name
/// - `words`: a line for each synset: its id, the ids directly above it, its names
pub(super) fn synsets(list: &'static str, words: &'static str) -> Vec<Synset> {
    let entries: Vec<Entry> = words.lines().filter_map(entry).collect();
    let by_id: HashMap<&str, &Entry> = entries.iter().map(|entry| (entry.id, entry)).collect();
    let mut listed_names: HashMap<&str, &'static str> = HashMap::new();
    let mut concepts: HashMap<&str, Vec<usize>> = HashMap::new();
    for (column, (id, name)) in list.lines().filter_map(|line| line.split_once('\t')).enumerate() {
        listed_names.insert(id, name);
        for id in with_ancestors(&by_id, id) {
            concepts.entry(id).or_default().push(column);
        }
    }
    let synset = |entry: &Entry| {
        let listed = listed_names.get(entry.id).copied();
        let above = entry.above.first().and_then(|id| by_id.get(id));
        let others = entry.names.iter().copied().filter(|name| Some(*name) != listed);
        Some(Synset {
            names: listed.into_iter().chain(others).collect(),
            above: above.and_then(|above| above.names.first().copied()),
            is_concept: listed.is_some(),
            concepts: concepts.remove(entry.id)?,
        })
    };
    entries.iter().filter_map(synset).collect()
}

fn entry(line: &'static str) -> Option<Entry> {
    let mut fields = line.split('\t');
    let (id, above, names) = (fields.next()?, fields.next()?, fields.next()?);
    let above = above.split_whitespace().collect();
    Some(Entry { id, above, names: names.split('|').collect() })
}

/// A synset and everything above it, each once.
fn with_ancestors(by_id: &HashMap<&str, &Entry>, id: &'static str) -> HashSet<&'static str> {
    let (mut found, mut open) = (HashSet::new(), vec![id]);
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(by_id.get(id).into_iter().flat_map(|entry| &entry.above));
        }
    }
    found
}
