//! Queries whose answer is known: seconds of held-out clips, compared with the clip itself and with mismatched seconds.

use earsight_core::{Modality, Span};
use ndarray::{Array2, ArrayView2, s};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::HeldOutClip;
use crate::Result;
use crate::localization::Localization;
use crate::localization::synchrony::ChangeSequence;

/// Queries of one kind per clip.
const MOST_QUERIES: usize = 16;

/// Items, such as starts or videos, of which one is known to be right.
pub(super) struct KnownItem {
    /// The distance of each.
    pub distances: Vec<f64>,
    /// The right one.
    pub truth: usize,
}

/// Distances of a clip's seconds to its own, then to mismatched ones. `[T, W]`
pub(super) type Distances<'a> = &'a Array2<f32>;

/// What is known of the seconds of a clip, and of the mismatched seconds after them.
pub(super) struct ClipSeconds<'a> {
    pub distances: Distances<'a>,
    /// Of the clip in the modality of the query, then of it and mismatched ones in the other; `[T, ·]`, `[W, ·]`
    pub changes: Option<(ArrayView2<'a, f32>, Array2<f32>)>,
}

/// For each clip that is long enough: windows of it, localized in `sequence_len` seconds around them.
///
/// A sequence that is longer than the clip continues with mismatched seconds, as a longer video would show other events.
///
/// # Errors
/// When rows of changes have another width.
pub(super) fn localized_windows(
    clips: &[ClipSeconds<'_>],
    from: Modality,
    [query_len, sequence_len]: [usize; 2],
    change_weight: Option<f64>,
) -> Result<Vec<Vec<KnownItem>>> {
    // The position of a window in a shorter sequence is random: it must not give the start away.
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut all = Vec::new();
    for clip in clips {
        let (n_secs, n_items) = clip.distances.dim();
        if query_len > sequence_len || sequence_len > n_items {
            continue;
        }
        let mut of_clip = Vec::new();
        for query in windows(n_secs, query_len) {
            let first = query.end().saturating_sub(sequence_len);
            let last = query.start.min(n_secs.saturating_sub(sequence_len));
            let sequence = Span::new(rng.random_range(first..=last.max(first)), sequence_len);
            let mut found = Localization::of(profile(clip.distances, query, sequence), query_len);
            if let (Some((own, items)), Some(weight)) = (&clip.changes, change_weight) {
                let own = own.slice(s![query.range(), ..]);
                let items = items.slice(s![sequence.range(), ..]);
                let agreement = ChangeSequence::of(from.other(), items)?.agreement(own)?;
                found = found.with_agreement(&agreement, weight);
            }
            let truth = query.start - sequence.start;
            of_clip.push(KnownItem { distances: found.distances, truth });
        }
        all.push(of_clip);
    }
    all.retain(|of_clip| !of_clip.is_empty());
    Ok(all)
}

/// For each clip: its windows, localized in itself and in mismatched clips, by the mean distance at the nearest start.
///
/// Its own is the first item. Mismatched clips that are shorter than the query are left out.
pub(super) fn aligned_videos(clips: &[HeldOutClip], from: Modality, query_len: usize) -> Videos {
    let distance = |clip: &HeldOutClip, query: Span, video: Span| {
        profile(&clip.sequence[from], query, video)
            .into_iter()
            .map(|sum| sum / query.len as f64)
            .min_by(f64::total_cmp)
    };
    known_videos(clips, query_len, distance)
}

/// For each clip: its windows, searched for in itself and in mismatched clips, by the distance to the nearest second.
///
/// Its own is the first item. Within a modality, seconds of the query are not its results.
pub(super) fn found_videos(
    clips: &[HeldOutClip],
    from: Modality,
    to: Modality,
    query_len: usize,
) -> Videos {
    let distance = |clip: &HeldOutClip, query: Span, video: Span| {
        let rows = clip.collection[from][to].slice(s![query.range(), ..]);
        let is_result = |item: &usize| from != to || !query.range().contains(item);
        let mean = |item: usize| rows.column(item).iter().map(|&d| f64::from(d)).sum::<f64>();
        let means = video.range().filter(is_result).map(|item| mean(item) / query.len as f64);
        means.min_by(f64::total_cmp)
    };
    known_videos(clips, query_len, distance)
}

/// For each clip that has any: its queries, and the distances of the videos; its own is the first.
pub(super) type Videos = Vec<Vec<KnownItem>>;

fn known_videos(
    clips: &[HeldOutClip],
    query_len: usize,
    distance: impl Fn(&HeldOutClip, Span, Span) -> Option<f64>,
) -> Videos {
    let of_clip = |clip: &HeldOutClip| -> Vec<KnownItem> {
        // A shorter clip is one query.
        let queries = windows(clip.n_secs(), query_len.min(clip.n_secs()));
        let of_query = |query: Span| {
            let own = distance(clip, query, Span::new(0, clip.n_secs()))?;
            let others = clip.mismatched().filter_map(|video| distance(clip, query, video));
            let distances: Vec<f64> = std::iter::once(own).chain(others).collect();
            (distances.len() > 1).then_some(KnownItem { distances, truth: 0 })
        };
        queries.filter_map(of_query).collect()
    };
    let mut videos: Videos = clips.iter().map(of_clip).collect();
    videos.retain(|of_clip| !of_clip.is_empty());
    videos
}

/// Distances of the right items, and of the others, of each clip.
pub(super) fn right_and_wrong(videos: &Videos) -> [Vec<Vec<f64>>; 2] {
    let right = |known: &KnownItem| known.distances[known.truth];
    let wrong = |known: &KnownItem| known.distances[known.truth + 1..].to_vec();
    [
        videos.iter().map(|clip| clip.iter().map(right).collect()).collect(),
        videos.iter().map(|clip| clip.iter().flat_map(wrong).collect()).collect(),
    ]
}

/// Windows of a clip, spread evenly over it.
fn windows(n_secs: usize, query_len: usize) -> impl Iterator<Item = Span> {
    let n_starts = if query_len == 0 { 0 } else { (n_secs + 1).saturating_sub(query_len) };
    let n = n_starts.min(MOST_QUERIES);
    (0..n).map(move |number| Span::new(number * n_starts / n, query_len))
}

/// `Σ_i D[query_i, sequence_{t+i}]` for each start `t`; empty when the query is longer than the sequence.
fn profile(distances: Distances<'_>, query: Span, sequence: Span) -> Vec<f64> {
    let n_starts = (sequence.len + 1).saturating_sub(query.len);
    let at = |start: usize| {
        let seconds = query.range().zip(sequence.start + start..);
        seconds.map(|(row, column)| f64::from(distances[[row, column]])).sum()
    };
    (0..n_starts).map(at).collect()
}
