//! §3.3 on a library: every second of the index, nearest first.

use earsight_core::{ClipId, Modality, Moment, Span};
use earsight_store::Index;
use ndarray::{Array2, ArrayView2, Axis};

use crate::answer::{Found, PartOfDistance, parts_of};
use crate::ranking::{first_places, in_order};

/// What is searched for, embedded.
pub struct Question<'a> {
    /// Embedded seconds of the query. # Shapes: `[l, E]`
    pub rows: ArrayView2<'a, f32>,
    /// Their clip, if the library knows it.
    pub clip: Option<&'a ClipId>,
    /// The sense to compare with.
    pub to: Modality,
    /// Answers to give.
    pub k: usize,
    /// Only answers at most this far.
    pub within: Option<f64>,
}

/// The places nearest to a question, of those that are wanted.
pub fn nearest(
    index: &Index,
    question: &Question<'_>,
    is_wanted: impl Fn(&Moment) -> bool,
    n_threads: usize,
) -> Vec<Found> {
    let distances = distances(index, question.to, question.rows, n_threads);
    let ranked = in_order(&distances)
        .into_iter()
        .take_while(|&row| question.within.is_none_or(|within| distances[row] <= within))
        .filter_map(|row| Some((row, index.moment(question.to, row)?, distances[row])))
        .filter(|(_, moment, _)| is_wanted(moment));
    first_places(ranked, question.k)
        .into_iter()
        .map(|place| Found {
            parts: parts_of_mean(index, question, place.row),
            own_file: Some(&place.clip) == question.clip,
            p_value: None,
            place,
        })
        .collect()
}

/// Seconds of a clip as the index has them; nothing when it does not have them all.
pub fn indexed_rows(
    index: &Index,
    modality: Modality,
    clip: &ClipId,
    span: Span,
) -> Option<Array2<f32>> {
    let is_second = |row: usize, segment: usize| {
        let moment = index.moment(modality, row);
        moment.is_some_and(|found| found.segment == segment && found.clip == *clip)
    };
    let first = (0..index.n_rows(modality)).find(|&row| is_second(row, span.start))?;
    let mut rows = Array2::zeros((0, index.record().n_columns));
    for offset in 0..span.len {
        if !is_second(first + offset, span.start + offset) {
            return None;
        }
        rows.push_row(index.row(modality, first + offset)?).ok()?;
    }
    Some(rows)
}

/// For each second of the index: the mean of its distances to the query's seconds.
fn distances(
    index: &Index,
    to: Modality,
    query: ArrayView2<'_, f32>,
    n_threads: usize,
) -> Vec<f64> {
    let mut distances = vec![0.0; index.n_rows(to)];
    for chunk in index.chunks(to) {
        let of_chunk = &mut distances[chunk.first_row..chunk.first_row + chunk.rows.nrows()];
        let n_rows = of_chunk.len().div_ceil(n_threads.max(1)).max(1);
        std::thread::scope(|scope| {
            let pieces =
                of_chunk.chunks_mut(n_rows).zip(chunk.rows.axis_chunks_iter(Axis(0), n_rows));
            for (distances, rows) in pieces {
                scope.spawn(move || {
                    for (distance, row) in distances.iter_mut().zip(rows.rows()) {
                        let each =
                            query.rows().into_iter().map(|q| index.distance().between(q, row));
                        *distance = each.sum::<f64>() / query.nrows() as f64;
                    }
                });
            }
        });
    }
    distances
}

/// The summands of the mean distance to one row of the index.
fn parts_of_mean(index: &Index, question: &Question<'_>, row: usize) -> Vec<PartOfDistance> {
    let n = question.rows.nrows();
    let item = index.row(question.to, row);
    let items = item.as_ref().and_then(|item| item.broadcast((n, item.len())));
    items.map_or_else(Vec::new, |items| {
        parts_of(index.distance(), question.rows, items, 1.0 / n as f64)
    })
}
