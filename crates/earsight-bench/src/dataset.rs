//! Labelled clips, and the description of a bench's data.

use earsight_core::{Annotations, FeatureSet, Modality};
use earsight_metrics::Placed;
use serde::Serialize;

/// Clips with their labels.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// The input of every system.
    pub features: FeatureSet,
    /// The input of supervised systems only; scores are computed from it.
    pub annotations: Annotations,
}

impl Labelled {
    /// Event and length of every annotated clip with both modalities, where the event can be missed: it is not empty
    /// and shorter than its clip (SPEC §1.4).
    pub fn countable(&self) -> Vec<Placed> {
        let event = |(place, pair): (usize, earsight_core::PerModality<&ndarray::Array2<f32>>)| {
            let event = self.annotations.event(&self.features.clips()[place].id)?;
            Some((event.span, pair.audio.nrows()))
        };
        let events = self.features.paired().filter_map(event);
        events.filter(|(span, n)| !span.is_empty() && span.len < *n).collect()
    }
}

/// The data of a bench, so that its numbers can be reproduced.
#[derive(Debug, Clone, Serialize)]
pub struct DataCard {
    /// `composed`, `clips`, `ave`.
    pub name: String,
    /// The train/test split, in words.
    pub split: String,
    /// Training clips.
    pub n_train_clips: usize,
    /// Test clips.
    pub n_test_clips: usize,
    /// Digests of the training features (of seed 0) and of the test features.
    pub features: [String; 2],
    /// Version of this program.
    pub program: String,
}

impl DataCard {
    /// The card of `[training, test]` clips and features.
    pub(crate) fn new(
        name: &str,
        split: String,
        [n_train_clips, n_test_clips]: [usize; 2],
        features: [&FeatureSet; 2],
    ) -> Self {
        DataCard {
            name: name.to_owned(),
            split,
            n_train_clips,
            n_test_clips,
            features: features.map(digest),
            program: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// A digest over clip names and every number.
fn digest(features: &FeatureSet) -> String {
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
