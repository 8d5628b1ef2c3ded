//! Searches among test clips: is a result its query's own clip as often as its probability says, and what is rejected?

use earsight::calibration::{Calibration, MOST_VIDEOS, VideoProbabilities};
use earsight::comparison::Comparison;
use earsight_core::{Distance, Modality, Span};
use ndarray::{ArrayView2, s};

use super::NominalRates;
use super::evaluation::TestClip;
use super::tally::Tally;

/// Seconds of a query.
pub(super) const QUERY_SECS: [usize; 3] = [1, 2, 4];
/// Queries of each clip and length, at most.
const MOST_QUERIES: usize = 6;
/// Results of each query.
const N_RESULTS: usize = 5;

/// The directions of a search.
pub(super) const DIRECTIONS: [(Modality, Modality, &str); 4] = [
    (Modality::Audio, Modality::Visual, "a2v"),
    (Modality::Visual, Modality::Audio, "v2a"),
    (Modality::Audio, Modality::Audio, "a2a"),
    (Modality::Visual, Modality::Visual, "v2v"),
];

/// A kind of query: its direction, its seconds, and how its results are judged.
struct Kind<'a> {
    distance: &'a Distance,
    from: Modality,
    to: Modality,
    direction: &'a str,
    query_len: usize,
    /// Distances beyond it are rejected.
    farthest: f64,
    videos: VideoProbabilities,
}

/// Searches for moments of every clip among all clips.
pub(super) fn search_all(
    comparison: &Comparison<'_>,
    calibration: &Calibration,
    nominal: NominalRates,
    clips: &[TestClip<'_>],
    tally: &mut Tally,
) {
    let distance = comparison.retrieval_distance();
    for (from, to, direction) in DIRECTIONS {
        for query_len in QUERY_SECS {
            let known = calibration.found_videos(from, to, query_len);
            let (Some(test), Some(videos)) = (known.test(), known.probabilities()) else {
                continue;
            };
            let farthest = test.farthest(nominal.false_rejection);
            let kind = Kind { distance, from, to, direction, query_len, farthest, videos };
            for own in 0..clips.len() {
                let n_secs = clips[own].rows[from].nrows();
                for query in Span::spread(n_secs, query_len, MOST_QUERIES) {
                    kind.search(query, own, clips, tally);
                }
            }
        }
    }
}

impl Kind<'_> {
    /// Searches for seconds of the `own`-th clip among all.
    fn search(&self, query: Span, own: usize, clips: &[TestClip<'_>], tally: &mut Tally) {
        let rows = clips[own].rows[self.from].slice(s![query.range(), ..]);
        let nearest = |(place, video): (usize, &TestClip<'_>)| {
            let excluded = (place == own && self.from == self.to).then_some(query);
            let video = video.rows[self.to].view();
            Some((nearest_second(self.distance, rows, video, excluded)?, place))
        };
        let mut ranked: Vec<(f64, usize)> = clips.iter().enumerate().filter_map(nearest).collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
        let nearest = ranked.iter().take(MOST_VIDEOS);
        let distances: Vec<f64> = nearest.map(|(distance, _)| *distance).collect();
        let probabilities = self.videos.of_nearest(&distances, ranked.len());
        let mut add = |name: String, value: f64| {
            tally.add(&name, self.query_len, clips[own].number, value);
        };
        for (rank, (distance, place)) in ranked.into_iter().enumerate() {
            let is_own = place == own;
            let rejected = if is_own { "search_falsely_rejected" } else { "search_rejected" };
            let is_rejected = f64::from(distance > self.farthest);
            add(format!("{rejected}_{}", self.direction), is_rejected);
            if rank < N_RESULTS {
                let p = probabilities[rank];
                let tenth = ((10.0 * p) as usize).min(9);
                add(format!("said_{}_p{tenth}", self.direction), p);
                add(format!("right_{}_p{tenth}", self.direction), f64::from(is_own));
            }
        }
    }
}

/// The mean distance of a query's seconds to the nearest second of a video; `None` where it has no other.
fn nearest_second(
    distance: &Distance,
    query: ArrayView2<'_, f32>,
    video: ArrayView2<'_, f32>,
    excluded: Option<Span>,
) -> Option<f64> {
    let is_result = |second: &usize| excluded.is_none_or(|span| !span.range().contains(second));
    let mean = |second: usize| {
        let sum: f64 =
            query.rows().into_iter().map(|row| distance.between(row, video.row(second))).sum();
        sum / query.nrows() as f64
    };
    (0..video.nrows()).filter(is_result).map(mean).min_by(f64::total_cmp)
}
