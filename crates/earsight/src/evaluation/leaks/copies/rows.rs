//! Each different row of a set once, with the first clip that has it.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use earsight_core::{ClipFeatures, ClipId, FeatureSet, Modality};
use ndarray::ArrayView1;

/// The bits of a row: equal for exactly equal numbers.
type Bits = Vec<u32>;

/// The different rows of one modality.
pub(super) struct UniqueRows<'a> {
    rows: HashMap<Bits, Occurrences<'a>>,
    /// The same rows in the order in which they first came, so that answers do not depend on hashes.
    order: Vec<Bits>,
}

#[derive(Clone, Copy)]
struct Occurrences<'a> {
    first: &'a ClipId,
    n_seconds: usize,
}

/// Rows that stand in two sets.
pub(super) struct Shared {
    /// For each, the first clip of each set, the other's first.
    pub(super) pairs: Vec<Vec<ClipId>>,
    /// Seconds of the own set that they fill.
    pub(super) n_seconds: usize,
    /// Of these, what the most frequent row fills: silence, most often.
    pub(super) n_most_frequent: usize,
}

impl<'a> UniqueRows<'a> {
    /// The rows of clips that are not in `skip`; rows whose numbers are all the same show nothing and are left out.
    pub(super) fn of(set: &'a FeatureSet, modality: Modality, skip: &HashSet<ClipId>) -> Self {
        let mut unique = UniqueRows { rows: HashMap::new(), order: Vec::new() };
        for clip in set.clips().iter().filter(|clip| !skip.contains(&clip.id)) {
            for row in clip.features[modality].iter().flat_map(|rows| rows.rows()) {
                if row.iter().all(|&value| value == row[0]) {
                    continue;
                }
                unique.add(bits(row), Occurrences { first: &clip.id, n_seconds: 1 });
            }
        }
        unique
    }

    fn add(&mut self, row: Bits, seen: Occurrences<'a>) {
        if let Some(known) = self.rows.get_mut(&row) {
            known.n_seconds += seen.n_seconds;
            return;
        }
        self.order.push(row.clone());
        self.rows.insert(row, seen);
    }

    /// Seconds that show something.
    pub(super) fn n_seconds(&self) -> usize {
        self.rows.values().map(|row| row.n_seconds).sum()
    }

    /// The rows that another set does not have.
    pub(super) fn without(&self, other: &UniqueRows<'_>) -> UniqueRows<'a> {
        let order: Vec<Bits> =
            self.order.iter().filter(|row| !other.rows.contains_key(*row)).cloned().collect();
        let rows = order.iter().map(|row| (row.clone(), self.rows[row])).collect();
        UniqueRows { rows, order }
    }

    /// What the other set has too.
    pub(super) fn also_in(&self, other: &UniqueRows<'_>) -> Shared {
        let mut shared = Shared { pairs: Vec::new(), n_seconds: 0, n_most_frequent: 0 };
        for row in &self.order {
            let Some(known) = other.rows.get(row) else { continue };
            let own = self.rows[row];
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
        self.order
            .iter()
            .map(|row| (self.rows[row].first, row.iter().map(|&bits| f32::from_bits(bits))))
    }
}

fn bits(row: ArrayView1<'_, f32>) -> Bits {
    // Adding zero makes −0 a 0, which it equals.
    row.iter().map(|&value| (value + 0.0).to_bits()).collect()
}

/// A hash over all numbers of a clip.
pub(super) fn clip_key(clip: &ClipFeatures) -> u64 {
    let mut hasher = DefaultHasher::new();
    for modality in Modality::ALL {
        let rows = clip.features[modality].as_ref();
        rows.map(|rows| rows.dim()).hash(&mut hasher);
        for row in rows.into_iter().flat_map(|rows| rows.rows()) {
            bits(row).hash(&mut hasher);
        }
    }
    hasher.finish()
}
