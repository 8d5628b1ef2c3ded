//! What one must know before believing a number on AVE (SPEC §10.2).

use earsight_core::ClipId;

use super::{Ave, AveFeatures, AveRow, CLIP_SEGMENTS, Split};
use earsight::evaluation::Partition;
use earsight::evaluation::leaks::{ClipFacts, Finding, Kind, LeakReport, Part, Severity, examine};

use crate::Result;

impl Ave {
    /// Everything that can be said against a split, with features or without: see [`examine`].
    ///
    /// Added are files that are not the published ones, labels that contradict each other, and clips without an event;
    /// these are the same for both splits. Videos are told by their YouTube id.
    ///
    /// # Errors
    /// [`crate::Error::NoSplit`] when the split's files are not there; broken features.
    pub fn leaks(&self, split: Split, features: Option<&AveFeatures>) -> Result<LeakReport> {
        let orders = self.orders(split)?;
        let of = |partition: Partition| -> Result<_> {
            let set = features.map(|of| self.feature_set(of, &orders[partition])).transpose()?;
            Ok((partition, set))
        };
        let sets = Partition::ALL.map(of).into_iter().collect::<Result<Vec<_>>>()?;
        let facts = |&row: &usize| self.facts(&self.rows()[row]);
        let parts: Vec<Part<'_>> = sets
            .iter()
            .map(|(partition, set)| Part {
                partition: *partition,
                clips: orders[*partition].iter().map(facts).collect(),
                features: set.as_ref(),
            })
            .collect();
        let mut report = examine(&parts);
        report.findings.extend(self.file_findings());
        report.findings.extend(self.rows_without_event());
        report.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        Ok(report)
    }

    fn facts(&self, row: &AveRow) -> ClipFacts {
        ClipFacts {
            id: row.clip_id(),
            n_segments: CLIP_SEGMENTS,
            source: Some(row.youtube_id.clone()),
            event: Some(row.event(self.classes())),
        }
    }

    fn file_findings(&self) -> Vec<Finding> {
        let digests = self.other_digests().iter().map(|other| Finding {
            severity: Severity::Warning,
            kind: Kind::OtherFile,
            message: format!(
                "{} is not the published file: its SHA-256 starts with {}, not {}",
                other.file, other.found, other.published
            ),
            number: 1.0,
            clips: vec![],
        });
        let labels = self.other_labels().iter().map(|other| Finding {
            severity: Severity::Serious,
            kind: Kind::ContradictingLabels,
            message: format!(
                "{} and Annotations.txt say different things about {} clips",
                other.file,
                other.rows.len()
            ),
            number: other.rows.len() as f64,
            clips: other.rows.iter().map(|&row| vec![self.rows()[row].clip_id()]).collect(),
        });
        digests.chain(labels).collect()
    }

    fn rows_without_event(&self) -> Option<Finding> {
        let clips: Vec<Vec<ClipId>> = self
            .rows()
            .iter()
            .filter(|row| row.span.is_empty())
            .map(|row| vec![row.clip_id()])
            .collect();
        (!clips.is_empty()).then(|| Finding {
            severity: Severity::Warning,
            kind: Kind::NoEvent,
            message: format!("{} clips are background from end to end", clips.len()),
            number: clips.len() as f64,
            clips,
        })
    }
}
