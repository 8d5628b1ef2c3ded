//! `earsight search`: what else looks or sounds like a moment.

mod folder;

use anyhow::Context as _;
use earsight_core::{Modality, Moment, Span};

use crate::answer::{Found, Proof, Searched};
use crate::args::SearchArgs;
use crate::cue_sheet::{self, Cue, CueSheet, Excerpt};
use crate::exit::Exit;
use crate::library::OpenLibrary;
use crate::query::Query;
use crate::ranking::Place;
use crate::searching::{Question, indexed_rows, nearest};
use crate::terminal::Terminal;

pub fn run(args: &SearchArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    cue_sheet::check(&args.cue_sheet)?;
    if let Some(folder) = &args.folder {
        return folder::run(args, folder, n_threads, terminal);
    }
    let library = OpenLibrary::meant(args.answering.library.as_deref())?;
    let name = library.model_name(args.answering.model.as_deref())?;
    let index = library.index(&name)?;
    if index.record().library != library.library.manifest().digest() {
        let path = library.path.display();
        terminal.remark(format!(
            "note: {path} has changed since it was indexed; `earsight train {path}` brings it up to date"
        ));
    }
    let query = Query::resolve(&args.query, &library, n_threads)?;
    // What the index has needs no model; what comes from elsewhere is embedded now.
    let rows = match query
        .clip
        .as_ref()
        .and_then(|clip| indexed_rows(&index, args.from, clip, query.span))
    {
        Some(rows) => rows,
        None => library.fitted(&name)?.model.embed(args.from, query.rows(args.from)?)?,
    };
    let test = library
        .calibration(&name, terminal)?
        .and_then(|calibration| calibration.search_test(args.from, args.to, rows.nrows()));
    let refused_beyond = test
        .as_ref()
        .map(|test| test.farthest(args.refusal.refuse))
        .filter(|farthest| *farthest < args.within.unwrap_or(f64::INFINITY));
    let question = Question {
        rows: rows.view(),
        clip: query.clip.as_ref(),
        to: args.to,
        k: args.k as usize,
        within: refused_beyond.or(args.within),
    };
    let (mut found, certificate) =
        nearest(&index, &question, |moment| !is_left_out(moment, &query, args), n_threads)
            .with_context(|| format!("cannot search the index of `{name}`"))?;
    for found in &mut found {
        found.p_value = test.as_ref().map(|test| test.p_value(found.place.distance));
    }
    let exit = if found.is_empty() { Exit::NothingFound } else { Exit::Done };
    let cue = |found: &Found| cue(&library, args.to, &found.place, query.span);
    let sheet = CueSheet::new(&query, args.from, found.iter().map(cue).collect());
    terminal.answer(&Searched {
        query: query.asked(args.from),
        to: args.to,
        model: name,
        n_compared: index.n_rows(args.to),
        proof: Proof {
            n_compared_in_full: certificate.n_compared,
            others_beyond: certificate.others_beyond,
        },
        refused_beyond,
        written: sheet.write(&args.cue_sheet)?,
        found,
    })?;
    Ok(exit)
}

/// An answer as editors are told of it.
fn cue(library: &OpenLibrary, sense: Modality, place: &Place, beside: Span) -> Cue {
    let Place { clip, span, distance, .. } = place;
    let (name, path) = (clip.to_string(), library.source(clip));
    Cue { excerpt: Excerpt { name, path, span: *span, sense }, beside, distance: *distance }
}

/// The query itself is no answer, nor is its file when other files are wanted.
fn is_left_out(moment: &Moment, query: &Query, args: &SearchArgs) -> bool {
    let is_own = Some(&moment.clip) == query.clip.as_ref();
    let is_itself = args.from == args.to && query.span.range().contains(&moment.segment);
    is_own && (args.elsewhere || is_itself)
}
