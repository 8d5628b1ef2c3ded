//! `earsight localize`: where in a video a moment happens.

use earsight::localization::{Localization, localize};
use earsight_core::Span;
use ndarray::s;

use crate::answer::{Alternative, Localized, parts_of};
use crate::args::LocalizeArgs;
use crate::exit::Exit;
use crate::library::OpenLibrary;
use crate::query::Query;
use crate::terminal::Terminal;

pub fn run(args: &LocalizeArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let library = OpenLibrary::meant(args.answering.library.as_deref())?;
    let name = library.model_name(args.answering.model.as_deref())?;
    let fitted = library.fitted(&name)?;
    let query = Query::resolve(&args.query, &library, n_threads)?;
    let sequence = Query::resolve(&args.sequence, &library, n_threads)?;
    let (from, to) = (args.from, args.from.other());
    let (query_rows, sequence_rows) = (query.rows(from)?, sequence.rows(to)?);
    let found = localize(&*fitted.model, from, query_rows, sequence_rows)?;

    let nearest = sequence_rows.slice(s![found.span().range(), ..]);
    let parts = parts_of(
        fitted.model.distance(),
        fitted.model.embed(from, query_rows)?.view(),
        fitted.model.embed(to, nearest)?.view(),
        1.0,
    );
    let first_start = sequence.span.start;
    let in_file = |start: usize| Span::new(first_start + start, found.query_len);
    terminal.answer(&Localized {
        query: query.asked(from),
        sequence: sequence.asked(to),
        model: name,
        found: in_file(found.start),
        distance: found.distances[found.start],
        parts,
        tied_starts: found.tied.iter().map(|&start| first_start + start).collect(),
        next: next_best(&found)
            .map(|start| Alternative { span: in_file(start), distance: found.distances[start] }),
        distances: found.distances.clone(),
        first_start,
    })?;
    Ok(Exit::Done)
}

/// The nearest start whose seconds do not overlap with the best.
fn next_best(found: &Localization) -> Option<usize> {
    (0..found.distances.len())
        .filter(|&start| Span::new(start, found.query_len).overlap(found.span()) == 0)
        .min_by(|&a, &b| found.distances[a].total_cmp(&found.distances[b]))
}
