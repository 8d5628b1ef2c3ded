//! What systems are fitted on and asked about.

use earsight_core::{Annotations, FeatureSet, Modality};
use earsight_metrics::Placed;
use serde::Serialize;

/// Clips and what is in them.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// What systems see.
    pub features: FeatureSet,
    /// What only supervised systems see, and what scores are computed from.
    pub annotations: Annotations,
}

impl Labelled {
    /// Event and length of every clip that is heard, seen and annotated.
    pub fn placed(&self) -> Vec<Placed> {
        let of = |(place, pair): (usize, earsight_core::PerModality<&ndarray::Array2<f32>>)| {
            let event = self.annotations.event(&self.features.clips()[place].id)?;
            Some((event.span, pair.audio.nrows()))
        };
        self.features.paired().filter_map(of).collect()
    }

    /// The events that can be missed: those shorter than their clip (SPEC §1.4).
    pub fn countable(&self) -> Vec<Placed> {
        self.placed().into_iter().filter(|(span, n)| !span.is_empty() && span.len < *n).collect()
    }
}

/// What a bench was run on, so that its numbers can be had again.
#[derive(Debug, Clone, Serialize)]
pub struct DataCard {
    /// `composed`, `clips`, `ave`.
    pub name: String,
    /// Which clips teach and which are asked about, in words.
    pub split: String,
    /// Clips that teach.
    pub n_train_clips: usize,
    /// Clips that are asked about.
    pub n_test_clips: usize,
    /// Digest of the features that teach (of seed 0) and of those asked about.
    pub features: [String; 2],
    /// Version of this program.
    pub program: String,
}

/// A digest over clip names and every number.
pub fn digest(features: &FeatureSet) -> String {
    let mut hasher = blake3::Hasher::new();
    for clip in features.clips() {
        hasher.update(clip.id.as_str().as_bytes());
        for modality in Modality::ALL {
            for value in clip.features[modality].iter().flatten() {
                hasher.update(&value.to_le_bytes());
            }
        }
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
