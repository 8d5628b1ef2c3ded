//! What was measured on one fold.

use earsight::evaluation::OwnMoments;
use earsight_core::{ClipId, Modality, PerModality, Span};
use serde::{Deserialize, Serialize};

/// What one fold gave.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FoldRecord {
    /// Clips that were asked about.
    pub n_held_out: usize,
    /// The model, then the baseline if it is another.
    pub methods: Vec<MethodRecord>,
    /// What the model found, for a report to show: labelled events, or the middle third of each clip.
    pub shown: Vec<ShownRecord>,
    /// Moments looked for in their own clip, by their length.
    pub own_moments: Vec<OwnMomentsRecord>,
    /// Events that were looked for, once for both directions, with what a rule learnt on the other folds says.
    pub events: Vec<EventRecord>,
}

/// What one model gave on one fold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MethodRecord {
    /// Registry name.
    pub method: String,
    /// Rank of each clip's own other half, by the sense of the query.
    pub ranks: PerModality<Vec<f64>>,
    /// Share of an exact match for each event, by the sense of the query.
    pub exact: PerModality<Vec<f64>>,
    /// The same with queries from other clips.
    pub shuffled: PerModality<Vec<f64>>,
}

/// What the model said when clips were asked where their own moments are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnMomentsRecord {
    /// Seconds of a moment.
    pub moment_secs: usize,
    /// Clips that are longer, by the sense of the query.
    pub clips: PerModality<Vec<OwnMoments>>,
}

/// A moment that a model looked for in a clip that it had not seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShownRecord {
    /// The clip.
    pub clip: ClipId,
    /// Seconds of the clip.
    pub n_segments: usize,
    /// Sense of the query.
    pub from: Modality,
    /// Where the moment is.
    pub truth: Span,
    /// Starts of smallest distance.
    pub best_starts: Vec<usize>,
    /// Distance at every start.
    pub distances: Vec<f64>,
}

/// An event and where it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRecord {
    /// The clip.
    pub clip: ClipId,
    /// Where it is.
    pub truth: Span,
    /// Seconds of its clip.
    pub n_segments: usize,
    /// Whether the most frequent start of its length on the other folds is right.
    pub best_start: f64,
}
