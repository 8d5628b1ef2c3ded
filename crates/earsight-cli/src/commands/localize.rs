//! `earsight localize`: where in a video a moment happens.

use earsight::calibration::{Evidence, MatchTest, Places};
use earsight::localization::{Localization, localize};
use earsight::synchrony::agreement;
use earsight_core::Span;
use ndarray::s;

use crate::answer::{Alternative, Certainty, Localized, MatchVerdict, PartOfDistance, parts_of};
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
    let by_content = localize(&*fitted.model, from, query_rows, sequence_rows)?;
    let (found, evidence) = match (query.changes(from), sequence.changes(to)) {
        (Some(query), Some(sequence)) => {
            let agree = agreement(from, query, sequence)?;
            (by_content.clone().with_agreement(&agree), Evidence::ContentAndChanges)
        }
        _ => (by_content.clone(), Evidence::Content),
    };

    let nearest = sequence_rows.slice(s![found.span().range(), ..]);
    let mut parts = parts_of(
        fitted.model.distance(),
        fitted.model.embed(from, query_rows)?.view(),
        fitted.model.embed(to, nearest)?.view(),
        1.0,
    );
    if evidence == Evidence::ContentAndChanges {
        let distance = found.distances[found.start] - by_content.distances[found.start];
        parts.push(PartOfDistance { part: "change".to_owned(), distance });
    }
    let first_start = sequence.span.start;
    let next = next_best(&found);
    let calibration = library.calibration(&name, terminal)?;
    let verdict = calibration.as_ref().and_then(|calibration| {
        let test = calibration.localization_test(from, found.query_len)?;
        Some(verdict(&test, &by_content, args.refusal.refuse))
    });
    let certainty = calibration.as_ref().and_then(|calibration| {
        let (l, n) = (found.query_len, sequence.span.len);
        let places = calibration.places(from, l, n, args.coverage, evidence)?;
        Some(certainty(&places, &found, next, first_start, args.coverage))
    });
    let no_match = verdict.is_some_and(|verdict| verdict.no_match);
    let in_file = |start: usize| Span::new(first_start + start, found.query_len);
    terminal.answer(&Localized {
        query: query.asked(from),
        sequence: sequence.asked(to),
        model: name,
        found: in_file(found.start),
        distance: found.distances[found.start],
        parts,
        tied_starts: found.tied.iter().map(|&start| first_start + start).collect(),
        next: next
            .map(|start| Alternative { span: in_file(start), distance: found.distances[start] }),
        distances: found.distances.clone(),
        first_start,
        certainty,
        verdict,
    })?;
    Ok(if no_match { Exit::NothingFound } else { Exit::Done })
}

/// Whether the nearest place, by what is in a second, is as near as true matches are.
fn verdict(test: &MatchTest, found: &Localization, refuse: f64) -> MatchVerdict {
    let mean_distance = found.distances[found.start] / found.query_len as f64;
    let no_match = mean_distance > test.farthest(refuse);
    MatchVerdict { p_value: test.p_value(mean_distance), refuse, no_match }
}

fn certainty(
    places: &Places,
    found: &Localization,
    next: Option<usize>,
    first_start: usize,
    coverage: f64,
) -> Certainty {
    let probabilities = places.probabilities(&found.distances);
    let best = probabilities[found.start];
    Certainty {
        n_clips: places.n_clips(),
        coverage,
        starts: places.set(&probabilities).into_iter().map(|start| first_start + start).collect(),
        probability: best,
        margin: next.map(|next| found.distances[next] - found.distances[found.start]),
        // Beyond what a double holds the odds are no number.
        odds: next.map(|next| best / probabilities[next]).filter(|odds| odds.is_finite()),
        probabilities,
    }
}

/// The nearest start whose seconds do not overlap with the best.
fn next_best(found: &Localization) -> Option<usize> {
    (0..found.distances.len())
        .filter(|&start| Span::new(start, found.query_len).overlap(found.span()) == 0)
        .min_by(|&a, &b| found.distances[a].total_cmp(&found.distances[b]))
}
