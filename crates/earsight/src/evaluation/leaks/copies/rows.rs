//! Each different row of a set once, with the first clip that has it.

use std::collections::{HashMap, HashSet};

use earsight_core::{ClipId, FeatureSet, Modality};

use crate::evaluation::row_bits::{Bits, bits};

/// The different rows of one modality.
pub(super) struct UniqueRows<'a>(HashMap<Bits, Occurrences<'a>>);

#[derive(Clone, Copy)]
struct Occurrences<'a> {
    /// Counted by first occurrence, so that results do not depend on the order of a hash map.
    number: usize,
    first: &'a ClipId,
    n_seconds: usize,
}

/// Rows that occur in two sets.
pub(super) struct Shared {
    /// For each, the first clip of each set, the other's first.
    pub(super) pairs: Vec<Vec<ClipId>>,
    /// Seconds of the own set with such a row.
    pub(super) n_seconds: usize,
    /// Of these, the seconds with the most frequent row: silence, most often.
    pub(super) n_most_frequent: usize,
}

impl<'a> UniqueRows<'a> {
    /// The rows of clips that are not in `skip`; rows of one repeated number carry no information and are left out.
    pub(super) fn of(set: &'a FeatureSet, modality: Modality, skip: &HashSet<ClipId>) -> Self {
        let mut unique = HashMap::new();
        for clip in set.clips().iter().filter(|clip| !skip.contains(&clip.id)) {
            let rows = clip.features[modality].iter().flat_map(|rows| rows.rows());
            for row in rows.filter(|row| row.iter().any(|&value| value != row[0])) {
                let fresh = Occurrences { number: unique.len(), first: &clip.id, n_seconds: 0 };
                unique.entry(bits(row)).or_insert(fresh).n_seconds += 1;
            }
        }
        UniqueRows(unique)
    }

    /// Seconds that carry information.
    pub(super) fn n_seconds(&self) -> usize {
        self.0.values().map(|row| row.n_seconds).sum()
    }

    /// The rows that another set does not have.
    pub(super) fn without(&self, other: &UniqueRows<'_>) -> UniqueRows<'a> {
        let rows = self.0.iter().filter(|(row, _)| !other.0.contains_key(*row));
        UniqueRows(rows.map(|(row, &seen)| (row.clone(), seen)).collect())
    }

    /// The rows that the other set has too.
    pub(super) fn also_in(&self, other: &UniqueRows<'_>) -> Shared {
        let mut shared = Shared { pairs: Vec::new(), n_seconds: 0, n_most_frequent: 0 };
        for (row, own) in self.in_order() {
            let Some(known) = other.0.get(row) else { continue };
            shared.n_seconds += own.n_seconds;
            shared.n_most_frequent = shared.n_most_frequent.max(own.n_seconds);
            shared.pairs.push(vec![known.first.clone(), own.first.clone()]);
        }
        shared.pairs.dedup();
        shared
    }

    /// Each row with the first clip that has it.
    pub(super) fn iter(
        &self,
    ) -> impl Iterator<Item = (&'a ClipId, impl Iterator<Item = f32> + '_)> {
        let rows = self.in_order().into_iter();
        rows.map(|(row, seen)| (seen.first, row.iter().map(|&bits| f32::from_bits(bits))))
    }

    fn in_order(&self) -> Vec<(&Bits, &Occurrences<'a>)> {
        let mut rows: Vec<_> = self.0.iter().collect();
        rows.sort_unstable_by_key(|(_, seen)| seen.number);
        rows
    }
}
