//! Leaks and shortcuts of a data set, which make scores look better than they are; to be run before training.
//!
//! Given: the parts of a data set, with features or without.
//! Finds: copies and near-copies across parts, one video in two parts, silence and black,
//! sound and picture that are shifted against each other, and the scores of rules that use neither.
//! The limits are ours; each finding has the number that it was judged by.

mod classes;
mod copies;
mod finding;
mod modalities;
mod part;
mod position;
mod report;
mod shift;
mod sources;

pub use finding::{Finding, Kind, Severity};
pub use part::{ClipFacts, Part};
pub use report::LeakReport;

/// Examines the parts of a data set.
///
/// What needs features is left out for parts without them, and the report says so.
pub fn examine(parts: &[Part<'_>]) -> LeakReport {
    let mut findings = sources::findings(parts);
    if parts.iter().any(|part| part.features.is_some()) {
        findings.extend(copies::findings(parts));
        findings.extend(modalities::findings(parts));
        findings.extend(shift::findings(parts));
    }
    findings.extend(position::findings(parts));
    findings.extend(classes::findings(parts));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    LeakReport::new(parts, findings)
}
