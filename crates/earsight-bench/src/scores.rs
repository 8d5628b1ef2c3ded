//! The scores of one system in one run, by name, with the value of each clip.

mod latent;
mod localization;
mod naming;
mod retrieval;

use std::collections::BTreeMap;

use earsight_metrics::mean;
use serde::{Serialize, Serializer};

pub(crate) use latent::latent_scores;
pub use localization::LengthTable;
pub(crate) use localization::localization_scores;
pub(crate) use naming::naming_scores;
pub(crate) use retrieval::{RANKING_SCORES, RankingScore, retrieval_scores};

/// The directions of Table 1, by the modality of the query.
pub(crate) const FROM: earsight_core::PerModality<&str> =
    earsight_core::PerModality { audio: "a2v", visual: "v2a" };

/// One score of one system in one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The number.
    pub value: f64,
    /// The value of each clip, where the number is their mean; empty where it is not.
    pub per_clip: Vec<f64>,
}

/// Scores by name; as JSON an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    by_name: BTreeMap<String, Score>,
}

impl Scores {
    /// Adds a score that is the mean over clips.
    pub fn push_mean(&mut self, name: impl Into<String>, per_clip: Vec<f64>) {
        self.by_name.insert(name.into(), Score { value: mean(&per_clip), per_clip });
    }

    /// Adds a score that is no mean over clips.
    pub fn push(&mut self, name: impl Into<String>, value: f64) {
        self.by_name.insert(name.into(), Score { value, per_clip: Vec::new() });
    }

    /// The score of that name.
    pub fn get(&self, name: &str) -> Option<&Score> {
        self.by_name.get(name)
    }

    /// All scores, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Score)> {
        self.by_name.iter().map(|(name, score)| (name.as_str(), score))
    }

    /// Adds all scores of `other`.
    pub fn extend(&mut self, other: Scores) {
        self.by_name.extend(other.by_name);
    }
}

impl Serialize for Scores {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(name, score)| (name, score.value)))
    }
}
