//! The numbers of one system in one run, by name, with what each clip contributed.

mod latent;
mod localization;
mod naming;
mod retrieval;

use std::collections::BTreeMap;

use earsight_metrics::mean;
use serde::{Serialize, Serializer};

pub use latent::latent_scores;
pub use localization::{LengthTable, localization_scores};
pub use naming::naming_scores;
pub use retrieval::{RetrievalProtocol, retrieval_scores};

/// The directions of Table 1, by the modality of the query.
pub const FROM: earsight_core::PerModality<&str> =
    earsight_core::PerModality { audio: "a2v", visual: "v2a" };

/// One number of one system in one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The number.
    pub value: f64,
    /// What each clip contributed, where the number is their mean; empty where it is not.
    pub per_clip: Vec<f64>,
}

/// Numbers by name; as JSON an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    by_name: BTreeMap<String, Score>,
}

impl Scores {
    /// Adds a number that is the mean of what clips contribute.
    pub fn push_mean(&mut self, name: impl Into<String>, per_clip: Vec<f64>) {
        self.by_name.insert(name.into(), Score { value: mean(&per_clip), per_clip });
    }

    /// Adds a number that is no mean over clips.
    pub fn push(&mut self, name: impl Into<String>, value: f64) {
        self.by_name.insert(name.into(), Score { value, per_clip: Vec::new() });
    }

    /// The number of that name.
    pub fn get(&self, name: &str) -> Option<&Score> {
        self.by_name.get(name)
    }

    /// All numbers, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Score)> {
        self.by_name.iter().map(|(name, score)| (name.as_str(), score))
    }

    /// Takes over all numbers of `other`.
    pub fn extend(&mut self, other: Scores) {
        self.by_name.extend(other.by_name);
    }
}

impl Serialize for Scores {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(name, score)| (name, score.value)))
    }
}
