//! `earsight search`: what looks or sounds like a query, in a library or in the files of a folder.

mod words;

use std::path::Path;

use earsight_core::{Modality, Span};
use earsight_library::{ChosenParts, OpenLibrary, Place, Query, QueryError, Search, open_folder};

use crate::answer::{FolderAnswer, Searched, extraction_line};
use crate::args::SearchArgs;
use crate::cue_sheet::{self, CueSheet, Piece};
use crate::exit::Exit;
use crate::library::{Untrained, WhichLibrary, remark_uncalibrated};
use crate::stop;
use crate::terminal::Terminal;
use crate::typed_words::{NoModality, are_words};

pub fn run(args: &SearchArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    cue_sheet::check(&args.cue_sheet)?;
    let library = match args.answering.open_library() {
        Ok(library) => Some(library),
        // A folder can be searched without one.
        Err(error) if args.folder.is_some() && is_none_here(&error) => None,
        Err(error) => return Err(error),
    };
    let typed = &args.answering.query;
    if are_words(typed, library.as_ref()) {
        return words::run(args, library, n_threads, terminal);
    }
    let Some(from) = args.from else {
        let is_there = library.as_ref().is_none_or(|library| Query::exists(typed, library));
        return Err(match is_there {
            true => NoModality { typed: typed.as_str().to_owned() }.into(),
            false => QueryError::NoSuchFile { typed: typed.name().to_owned() }.into(),
        });
    };
    let search = Search {
        from,
        to: args.to,
        k: args.k as usize,
        per_video: args.of_video.most(),
        within: args.within,
        reject: args.rejection.reject,
        is_elsewhere: args.elsewhere,
        parts: ChosenParts::of(&args.chosen.parts),
    };
    let library = library.map(|library| {
        let model = library.model_name(args.answering.model.as_deref())?;
        anyhow::Ok((library, model))
    });
    match (&args.folder, library.transpose()?) {
        (Some(folder), library) => in_folder(args, search, library, folder, n_threads, terminal),
        (None, Some((library, model))) => {
            in_library(args, search, &library, &model, n_threads, terminal)
        }
        (None, None) => Err(WhichLibrary::NoneHere.into()),
    }
}

fn is_none_here(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(WhichLibrary::NoneHere))
}

fn in_library(
    args: &SearchArgs,
    search: Search,
    library: &OpenLibrary,
    model: &str,
    n_threads: usize,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    if !library.is_indexed(&library.index(model)?) {
        let path = library.path.display();
        terminal.remark(format!(
            "note: {path} has changed since it was indexed; `earsight train {path}` brings it up to date"
        ));
    }
    let query = Query::resolve(&args.answering.query, library, n_threads)?;
    let answer = search.answer(library, model, &query, n_threads)?;
    remark_uncalibrated(library, model, terminal)?;
    let exit = if answer.found.is_empty() { Exit::NothingFound } else { Exit::Done };
    let cues = answer.found.iter().map(|found| cue(library, args.to, &found.place, 0));
    let written = CueSheet::new(&query, search.from, cues.collect()).write(&args.cue_sheet)?;
    terminal.answer(&Searched { answer, written })?;
    Ok(exit)
}

fn in_folder(
    args: &SearchArgs,
    search: Search,
    opened: Option<(OpenLibrary, String)>,
    folder: &Path,
    n_threads: usize,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    stop::request_on_ctrl_c();
    let (query, library, model, collection, extracted);
    let untrained;
    match opened {
        Some((known, name)) => {
            known.fitted(&name)?; // fails before anything is decoded
            query = Query::resolve(&args.answering.query, &known, n_threads)?;
            query.rows(search.from)?;
            (collection, extracted) =
                open_folder(folder, &known, (n_threads, stop::flag()), terminal)?;
            if search.from != search.to {
                remark_uncalibrated(&known, &name, terminal)?;
            }
            (library, model) = (Some(known), Some(name));
        }
        None => {
            untrained = Untrained::of(folder, n_threads, terminal)?;
            (collection, extracted) = (untrained.library()?, untrained.extracted.clone());
            query = Query::resolve(&args.answering.query, &collection, n_threads)?;
            (library, model) = (None, None);
        }
    }
    terminal.remark(extraction_line(&extracted));
    let library = library.as_ref().unwrap_or(&collection);
    let answer = search.answer_folder(library, model.as_deref(), &query, &collection)?;
    let exit = match answer.found.is_empty() {
        true => Exit::NothingFound,
        false => Exit::with_skips(extracted.skipped.len()),
    };
    let Span { start, .. } = query.span;
    let cues = answer.found.iter().map(|fit| {
        let at_secs = fit.beside.start - start;
        cue(&collection, args.to, &fit.found.place, at_secs)
    });
    let written = CueSheet::new(&query, search.from, cues.collect()).write(&args.cue_sheet)?;
    let folder = folder.to_owned();
    terminal.answer(&FolderAnswer { answer, folder, written, collection: extracted })?;
    Ok(exit)
}

/// A result as a piece of a cue sheet, `at_secs` after the start of the query.
fn cue(library: &OpenLibrary, modality: Modality, place: &Place, at_secs: usize) -> Piece {
    let (name, path) = (place.clip.to_string(), library.source(&place.clip));
    let piece = Piece::new(name, path, place.span, modality);
    Piece { at_secs, distance: Some(place.distance), ..piece }
}
