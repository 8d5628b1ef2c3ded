//! §3.2: where in a video a moment is, and with which confidence.

use earsight::calibration::{MatchTest, PredictionSets};
use earsight::localization::{Localization, Located, Seconds, Sequence};
use earsight_core::{Modality, Span};
use ndarray::s;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{MatchErrors, OpenLibrary, PartOfDistance, Query, QueryInfo, Result, parts_of};

/// Settings of a localization.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Localize {
    /// The modality of the query; it is localized in the other one.
    pub from: Modality,
    /// Coverage of the prediction set of starts, 0..1.
    pub coverage: f64,
    /// False-rejection rate of "no match"; 0 never rejects.
    pub reject: f64,
}

/// Where in a file a query occurs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Localized {
    /// The query.
    pub query: QueryInfo,
    /// The file that was searched, in the other modality.
    pub sequence: QueryInfo,
    /// The model that compared them.
    pub model: String,
    /// The seconds of the best match.
    pub found: Span,
    /// Their distance, summed over the query; smaller is closer.
    pub distance: f64,
    /// Its summands.
    pub parts: Vec<PartOfDistance>,
    /// Starts with exactly this distance, that of `found` included: several when the model cannot distinguish them.
    pub tied_starts: Vec<usize>,
    /// The nearest seconds that do not overlap with `found`.
    #[schema(required)]
    pub next: Option<Alternative>,
    /// The distance at every start, in seconds from the sequence's first.
    pub distances: Vec<f64>,
    /// The second of the first start.
    pub first_start: usize,
    /// Confidence; `null` without a calibration for such a query.
    #[schema(required)]
    pub certainty: Option<Certainty>,
    /// Whether there is a match at all; `null` without a calibration.
    #[schema(required)]
    pub verdict: Option<MatchVerdict>,
}

/// Confidence of a localization, measured on held-out clips.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Certainty {
    /// Held-out clips that were localized in the same way.
    pub n_clips: usize,
    /// Coverage: how often the prediction set contains the true start, if the query occurs at all.
    pub coverage: f64,
    /// The prediction set, in seconds of the file.
    pub starts: Vec<usize>,
    /// The probability of the start of `found`, if the query occurs at all.
    pub probability: f64,
    /// The probability of every start, in the order of `distances`.
    pub probabilities: Vec<f64>,
    /// By how much the nearest seconds that do not overlap are farther; `null` when there are none.
    #[schema(required)]
    pub margin: Option<f64>,
    /// How many times less probable those are; `null` when there are none, or beyond the range of a double.
    #[schema(required)]
    pub odds: Option<f64>,
}

/// Whether there is a match at all.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct MatchVerdict {
    /// Share of true matches that are at least this far.
    pub p_value: f64,
    /// Whether the query is rejected: nothing in the file matches it.
    pub no_match: bool,
    /// The errors of the test.
    #[serde(flatten)]
    #[schema(inline)]
    pub errors: MatchErrors,
}

/// Another location.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Alternative {
    /// Its seconds.
    pub span: Span,
    /// Its distance.
    pub distance: f64,
}

impl Localize {
    /// Where in `sequence` the moment `query` is.
    ///
    /// # Errors
    /// When there is no such model or modality, or the query is longer than the sequence.
    pub fn answer(
        &self,
        library: &OpenLibrary,
        model: &str,
        query: &Query,
        sequence: &Query,
    ) -> Result<Localized> {
        let fitted = library.fitted(model)?;
        let (from, to) = (self.from, self.from.other());
        let comparison = fitted.comparison();
        let rows = comparison.embed(from, query.rows(from)?)?;
        let sequence_rows = comparison.embed(to, sequence.rows(to)?)?;
        let distance = comparison.distance();
        let changes = sequence.rows(to)?.changes;
        let seconds = Seconds { rows: sequence_rows.view(), changes };
        let query_seconds = Seconds { rows: rows.view(), changes: query.rows(from)?.changes };
        let located = Sequence::new(&comparison, to, seconds)?.locate(query_seconds)?;
        let Located { found, by_content, change_weight } = located;

        let nearest = sequence_rows.slice(s![found.span().range(), ..]);
        let mut parts = parts_of(distance, rows.view(), nearest, 1.0);
        if change_weight.is_some() {
            let distance = found.distances[found.start] - by_content.distances[found.start];
            parts.push(PartOfDistance { part: "change".to_owned(), distance });
        }
        let first_start = sequence.span.start;
        let next = next_best(&found);
        let calibration = library.calibration(model)?;
        let verdict = calibration.as_ref().and_then(|calibration| {
            let test = calibration.localization_test(from, found.query_len)?;
            Some(verdict(&test, &by_content, self.reject))
        });
        let certainty = calibration.as_ref().and_then(|calibration| {
            let (l, n) = (found.query_len, sequence.span.len);
            let places = calibration.prediction_sets(from, l, n, self.coverage, change_weight)?;
            Some(certainty(&places, &found, next, first_start, self.coverage))
        });
        let in_file = |start: usize| Span::new(first_start + start, found.query_len);
        Ok(Localized {
            query: query.info(from),
            sequence: sequence.info(to),
            model: model.to_owned(),
            found: in_file(found.start),
            distance: found.distances[found.start],
            parts,
            tied_starts: found.tied.iter().map(|&start| first_start + start).collect(),
            next: next.map(|start| Alternative {
                span: in_file(start),
                distance: found.distances[start],
            }),
            distances: found.distances.clone(),
            first_start,
            certainty,
            verdict,
        })
    }
}

/// Whether the best match, compared by content alone, is as near as true matches are.
fn verdict(test: &MatchTest, found: &Localization, reject: f64) -> MatchVerdict {
    let mean_distance = found.distances[found.start] / found.query_len as f64;
    MatchVerdict {
        p_value: test.p_value(mean_distance),
        no_match: mean_distance > test.farthest(reject),
        errors: MatchErrors::of(test, reject),
    }
}

fn certainty(
    places: &PredictionSets,
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
        // Odds beyond the range of a double have no JSON form.
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
