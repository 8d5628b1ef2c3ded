//! The results of searches for words, and how a text is read.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_library::{
    Extracted, ScoredConcept, SenseKind, WordFound, WordQuery, WordSense, WordStatus, WordTerm,
    WordsSearched,
};
use serde::Serialize;

use super::extracted::write_skipped;
use super::searched::{others_row, write_fewer};
use super::table::{Align, Table};
use super::text::{count, seconds};
use crate::terminal::Answer;

/// Concepts of a meaning that are named.
const N_NAMED: usize = 5;

/// The most probable places of a library or a folder.
#[derive(Debug, Clone, Serialize)]
pub struct WordAnswer {
    /// The text and its results.
    #[serde(flatten)]
    pub answer: WordsSearched,
    /// The folder that was searched instead of the library.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// The extraction of that folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collection: Option<Extracted>,
}

impl Answer for WordAnswer {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let WordsSearched { query, to, n_compared, mean_score, found, fewer } = &self.answer;
        let folder = self.folder.as_ref();
        let of_folder = folder.map_or_else(String::new, |path| format!(" of {}", path.display()));
        writeln!(
            out,
            "words  {:?} \u{2192} {}{of_folder} ({n_compared} s compared, probability of {})",
            query.text,
            to.alias(),
            count(query.concepts.len(), "concept")
        )?;
        write_terms(query, out)?;
        write_found(found, out)?;
        write_fewer(found.len(), *fewer, None, out)?;
        if !found.is_empty() {
            writeln!(out, "mean   {mean_score:.3} of all seconds; no confidence is available")?;
        }
        self.collection.as_ref().map_or(Ok(()), |extracted| write_skipped(extracted, out))
    }
}

/// How a text is read.
#[derive(Debug, Clone, Serialize)]
pub struct WordReading(pub WordQuery);

impl Answer for WordReading {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let WordReading(query) = self;
        let n = count(query.concepts.len(), "concept");
        writeln!(out, "words  {:?}: {n}", query.text)?;
        write_terms(query, out)?;
        query.concepts.iter().try_for_each(|name| writeln!(out, "{name}"))
    }
}

fn write_found(found: &[WordFound], out: &mut dyn Write) -> io::Result<()> {
    if found.is_empty() {
        return writeln!(out, "nothing found");
    }
    let mut table = Table::new([Align::Right, Align::Left, Align::Left, Align::Right, Align::Left]);
    for (index, WordFound { place, concepts, others }) in found.iter().enumerate() {
        table.row([
            (index + 1).to_string(),
            place.clip.to_string(),
            seconds(place.span),
            format!("{:.3}", place.score),
            with_probabilities(concepts),
        ]);
        let others = others.iter().map(|place| place.span);
        others_row(others).into_iter().for_each(|row| table.row(row));
    }
    table.write(out, "")
}

fn with_probabilities(concepts: &[ScoredConcept]) -> String {
    let named = |scored: &ScoredConcept| format!("{} {:.3}", scored.name, scored.probability);
    concepts.iter().map(named).collect::<Vec<_>>().join(", ")
}

/// How each term was read, a line each.
fn write_terms(query: &WordQuery, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new([Align::Left, Align::Left]);
    for term in &query.terms {
        table.row([term.term.clone(), reading(term)]);
    }
    table.write(out, "       ")?;
    let n_used = query.terms.iter().filter(|term| term.status == WordStatus::Used).count();
    if n_used > 1 {
        let which = if query.is_intersection { "every term" } else { "any of the terms" };
        writeln!(out, "       read as concepts of {which}")?;
    }
    if query.n_unread_words > 0 {
        writeln!(out, "       {} not read", count(query.n_unread_words, "more word"))?;
    }
    Ok(())
}

fn reading(term: &WordTerm) -> String {
    match term.status {
        WordStatus::Unknown if term.suggestions.is_empty() => {
            "unknown, not searched for".to_owned()
        }
        WordStatus::Unknown => {
            format!("unknown, not searched for; similar: {}", term.suggestions.join(", "))
        }
        WordStatus::TooGeneral => "too general, not searched for".to_owned(),
        WordStatus::Unused => "not searched for: the other terms say more".to_owned(),
        WordStatus::Used => {
            let senses: Vec<_> = term.senses.iter().map(sense).collect();
            let ambiguous = if term.is_ambiguous { "ambiguous: " } else { "" };
            format!("{ambiguous}{}", senses.join("; "))
        }
    }
}

/// `musical instrument (hypernym): accordion, acoustic guitar, … 26 more`
fn sense(sense: &WordSense) -> String {
    let WordSense { name, above, kind, concepts } = sense;
    let kind = match kind {
        SenseKind::Name => "name",
        SenseKind::Hypernym => "hypernym",
        SenseKind::PartOfName => "part of a name",
    };
    let above = above.as_ref().map_or_else(String::new, |above| format!(", a kind of {above}"));
    let (named, others) = concepts.split_at(concepts.len().min(N_NAMED));
    let more = match others.len() {
        0 => String::new(),
        n => format!(", \u{2026} {n} more"),
    };
    format!("{name} ({kind}{above}): {}{more}", named.join(", "))
}
