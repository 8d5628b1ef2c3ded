//! Leaks and shortcuts of AVE's splits (SPEC §10.2).

use earsight_core::{ClipId, FeatureSet};

use super::{Ave, AveRow, CLIP_SEGMENTS, Split};
use earsight::evaluation::leaks::{ClipFacts, Finding, Kind, LeakReport, Part, Severity, examine};

use crate::Result;

impl Ave {
    /// Leaks and shortcuts of a split, with the features of all its rows or without: see [`examine`].
    ///
    /// Added are files that are not the published ones, labels that contradict each other, and clips without an event;
    /// these are the same for both splits. Clips of one video have the same YouTube id.
    ///
    /// # Errors
    /// [`crate::Error::NoSplit`] when the split's files are not there.
    pub fn leaks(&self, split: Split, features: Option<&FeatureSet>) -> Result<LeakReport> {
        let orders = self.orders(split)?;
        let sets: Vec<Option<FeatureSet>> =
            orders.values().map(|rows| Some(self.subset(features?, rows))).collect();
        let mut parts = Vec::new();
        for ((&partition, rows), set) in orders.iter().zip(&sets) {
            let clips = rows.iter().map(|&row| self.facts(&self.rows[row])).collect();
            parts.push(Part { partition, clips, features: set.as_ref() });
        }
        let mut report = examine(&parts);
        report.findings.extend(self.file_findings.iter().cloned());
        report.findings.extend(self.rows_without_event());
        report.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        Ok(report)
    }

    fn facts(&self, row: &AveRow) -> ClipFacts {
        ClipFacts {
            id: row.clip_id(),
            n_segments: CLIP_SEGMENTS,
            source: Some(row.youtube_id.clone()),
            event: Some(row.event(&self.classes)),
        }
    }

    fn rows_without_event(&self) -> Option<Finding> {
        let without = self.rows.iter().filter(|row| row.span.is_empty());
        let clips: Vec<Vec<ClipId>> = without.map(|row| vec![row.clip_id()]).collect();
        (!clips.is_empty()).then(|| Finding {
            severity: Severity::Warning,
            kind: Kind::NoEvent,
            message: format!("{} clips are background from end to end", clips.len()),
            number: clips.len() as f64,
            clips,
        })
    }
}
