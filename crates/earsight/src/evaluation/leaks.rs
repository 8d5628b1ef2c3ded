//! What makes a score look better than it is: asked of a data set before anything is trained on it.
//!
//! Given: the parts of a data set, with features or without.
//! Answers: copies and near-copies across parts, one video in two parts, silence and black,
//! sound and picture that are shifted against each other, and what a rule without ears or eyes would score.
//! The limits of [`Limits`] are ours; each finding carries the number it was judged by.

mod classes;
mod copies;
mod finding;
mod modalities;
mod part;
mod position;
mod report;
mod shift;
mod sources;

use earsight_core::{Modality, PerModality};

pub use finding::{Finding, Kind, Severity};
pub use part::{ClipFacts, Part};
pub use report::LeakReport;

/// From where on something is a finding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Cosine of two clips' mean standardised rows; above it they are near-copies. Default 0.98.
    pub clip_cosine: f32,
    /// Cosine of two seconds' standardised rows. Default 0.99.
    pub second_cosine: f32,
    /// A row shorter than this share of the median length is near zero. Default 0.01.
    pub near_zero: f64,
    /// Seconds by which sound and picture are moved against each other. Default 3.
    pub longest_lag_secs: usize,
    /// Standard deviations that a rule about positions must be above a random start. Default 3.
    pub position_sds: f64,
    /// A class is frequent from this many times its fair share on. Default 3.
    pub class_share: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            clip_cosine: 0.98,
            second_cosine: 0.99,
            near_zero: 0.01,
            longest_lag_secs: 3,
            position_sds: 3.0,
            class_share: 3.0,
        }
    }
}

/// Looks for everything; `seed` is for the interval around a shift.
///
/// What needs features is left out for parts without them, and the report says so.
pub fn examine(parts: &[Part<'_>], limits: &Limits, seed: u64) -> LeakReport {
    let mut findings = sources::findings(parts);
    let has_features = parts.iter().any(|part| part.features.is_some());
    if has_features {
        findings.extend(copies::findings(parts, limits));
        findings.extend(modalities::findings(parts, limits));
        findings.extend(shift::findings(parts, limits, seed));
    }
    findings.extend(position::findings(parts, limits));
    findings.extend(classes::findings(parts, limits));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    LeakReport::new(parts, findings)
}

/// In words of the modality: what is heard is a sound, what is seen is a picture.
fn noun(modality: Modality) -> &'static str {
    PerModality { audio: "sound", visual: "picture" }[modality]
}
