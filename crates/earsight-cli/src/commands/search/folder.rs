//! `earsight search --in`: the files of a folder that a moment fits, such as sounds for a shot.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use earsight::calibration::{Calibration, MatchTest};
use earsight::localization::alignment::{Alignment, align};
use earsight_core::{ClipId, Modality, Span};
use ndarray::{ArrayView2, s};

use super::cue;
use earsight_answers::{Found, parts_of};

use crate::answer::{Fit, SearchedFolder};
use crate::args::SearchArgs;
use crate::collection;
use crate::cue_sheet::CueSheet;
use crate::exit::Exit;
use crate::library::Fitted;
use crate::terminal::Terminal;
use earsight_answers::Place;
use earsight_answers::{Query, known_file};

pub fn run(
    args: &SearchArgs,
    folder: &Path,
    n_threads: usize,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let library = crate::library::meant(args.answering.library.as_deref())?;
    let name = library.model_name(args.answering.model.as_deref())?;
    let fitted = library.fitted(&name)?;
    let query = Query::resolve(&args.query, &library, n_threads)?;
    let rows = fitted.model.embed(args.from, query.rows(args.from)?)?;
    let (collection, extracted) = collection::open(folder, &library, n_threads, terminal)?;
    let own = match query.path.is_file() {
        true => known_file(collection.library.manifest(), &query.path)?,
        false => None,
    };

    // Within one sense a calibration has nothing to say of sequences: no held-out clip is its own match there.
    let calibration = match args.from == args.to {
        true => None,
        false => crate::library::calibration(&library, &name, terminal)?,
    };
    let mut tests = MatchTests { calibration, from: args.from, by_query_len: BTreeMap::new() };
    let (mut n_files, mut n_compared, mut n_refused, mut found) = (0, 0, 0, Vec::new());
    for (clip, _) in collection.library.manifest().clips() {
        let Some(features) = collection.library.clip(clip)? else { continue };
        let Some(features) = &features.features[args.to] else { continue };
        let items = fitted.model.embed(args.to, features.view())?;
        n_files += 1;
        n_compared += items.nrows();
        let own_file = own.as_ref() == Some(clip);
        if args.elsewhere && own_file {
            continue;
        }
        let mut fit = fit(&fitted, query.span.start, rows.view(), clip, items.view(), own_file)?;
        let Place { distance, span, .. } = fit.found.place;
        let test = tests.of_query_len(span.len);
        fit.found.p_value = test.map(|test| test.p_value(distance));
        if test.is_some_and(|test| distance > test.farthest(args.refusal.refuse)) {
            n_refused += 1;
        } else if args.within.is_none_or(|within| distance <= within) {
            found.push(fit);
        }
    }
    found.sort_by(|a, b| a.found.place.distance.total_cmp(&b.found.place.distance));
    found.truncate(args.k as usize);

    let cues = found.iter().map(|fit| cue(&collection, args.to, &fit.found.place, fit.beside));
    let sheet = CueSheet::new(&query, args.from, cues.collect());
    let exit = match found.is_empty() {
        true => Exit::NothingFound,
        false => Exit::with_skips(extracted.skipped.len()),
    };
    terminal.answer(&SearchedFolder {
        query: query.asked(args.from),
        to: args.to,
        model: name,
        folder: folder.to_owned(),
        n_files,
        n_compared,
        n_refused,
        written: sheet.write(&args.cue_sheet)?,
        found,
        collection: extracted,
    })?;
    Ok(exit)
}

/// Whether a file that fits best belongs to the query, by how many of its seconds lie beside it.
struct MatchTests {
    calibration: Option<Arc<Calibration>>,
    from: Modality,
    by_query_len: BTreeMap<usize, Option<MatchTest>>,
}

impl MatchTests {
    fn of_query_len(&mut self, query_len: usize) -> Option<&MatchTest> {
        let MatchTests { calibration, from, by_query_len } = self;
        let fit = || calibration.as_ref()?.localization_test(*from, query_len);
        by_query_len.entry(query_len).or_insert_with(fit).as_ref()
    }
}

/// Where a file fits the query best. The query's first second is `first` of its file.
fn fit(
    fitted: &Fitted,
    first: usize,
    query: ArrayView2<'_, f32>,
    clip: &ClipId,
    items: ArrayView2<'_, f32>,
    own_file: bool,
) -> anyhow::Result<Fit> {
    // The distance of §3.2: a place in a sequence is wanted, and the files are held against each other by it.
    let compared = fitted.model.distance();
    let Alignment { query: beside, item: span, distance } = align(compared, query, items)?;
    let parts = parts_of(
        compared,
        query.slice(s![beside.range(), ..]),
        items.slice(s![span.range(), ..]),
        1.0 / span.len as f64,
    );
    let place = Place { clip: clip.clone(), second: span.start, span, distance, row: span.start };
    let beside = Span::new(first + beside.start, beside.len);
    Ok(Fit { found: Found { place, parts, own_file, p_value: None }, beside })
}
