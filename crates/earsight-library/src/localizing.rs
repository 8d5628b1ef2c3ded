//! §3.2: where in a video a moment is, and with which confidence.

use earsight::calibration::{MatchTest, PredictionSets};
use earsight::comparison::{CHANGE, Comparison};
use earsight::localization::{Localization, Located, Seconds, Sequence, slide};
use earsight_core::{Distance, Modality, Span};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{ChosenParts, MatchErrors, OpenLibrary, PartOfDistance, Query, QueryInfo, Result};

/// Settings of a localization.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Localize {
    /// The modality of the query; it is localized in the other one.
    pub from: Modality,
    /// Coverage of the prediction set of starts, 0..1.
    pub coverage: f64,
    /// False-rejection rate of "no match"; 0 never rejects.
    pub reject: f64,
    /// The parts that are compared; with some of them there is no calibration.
    pub parts: ChosenParts,
}

/// The summand of one part at every start.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PartAtStarts {
    /// `latent`, `generated`, `concept`, or `change`.
    pub part: String,
    /// Its value at each start, weight included, in the order of `distances`.
    pub distances: Vec<f64>,
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
    /// The same of each part.
    pub parts_at_starts: Vec<PartAtStarts>,
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
        let comparison = self.parts.choose(fitted.comparison(), model)?;
        let rows = comparison.embed(from, query.rows(from)?)?;
        let sequence_rows = comparison.embed(to, sequence.rows(to)?)?;
        let changes = sequence.rows(to)?.changes;
        let seconds = Seconds { rows: sequence_rows.view(), changes };
        let query_seconds = Seconds { rows: rows.view(), changes: query.rows(from)?.changes };
        let located = Sequence::new(&comparison, to, seconds)?.locate(query_seconds)?;
        let parts_at_starts = parts_at_starts(&comparison, [seconds, query_seconds], &located)?;
        let Located { found, by_content, change_weight } = located;

        let at_found = |of: &PartAtStarts| PartOfDistance {
            part: of.part.clone(),
            distance: of.distances[found.start],
        };
        let parts = parts_at_starts.iter().map(at_found).collect();
        let first_start = sequence.span.start;
        let next = next_best(&found);
        let calibration = library.calibration(model)?.filter(|_| self.parts.is_all());
        let verdict = calibration.as_ref().and_then(|calibration| {
            let test = calibration.aligned_videos(from, found.query_len).test()?;
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
            parts_at_starts,
            first_start,
            certainty,
            verdict,
        })
    }
}

/// The summands of a localization at every start.
fn parts_at_starts(
    comparison: &Comparison<'_>,
    [sequence, query]: [Seconds<'_>; 2],
    located: &Located,
) -> Result<Vec<PartAtStarts>> {
    let chosen = comparison.distance().parts.iter().filter(|part| part.weight > 0.0);
    let content = chosen.map(|part| {
        let alone = Distance { parts: vec![part.clone()] };
        let Localization { distances, .. } = slide(&alone, query.rows, sequence.rows)?;
        Ok(PartAtStarts { part: part.name.to_string(), distances })
    });
    let mut parts: Vec<PartAtStarts> = content.collect::<Result<_>>()?;
    if located.change_weight.is_some() {
        let both = located.found.distances.iter().zip(&located.by_content.distances);
        let distances = both.map(|(all, content)| all - content).collect();
        parts.push(PartAtStarts { part: CHANGE.to_owned(), distances });
    }
    Ok(parts)
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
