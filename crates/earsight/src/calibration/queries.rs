//! Queries whose answer is known: seconds of held-out clips, compared with the clip itself and with mismatched seconds.

use earsight_core::{Modality, Span};
use ndarray::{Array2, ArrayView2, s};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::Result;
use crate::localization::Localization;
use crate::localization::synchrony::ChangeSequence;

/// Queries of one kind per clip.
pub(super) const MOST_QUERIES: usize = 16;

/// Items, such as starts or videos, of which one is known to be right.
#[derive(Debug, Clone, PartialEq)]
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
        for query in Span::spread(n_secs, query_len, MOST_QUERIES) {
            let first = query.end().saturating_sub(sequence_len);
            let last = query.start.min(n_secs.saturating_sub(sequence_len));
            let sequence = Span::new(rng.random_range(first..=last.max(first)), sequence_len);
            let mut found = Localization::of(profile(clip.distances, query, sequence), query_len);
            if let (Some((own, items)), Some(weight)) = (&clip.changes, change_weight) {
                let own = own.slice(s![query.range(), ..]);
                let items = items.slice(s![sequence.range(), ..]);
                let changes = ChangeSequence::of(from.other(), items)?.disagreement(own)?;
                found = found.with_changes(&changes, weight);
            }
            let truth = query.start - sequence.start;
            of_clip.push(KnownItem { distances: found.distances, truth });
        }
        all.push(of_clip);
    }
    all.retain(|of_clip| !of_clip.is_empty());
    Ok(all)
}

/// `Σ_i D[query_i, sequence_{t+i}]` for each start `t`; empty when the query is longer than the sequence.
pub(super) fn profile(distances: Distances<'_>, query: Span, sequence: Span) -> Vec<f64> {
    let n_starts = (sequence.len + 1).saturating_sub(query.len);
    let at = |start: usize| {
        let seconds = query.range().zip(sequence.start + start..);
        seconds.map(|(row, column)| f64::from(distances[[row, column]])).sum()
    };
    (0..n_starts).map(at).collect()
}
