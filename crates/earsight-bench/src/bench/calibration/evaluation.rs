//! A calibrated model on test clips: every window, and every event, as a query.

use std::collections::BTreeMap;

use earsight::calibration::{Calibration, MatchTest, PredictionSets};
use earsight::comparison::Comparison;
use earsight::localization::{Localization, Located, Seconds, Sequence, slide};
use earsight_core::{Annotations, FeatureSet, Modality, PerModality, Span};
use ndarray::{Array2, s};

use super::NominalRates;
use super::search::search_all;
use super::tally::Tally;
use crate::Result;
use crate::scores::FROM;

/// Other clips in which each query is localized, as mismatched pairs.
const N_MISMATCHED: usize = 5;
/// Seconds of the longest query.
pub(super) const LONGEST_QUERY: usize = 9;

/// A calibrated model, with its prediction sets and match tests for each length of query.
pub(super) struct Evaluation<'a> {
    comparison: &'a Comparison<'a>,
    calibration: Calibration,
    nominal: NominalRates,
    /// By direction, seconds of query and sequence, and whether changes are compared too.
    sets: BTreeMap<(Modality, usize, usize, bool), Option<PredictionSets>>,
    /// By direction, and seconds of the query.
    tests: BTreeMap<(Modality, usize), Option<MatchTest>>,
}

/// A test clip as the model sees it.
pub(super) struct TestClip<'a> {
    /// Its number in the tally.
    pub number: usize,
    /// Its seconds, embedded.
    pub rows: PerModality<Array2<f32>>,
    /// Its changes, where they are known.
    changes: Option<PerModality<&'a Array2<f32>>>,
    event: Option<Span>,
}

/// Seconds of a clip in one modality, looked for in the other one.
#[derive(Clone, Copy)]
struct Query<'a> {
    clip: &'a TestClip<'a>,
    from: Modality,
    span: Span,
    is_event: bool,
}

impl<'a> Evaluation<'a> {
    pub(super) fn new(
        comparison: &'a Comparison<'a>,
        calibration: Calibration,
        nominal: NominalRates,
    ) -> Self {
        Evaluation {
            comparison,
            calibration,
            nominal,
            sets: BTreeMap::new(),
            tests: BTreeMap::new(),
        }
    }

    /// Localizes every window of every clip, and every event; without labels also searches for windows; `numbers` are those of the clips in the tally.
    pub(super) fn run(
        &mut self,
        features: &FeatureSet,
        events: &Annotations,
        numbers: &[usize],
        tally: &mut Tally,
    ) -> Result<()> {
        let mut clips = Vec::new();
        for (place, clip) in features.clips().iter().enumerate() {
            let Some(pair) = clip.both_rows() else { continue };
            let embed = |modality: Modality| self.comparison.embed(modality, pair[modality]);
            clips.push(TestClip {
                number: numbers[place],
                rows: PerModality::try_from_fn(embed)?,
                changes: clip.both_changes(),
                event: events.event(&clip.id).map(|event| event.span),
            });
        }
        if events.is_empty() {
            search_all(self.comparison, &self.calibration, self.nominal, &clips, tally);
        }
        for (place, clip) in clips.iter().enumerate() {
            let n_secs = clip.rows.audio.nrows();
            for from in Modality::ALL {
                let query = |is_event| move |span| Query { clip, from, span, is_event };
                let windows = (1..n_secs.min(LONGEST_QUERY + 1))
                    .flat_map(|len| (0..=n_secs - len).map(move |start| Span::new(start, len)));
                let event = clip.event.filter(|event| event.len < n_secs);
                let queries = windows.map(query(false)).chain(event.map(query(true)));
                for (query, located) in self.localize(clip, from, queries)? {
                    self.own_clip(query, located, tally);
                    // Without labels, windows are the queries of a user.
                    if query.is_event || events.is_empty() {
                        self.other_clips(place, &clips, query, tally)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Each query with where it is found in its own clip.
    fn localize<'q>(
        &self,
        clip: &TestClip<'_>,
        from: Modality,
        queries: impl Iterator<Item = Query<'q>>,
    ) -> Result<Vec<(Query<'q>, Located)>> {
        let seconds = PerModality::from_fn(|modality| Seconds {
            rows: clip.rows[modality].view(),
            changes: clip.changes.map(|changes| changes[modality].view()),
        });
        let to = from.other();
        let sequence = Sequence::new(self.comparison, to, seconds[to])?;
        let locate = |query: Query<'q>| {
            let rows = s![query.span.range(), ..];
            let changes = seconds[from].changes.as_ref().map(|changes| changes.slice(rows));
            let query_seconds = Seconds { rows: seconds[from].rows.slice(rows), changes };
            Ok((query, sequence.locate(query_seconds)?))
        };
        queries.map(locate).collect()
    }

    fn own_clip(&mut self, query: Query<'_>, located: Located, tally: &mut Tally) {
        let Query { clip, from, span, is_event } = query;
        let Located { found, by_content, change_weight } = located;
        let prefix = if is_event { "event_" } else { "" };
        let mut add = |name: &str, value: f64| {
            tally.add(&format!("{prefix}{name}_{}", FROM[from]), span.len, clip.number, value);
        };
        add("falsely_rejected", f64::from(self.is_rejected(from, &by_content)));
        let n_secs = clip.rows.audio.nrows();
        let (calibration, coverage) = (&self.calibration, self.nominal.coverage);
        let set =
            self.sets.entry((from, span.len, n_secs, change_weight.is_some())).or_insert_with(
                || calibration.prediction_sets(from, span.len, n_secs, coverage, change_weight),
            );
        let Some(set) = set else { return };
        let probabilities = set.probabilities(&found.distances);
        let starts = set.set(&probabilities);
        let best = probabilities.iter().copied().fold(0.0, f64::max);
        let truth = probabilities[span.start];
        add("covered", f64::from(starts.contains(&span.start)));
        add("set_starts", starts.len() as f64);
        add("set_share", starts.len() as f64 / probabilities.len() as f64);
        add("confidence", best);
        // A guess among the tied starts is right once in so many times.
        let n_best = probabilities.iter().filter(|&&probability| probability >= best).count();
        add("hit", f64::from(truth >= best) / n_best as f64);
        add("log_loss", -truth.max(f64::MIN_POSITIVE).ln());
    }

    /// Looks for the query of the `own`-th clip in other clips.
    fn other_clips(
        &mut self,
        own: usize,
        clips: &[TestClip<'_>],
        query: Query<'_>,
        tally: &mut Tally,
    ) -> Result<()> {
        let Query { clip, from, span, .. } = query;
        let n = clips.len();
        for step in 1..=N_MISMATCHED.min(n - 1) {
            // Neighbours of composed clips go through the classes in turn: other steps give any class.
            let other = (own + step * (n / (N_MISMATCHED + 1)).max(1) + step) % n;
            let sequence = clips[other].rows[from.other()].view();
            if other == own || sequence.nrows() < span.len {
                continue;
            }
            let query_rows = clip.rows[from].slice(s![span.range(), ..]);
            let found = slide(self.comparison.distance(), query_rows, sequence)?;
            let is_rejected = f64::from(self.is_rejected(from, &found));
            tally.add(&format!("rejected_{}", FROM[from]), span.len, clip.number, is_rejected);
        }
        Ok(())
    }

    fn is_rejected(&mut self, from: Modality, found: &Localization) -> bool {
        let (calibration, query_len) = (&self.calibration, found.query_len);
        let test = self
            .tests
            .entry((from, query_len))
            .or_insert_with(|| calibration.aligned_videos(from, query_len).test());
        let mean_distance = found.distances[found.start] / query_len as f64;
        let rate = self.nominal.false_rejection;
        test.as_ref().is_some_and(|test| mean_distance > test.farthest(rate))
    }
}
