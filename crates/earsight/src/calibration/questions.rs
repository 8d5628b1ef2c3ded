//! Questions that held-out clips are asked about themselves and about strange ones.

use earsight_core::{Modality, Span};
use ndarray::{Array2, ArrayView2, s};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::Result;
use crate::localization::Localization;
use crate::localization::synchrony::ChangeSequence;

/// Questions of one kind that a clip is asked.
const MOST_QUESTIONS: usize = 16;

/// A question whose answer is known.
pub(super) struct Asked {
    /// `Σ D` over the query for each start.
    pub profile: Vec<f64>,
    /// The start that is right.
    pub truth: usize,
}

/// Distances of a clip's seconds to its own, then to strange ones. `[T, W]`
pub(super) type Distances<'a> = &'a Array2<f32>;

/// What is known of the seconds of a clip, and of the strange seconds behind them.
pub(super) struct Seconds<'a> {
    pub distances: Distances<'a>,
    /// Of the clip in the modality of the query, then of it and strange ones in the other; `[T, ·]`, `[W, ·]`
    pub changes: Option<(ArrayView2<'a, f32>, Array2<f32>)>,
}

/// For each clip that is long enough: windows of it, looked for in `sequence_len` seconds around them.
///
/// A sequence that is longer than the clip goes on with strange ones, as a longer video would show other things.
///
/// # Errors
/// When rows of changes are none.
pub(super) fn own_profiles(
    clips: &[Seconds<'_>],
    from: Modality,
    query_len: usize,
    sequence_len: usize,
) -> Result<Vec<Vec<Asked>>> {
    // Where a window lies in a shorter sequence is drawn: no start may be told by its place.
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut all = Vec::new();
    for clip in clips {
        let (n_secs, n_items) = clip.distances.dim();
        if query_len > sequence_len || sequence_len > n_items {
            continue;
        }
        let mut questions = Vec::new();
        for query in windows(n_secs, query_len) {
            let first = query.end().saturating_sub(sequence_len);
            let last = query.start.min(n_secs.saturating_sub(sequence_len));
            let sequence = Span::new(rng.random_range(first..=last.max(first)), sequence_len);
            let mut found = Localization::of(profile(clip.distances, query, sequence), query_len);
            if let Some((asking, items)) = &clip.changes {
                let asking = asking.slice(s![query.range(), ..]);
                let items = items.slice(s![sequence.range(), ..]);
                let agree = ChangeSequence::of(from.other(), items)?.agreement(asking)?;
                found = found.with_agreement(&agree);
            }
            let truth = query.start - sequence.start;
            questions.push(Asked { profile: found.distances, truth });
        }
        if !questions.is_empty() {
            all.push(questions);
        }
    }
    Ok(all)
}

/// For each clip: distances of its seconds to those of the other modality at the same time.
pub(super) fn own_seconds(clips: &[Distances<'_>]) -> Vec<Vec<f64>> {
    let of_clip = |clip: &Distances<'_>| clip.diag().iter().map(|&d| f64::from(d)).collect();
    asked(clips.iter().map(of_clip))
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
    asked(clips.iter().map(of_clip))
}

/// For each clip: runs of its consecutive seconds beside as many of a strange clip, as a sequence is compared.
pub(super) fn strange_sequences(clips: &[Distances<'_>]) -> Vec<Vec<Vec<f64>>> {
    let of_clip = |clip: &Distances<'_>| {
        let (n_secs, n_items) = clip.dim();
        let run = |first: usize| (0..n_secs).map(|s| f64::from(clip[[s, first + s]])).collect();
        (1..n_items / n_secs).map(|place| run(place * n_secs)).collect()
    };
    asked(clips.iter().map(of_clip))
}

/// For each clip: runs of its consecutive seconds, all beside one strange second, as a search compares.
pub(super) fn strange_items(clips: &[Distances<'_>]) -> Vec<Vec<Vec<f64>>> {
    let of_clip = |clip: &Distances<'_>| {
        let (n_secs, n_items) = clip.dim();
        let run =
            |item: Span| clip.column(n_secs + item.start).iter().map(|&d| f64::from(d)).collect();
        windows(n_items - n_secs, 1).map(run).collect()
    };
    asked(clips.iter().map(of_clip))
}

/// Clips that could be asked.
fn asked<T>(clips: impl Iterator<Item = Vec<T>>) -> Vec<Vec<T>> {
    clips.filter(|questions| !questions.is_empty()).collect()
}

/// Windows of a clip, spread evenly over it.
fn windows(n_secs: usize, query_len: usize) -> impl Iterator<Item = Span> {
    let n_starts = if query_len == 0 { 0 } else { (n_secs + 1).saturating_sub(query_len) };
    let n = n_starts.min(MOST_QUESTIONS);
    (0..n).map(move |place| Span::new(place * n_starts / n, query_len))
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
