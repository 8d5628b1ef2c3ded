//! `earsight search`: what else looks or sounds like a moment.

mod folder;

use earsight_core::{Modality, Span};
use earsight_library::{Found, OpenLibrary, Place, Query, Search};

use crate::answer::Searched;
use crate::args::SearchArgs;
use crate::cue_sheet::{self, Cue, CueSheet, Excerpt};
use crate::exit::Exit;
use crate::library;
use crate::terminal::Terminal;

pub fn run(args: &SearchArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    cue_sheet::check(&args.cue_sheet)?;
    if let Some(folder) = &args.folder {
        return folder::run(args, folder, n_threads, terminal);
    }
    let library = library::resolve(args.answering.library.as_deref())?;
    let name = library.model_name(args.answering.model.as_deref())?;
    if !library.is_indexed(&library.index(&name)?) {
        let path = library.path.display();
        terminal.remark(format!(
            "note: {path} has changed since it was indexed; `earsight train {path}` brings it up to date"
        ));
    }
    let query = Query::resolve(&args.query, &library, n_threads)?;
    let answer = settings(args).answer(&library, &name, &query, n_threads)?;
    // Says so where nobody knows how far is too far.
    library::calibration(&library, &name, terminal)?;
    let exit = if answer.found.is_empty() { Exit::NothingFound } else { Exit::Done };
    let cue = |found: &Found| cue(&library, args.to, &found.place, query.span);
    let sheet = CueSheet::new(&query, args.from, answer.found.iter().map(cue).collect());
    terminal.answer(&Searched { answer, written: sheet.write(&args.cue_sheet)? })?;
    Ok(exit)
}

fn settings(args: &SearchArgs) -> Search {
    Search {
        from: args.from,
        to: args.to,
        k: args.k as usize,
        within: args.within,
        refuse: args.refusal.refuse,
        is_elsewhere: args.elsewhere,
    }
}

/// A result as a cue for editors.
fn cue(library: &OpenLibrary, modality: Modality, place: &Place, beside: Span) -> Cue {
    let Place { clip, span, distance, .. } = place;
    let (name, path) = (clip.to_string(), library.source(clip));
    Cue { excerpt: Excerpt { name, path, span: *span, modality }, beside, distance: *distance }
}
