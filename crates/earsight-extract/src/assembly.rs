//! The rows of one file, put together from what comes in any order.

use std::collections::BTreeMap;

use earsight_core::{Modality, PerModality};

use crate::rows::Rows;

/// The rows of one file that have come and are not yet handed on.
///
/// Networks work on several pieces at once, so pieces of picture may overtake each other;
/// picture and sound come apart. What is handed on is in order and has all modalities of the file.
pub(crate) struct Assembly {
    has: PerModality<bool>,
    modalities: PerModality<Queue>,
    n_given: usize,
}

#[derive(Default)]
struct Queue {
    /// Pieces that came before one that should precede them.
    early: BTreeMap<usize, Rows>,
    n_pieces: usize,
    /// Pieces in order.
    ready: Vec<Rows>,
    n_ready: usize,
}

impl Assembly {
    pub(crate) fn new(has: PerModality<bool>) -> Self {
        Assembly { has, modalities: PerModality::from_fn(|_| Queue::default()), n_given: 0 }
    }

    /// Takes piece number `idx` of a modality.
    pub(crate) fn put(&mut self, modality: Modality, idx: usize, rows: Rows) {
        let modality = &mut self.modalities[modality];
        modality.early.insert(idx, rows);
        while let Some(rows) = modality.early.remove(&modality.n_pieces) {
            modality.n_pieces += 1;
            modality.n_ready += rows.n_rows();
            modality.ready.push(rows);
        }
    }

    /// Seconds that were handed on.
    pub(crate) fn n_given(&self) -> usize {
        self.n_given
    }

    /// The next seconds of which all modalities are there; nothing when there is none.
    pub(crate) fn take(&mut self) -> Option<PerModality<Option<Rows>>> {
        let present = || Modality::ALL.into_iter().filter(|&modality| self.has[modality]);
        let n_rows = present().map(|modality| self.modalities[modality].n_ready).min()?;
        if n_rows == 0 {
            return None;
        }
        self.n_given += n_rows;
        let has = self.has;
        Some(PerModality::from_fn(|modality| {
            has[modality].then(|| self.modalities[modality].take(n_rows))
        }))
    }
}

impl Queue {
    fn take(&mut self, n_rows: usize) -> Rows {
        let (rows, rest) = Rows::joined(&self.ready).split(n_rows);
        self.n_ready = rest.n_rows();
        self.ready = if self.n_ready == 0 { vec![] } else { vec![rest] };
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;
    use proptest::prelude::*;

    fn piece(start: usize, len: usize) -> Rows {
        let rows = |width| Array2::from_shape_fn((len, width), |(row, _)| (start + row) as f32);
        Rows { features: rows(2), changes: rows(3) }
    }

    proptest! {
        #[test]
        fn any_order_gives_all_seconds_once(
            lengths in prop::collection::vec(1_usize..5, 1..8),
            order in Just((0_usize..16).collect::<Vec<_>>()).prop_shuffle(),
            is_heard in any::<bool>(),
        ) {
            let n_segments: usize = lengths.iter().sum();
            let mut assembly = Assembly::new(PerModality { audio: is_heard, visual: true });
            let mut pieces = Vec::new();
            let mut start = 0;
            for (idx, &len) in lengths.iter().enumerate() {
                pieces.push((Modality::Visual, idx, piece(start, len)));
                start += len;
            }
            for second in 0..if is_heard { n_segments } else { 0 } {
                pieces.push((Modality::Audio, second, piece(second, 1)));
            }
            let mut shuffled: Vec<_> = pieces.into_iter().enumerate().collect();
            shuffled.sort_by_key(|(at, _)| (order[at % 16], *at));
            let mut n_seen = 0;
            for (_, (modality, idx, rows)) in shuffled {
                assembly.put(modality, idx, rows);
                while let Some(rows) = assembly.take() {
                    let visual = rows.visual.unwrap();
                    prop_assert_eq!(rows.audio.is_some(), is_heard);
                    prop_assert!(rows.audio.is_none_or(|audio| audio == visual));
                    prop_assert_eq!(&visual, &piece(n_seen, visual.n_rows()));
                    n_seen += visual.n_rows();
                }
            }
            prop_assert_eq!(n_seen, n_segments);
            prop_assert_eq!(assembly.n_given(), n_segments);
        }
    }
}
