//! Held-out clips as queries for videos: their own, and mismatched ones.

use earsight_core::{Modality, Span};
use ndarray::s;

use super::queries::{KnownItem, MOST_QUERIES, profile};
use super::{HeldOutClip, MatchTest, VideoProbabilities};

/// For each held-out clip: queries from it, and the distances of the videos, its own first.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownVideos(Vec<Vec<KnownItem>>);

impl KnownVideos {
    /// Windows of each clip, localized in itself and in mismatched clips, by the mean distance at the nearest start.
    ///
    /// Mismatched clips that are shorter than the query are left out.
    pub(super) fn aligned(clips: &[HeldOutClip], from: Modality, query_len: usize) -> Self {
        let distance = |clip: &HeldOutClip, query: Span, video: Span| {
            profile(&clip.sequence[from], query, video)
                .into_iter()
                .map(|sum| sum / query.len as f64)
                .min_by(f64::total_cmp)
        };
        KnownVideos::of(clips, query_len, distance)
    }

    /// Windows of each clip, searched for in itself and in mismatched clips, by the distance to the nearest second.
    ///
    /// Within a modality, seconds of the query are not its results.
    pub(super) fn found(
        clips: &[HeldOutClip],
        from: Modality,
        to: Modality,
        query_len: usize,
    ) -> Self {
        let distance = |clip: &HeldOutClip, query: Span, video: Span| {
            let rows = clip.collection[from][to].slice(s![query.range(), ..]);
            let is_result = |item: &usize| from != to || !query.range().contains(item);
            let mean = |item: usize| rows.column(item).iter().map(|&d| f64::from(d)).sum::<f64>();
            let means = video.range().filter(is_result).map(|item| mean(item) / query.len as f64);
            means.min_by(f64::total_cmp)
        };
        KnownVideos::of(clips, query_len, distance)
    }

    fn of(
        clips: &[HeldOutClip],
        query_len: usize,
        distance: impl Fn(&HeldOutClip, Span, Span) -> Option<f64>,
    ) -> Self {
        let of_clip = |clip: &HeldOutClip| -> Vec<KnownItem> {
            let n_secs = clip.n_secs();
            // A shorter clip is one query.
            let queries = Span::spread(n_secs, query_len.min(n_secs), MOST_QUERIES);
            let of_query = |query: Span| {
                let own = distance(clip, query, Span::new(0, n_secs))?;
                let others = clip.mismatched().filter_map(|video| distance(clip, query, video));
                let distances: Vec<f64> = std::iter::once(own).chain(others).collect();
                (distances.len() > 1).then_some(KnownItem { distances, truth: 0 })
            };
            queries.filter_map(of_query).collect()
        };
        let clips = clips.iter().map(of_clip);
        KnownVideos(clips.filter(|of_clip| !of_clip.is_empty()).collect())
    }

    /// Whether a video matches its query at all: a test of its distance.
    ///
    /// `None` when there are fewer than [`super::MIN_CLIPS`] clips.
    pub fn test(&self) -> Option<MatchTest> {
        let of_clips = |of_query: fn(&KnownItem) -> &[f64]| {
            let of_clip = |clip: &Vec<KnownItem>| clip.iter().flat_map(of_query).copied().collect();
            self.0.iter().map(of_clip).collect()
        };
        MatchTest::fit(
            of_clips(|known| &known.distances[..1]),
            of_clips(|known| &known.distances[1..]),
        )
    }

    /// How probable it is that a video is the query's own recording, if one of them is.
    ///
    /// `None` when there are fewer than [`super::MIN_CLIPS`] clips.
    pub fn probabilities(&self) -> Option<VideoProbabilities> {
        VideoProbabilities::fit(&self.0)
    }
}
