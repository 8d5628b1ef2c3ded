//! `earsight concepts`: the list, how a text is read, or what is heard and seen.

use std::path::Path;

use earsight_backbone::CONCEPT_LISTS;
use earsight_library::{OpenLibrary, Query, QueryConcepts, QueryError, TypedMoment, WordQuery};

use crate::answer::{ConceptNames, WordReading};
use crate::args::ConceptsArgs;
use crate::exit::Exit;
use crate::library::WhichLibrary;
use crate::terminal::Terminal;
use crate::typed_words::{is_file, looks_like_a_file};

pub fn run(args: &ConceptsArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let list = &CONCEPT_LISTS[0];
    let Some(typed) = &args.query else {
        let concepts = list.concepts().map(|concept| concept.name).collect();
        terminal.answer(&ConceptNames { list: list.name, concepts })?;
        return Ok(Exit::Done);
    };
    if let Some(library) = library_for(typed, args.library.as_deref())?
        && Query::exists(typed, &library)
    {
        library.concepts()?; // fails before anything is decoded
        let query = Query::resolve(typed, &library, n_threads)?;
        terminal.answer(&QueryConcepts::of(&query, &library, args.k as usize)?)?;
        return Ok(Exit::Done);
    }
    if looks_like_a_file(typed) {
        return Err(QueryError::NoSuchFile { typed: typed.name().to_owned() }.into());
    }
    let read = WordQuery::read(typed.as_str(), list);
    let exit = if read.is_known() { Exit::Done } else { Exit::NothingFound };
    terminal.answer(&WordReading(read))?;
    Ok(exit)
}

/// The library that was named or is the only one here; `None` where there is none and a text needs none.
fn library_for(typed: &TypedMoment, named: Option<&Path>) -> anyhow::Result<Option<OpenLibrary>> {
    match crate::library::resolve(named) {
        Ok(library) => Ok(Some(library)),
        Err(error) if error.is::<WhichLibrary>() => {
            if is_file(typed) || looks_like_a_file(typed) {
                Err(error)
            } else {
                Ok(None)
            }
        }
        Err(error) => Err(error),
    }
}
