//! Reorders the rows of one file, which arrive in any order.

use std::collections::BTreeMap;

use earsight_core::{Modality, PerModality};

use crate::rows::Rows;

/// The rows of one file that have arrived and were not taken yet.
///
/// Networks work on several pieces at once, so pieces of pictures can overtake each other, and sound
/// is independent of them. Rows are taken in order, and with all modalities of the file.
pub(crate) struct Assembly {
    has: PerModality<bool>,
    queues: PerModality<Queue>,
    n_taken: usize,
}

#[derive(Default)]
struct Queue {
    /// Pieces whose predecessors have not arrived, by their first second.
    early: BTreeMap<usize, Rows>,
    /// Seconds that arrived without a gap.
    n_rows: usize,
    /// Those of them that were not taken.
    ready: Option<Rows>,
}

impl Assembly {
    pub(crate) fn new(has: PerModality<bool>) -> Self {
        Assembly { has, queues: PerModality::default(), n_taken: 0 }
    }

    /// Adds rows of a modality, from second `first_segment` on.
    pub(crate) fn put(&mut self, modality: Modality, first_segment: usize, rows: Rows) {
        let queue = &mut self.queues[modality];
        queue.early.insert(first_segment, rows);
        while let Some(rows) = queue.early.remove(&queue.n_rows) {
            queue.n_rows += rows.n_rows();
            match &mut queue.ready {
                Some(ready) => ready.append(&rows),
                None => queue.ready = Some(rows),
            }
        }
    }

    /// Number of seconds that were taken.
    pub(crate) fn n_taken(&self) -> usize {
        self.n_taken
    }

    /// The next seconds that all modalities have; `None` when there are none.
    pub(crate) fn take(&mut self) -> Option<PerModality<Option<Rows>>> {
        let n_ready =
            |modality: Modality| self.queues[modality].ready.as_ref().map_or(0, Rows::n_rows);
        let present = Modality::ALL.into_iter().filter(|&modality| self.has[modality]);
        let n_rows = present.map(n_ready).min().filter(|&n_rows| n_rows > 0)?;
        self.n_taken += n_rows;
        Some(PerModality::from_fn(|modality| {
            let ready = &mut self.queues[modality].ready;
            let (rows, rest) = ready.take().filter(|_| self.has[modality])?.split(n_rows);
            *ready = (rest.n_rows() > 0).then_some(rest);
            Some(rows)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;
    use proptest::prelude::*;

    fn piece(start: usize, len: usize) -> Rows {
        let rows = |width| Array2::from_shape_fn((len, width), |(row, _)| (start + row) as f32);
        Rows { features: rows(2), changes: rows(3), concepts: Some(rows(1)) }
    }

    proptest! {
        #[test]
        fn all_seconds_are_taken_once_in_any_order(
            lengths in prop::collection::vec(1_usize..5, 1..8),
            order in Just((0_usize..16).collect::<Vec<_>>()).prop_shuffle(),
            has_audio in any::<bool>(),
        ) {
            let n_segments: usize = lengths.iter().sum();
            let mut assembly = Assembly::new(PerModality { audio: has_audio, visual: true });
            let mut pieces = Vec::new();
            let mut start = 0;
            for &len in &lengths {
                pieces.push((Modality::Visual, start, piece(start, len)));
                start += len;
            }
            for second in 0..if has_audio { n_segments } else { 0 } {
                pieces.push((Modality::Audio, second, piece(second, 1)));
            }
            let mut shuffled: Vec<_> = pieces.into_iter().enumerate().collect();
            shuffled.sort_by_key(|(at, _)| (order[at % 16], *at));
            let mut n_seen = 0;
            for (_, (modality, first_segment, rows)) in shuffled {
                assembly.put(modality, first_segment, rows);
                while let Some(rows) = assembly.take() {
                    let visual = rows.visual.unwrap();
                    prop_assert_eq!(rows.audio.is_some(), has_audio);
                    prop_assert!(rows.audio.is_none_or(|audio| audio == visual));
                    prop_assert_eq!(&visual, &piece(n_seen, visual.n_rows()));
                    n_seen += visual.n_rows();
                }
            }
            prop_assert_eq!(n_seen, n_segments);
            prop_assert_eq!(assembly.n_taken(), n_segments);
        }
    }
}
