//! §3.3 on a library: every second of the index, nearest first.

mod answer;

use earsight_core::{ClipId, Modality, Moment, Span};
use earsight_search::{Certificate, Codes, Collection, Stretch};
use earsight_store::Index;
use ndarray::{Array2, ArrayView2};

use crate::{PartOfDistance, Place, Result, first_places, parts_of};
pub use answer::{Found, Proof, Search, Searched};

/// What is searched for, embedded.
pub struct Question<'a> {
    /// Embedded seconds of the query. # Shapes: `[l, E]`
    pub rows: ArrayView2<'a, f32>,
    /// Their clip, if the library knows it.
    pub clip: Option<&'a ClipId>,
    /// The modality to compare with.
    pub to: Modality,
    /// Answers to give.
    pub k: usize,
    /// Only answers at most this far.
    pub within: Option<f64>,
}

/// The places nearest to a question, of those that are wanted, and the proof that they are.
///
/// # Errors
/// When the index's codes are not those of its rows.
pub fn nearest(
    index: &Index,
    question: &Question<'_>,
    is_wanted: impl Fn(&Moment) -> bool,
    n_threads: usize,
) -> Result<(Vec<Found>, Certificate)> {
    let stretches = index.chunks(question.to).map(|chunk| {
        let read = |bytes| Codes::read(bytes, chunk.rows.nrows(), index.distance());
        Ok(Stretch { rows: chunk.rows, codes: chunk.codes.map(read).transpose()? })
    });
    let stretches = stretches.collect::<earsight_search::Result<_>>()?;
    let collection = Collection::new(index.distance(), stretches)?;
    let mut ranking = collection.rank(&[question.rows], n_threads)?.remove(0);
    let within = question.within.unwrap_or(f64::INFINITY);
    let ranked = std::iter::from_fn(|| ranking.next_within(within))
        .filter_map(|near| Some((near.row, index.moment(question.to, near.row)?, near.distance)))
        .filter(|(_, moment, _)| is_wanted(moment));
    let places = first_places(ranked, question.k);
    let found = |place: Place| Found {
        parts: parts_of_mean(index, question, place.row),
        own_file: Some(&place.clip) == question.clip,
        p_value: None,
        place,
    };
    Ok((places.into_iter().map(found).collect(), ranking.certificate()))
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

/// The summands of the mean distance to one row of the index.
fn parts_of_mean(index: &Index, question: &Question<'_>, row: usize) -> Vec<PartOfDistance> {
    let n = question.rows.nrows();
    let item = index.row(question.to, row);
    let items = item.as_ref().and_then(|item| item.broadcast((n, item.len())));
    items.map_or_else(Vec::new, |items| {
        parts_of(index.distance(), question.rows, items, 1.0 / n as f64)
    })
}
