//! Rows that can be hashed: equal bits for exactly equal numbers.

use std::hash::{DefaultHasher, Hash, Hasher};

use earsight_core::{ClipFeatures, Modality};
use ndarray::ArrayView1;

/// The bits of a row: equal for exactly equal numbers.
pub(super) type Bits = Vec<u32>;

/// The bits of a row.
pub(super) fn bits(row: ArrayView1<'_, f32>) -> Bits {
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
