//! All findings, as a value and as text.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Finding, Kind, Part};
use crate::evaluation::Partition;

/// What was examined, and the findings, serious ones first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeakReport {
    /// Clips of each part.
    pub n_clips: Vec<(Partition, usize)>,
    /// Whether there were features; without them only sources, positions and classes were examined.
    pub has_features: bool,
    /// All findings.
    pub findings: Vec<Finding>,
}

impl LeakReport {
    pub(super) fn new(parts: &[Part<'_>], findings: Vec<Finding>) -> Self {
        LeakReport {
            n_clips: parts.iter().map(|part| (part.partition, part.clips.len())).collect(),
            has_features: parts.iter().any(|part| part.features.is_some()),
            findings,
        }
    }

    /// The findings of one kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.kind == kind)
    }
}

impl fmt::Display for LeakReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> =
            self.n_clips.iter().map(|(part, n)| format!("{n} {}", part.name())).collect();
        let examined = if self.has_features { "" } else { ", labels only: there are no features" };
        writeln!(f, "leaks and shortcuts ({} clips{examined})", parts.join(", "))?;
        if self.findings.is_empty() {
            return writeln!(f, "nothing found");
        }
        self.findings.iter().try_for_each(|finding| write!(f, "{finding}"))
    }
}
