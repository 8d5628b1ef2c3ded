//! Queries whose answer is known: seconds of held-out clips, compared with the clip itself and with mismatched seconds.

use earsight_core::{Modality, Span};
use ndarray::{Array2, ArrayView2, s};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::Result;
use crate::localization::Localization;
use crate::localization::synchrony::ChangeSequence;

/// Queries of one kind per clip.
const MOST_QUERIES: usize = 16;

/// A localization whose true start is known.
pub(super) struct KnownStart {
    /// `Σ D` over the query for each start.
    pub distances: Vec<f64>,
    /// The true start.
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
) -> Result<Vec<Vec<KnownStart>>> {
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
            of_clip.push(KnownStart { distances: found.distances, truth });
        }
        all.push(of_clip);
    }
    all.retain(|of_clip| !of_clip.is_empty());
    Ok(all)
}

/// For each clip: distances of its seconds to those of the other modality at the same time.
pub(super) fn own_seconds(clips: &[Distances<'_>]) -> Vec<Vec<f64>> {
    clips.iter().map(|clip| clip.diag().iter().map(|&d| f64::from(d)).collect()).collect()
}

/// For each clip: distances of its seconds to its other seconds.
pub(super) fn own_other_seconds(clips: &[Distances<'_>]) -> Vec<Vec<f64>> {
    let of_clip = |clip: &Distances<'_>| {
        let n_secs = clip.nrows();
        let pairs = windows(n_secs, 1)
            .flat_map(|second| (0..n_secs).map(move |other| (second.start, other)))
            .filter(|(second, other)| second != other);
        pairs.map(|pair| f64::from(clip[pair])).collect()
    };
    clips.iter().map(of_clip).collect()
}

/// For each clip: runs of its consecutive seconds paired with those of a mismatched clip, as a sequence is compared.
pub(super) fn mismatched_sequences(clips: &[Distances<'_>]) -> Vec<Vec<Vec<f64>>> {
    let of_clip = |clip: &Distances<'_>| {
        let (n_secs, n_items) = clip.dim();
        let run = |first: usize| (0..n_secs).map(|s| f64::from(clip[[s, first + s]])).collect();
        (1..n_items / n_secs).map(|number| run(number * n_secs)).collect()
    };
    clips.iter().map(of_clip).collect()
}

/// For each clip: runs of its consecutive seconds, all paired with one mismatched second, as a search compares.
pub(super) fn mismatched_items(clips: &[Distances<'_>]) -> Vec<Vec<Vec<f64>>> {
    let of_clip = |clip: &Distances<'_>| {
        let (n_secs, n_items) = clip.dim();
        let run =
            |item: Span| clip.column(n_secs + item.start).iter().map(|&d| f64::from(d)).collect();
        windows(n_items - n_secs, 1).map(run).collect()
    };
    clips.iter().map(of_clip).collect()
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
