//! What one must know before believing a number on AVE (SPEC §10.2).

use std::collections::{BTreeMap, BTreeSet};

use earsight_core::ClipId;

use super::{Ave, AveRow, Partition, Split};
use crate::leaks::{Finding, Kind, Severity};

/// A part with fewer than this share of all classes cannot choose between models.
const ENOUGH_CLASSES: f64 = 0.5;

impl Ave {
    /// Files that are not the published ones, labels that contradict each other, films that appear twice,
    /// and what the split holds and lacks.
    ///
    /// What is wrong with the files and the rows is the same for both splits.
    ///
    /// # Errors
    /// [`crate::Error::NoSplit`] when the split's files are not there.
    pub fn traps(&self, split: Split) -> crate::Result<Vec<Finding>> {
        let orders = self.orders(split)?;
        let mut found = self.file_findings();
        found.extend(self.rows_without_event());
        let sources = self.repeated_sources();
        found.extend(self.source_findings(&sources, split, |row| {
            Partition::ALL.into_iter().find(|&partition| orders[partition].contains(&row))
        }));
        for partition in [Partition::Validation, Partition::Test] {
            let part = self.classes_of(&orders[partition]);
            let trained = self.classes_of(&orders.train);
            found.extend(self.unseen_classes(split, partition, &part, &trained));
            let share = part.len() as f64 / self.classes().len() as f64;
            if share < ENOUGH_CLASSES {
                let names: Vec<&str> = part.keys().map(|&class| self.name(class)).collect();
                found.push(Finding {
                    severity: Severity::Serious,
                    kind: Kind::MissingClasses,
                    message: format!(
                        "{} of {} holds {} of {} classes ({}): choose by a set made of train",
                        partition.name(),
                        split.name(),
                        part.len(),
                        self.classes().len(),
                        names.join("; ")
                    ),
                    number: part.len() as f64,
                    clips: vec![],
                });
            }
        }
        Ok(found)
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

    /// Films of more than one row.
    fn repeated_sources(&self) -> Vec<Vec<&AveRow>> {
        let mut of_source: BTreeMap<&str, Vec<&AveRow>> = BTreeMap::new();
        for row in self.rows() {
            of_source.entry(&row.youtube_id).or_default().push(row);
        }
        of_source.into_values().filter(|rows| rows.len() > 1).collect()
    }

    fn source_findings(
        &self,
        sources: &[Vec<&AveRow>],
        split: Split,
        part_of: impl Fn(usize) -> Option<Partition>,
    ) -> Vec<Finding> {
        let ids = |rows: &[&AveRow]| rows.iter().map(|row| row.clip_id()).collect::<Vec<ClipId>>();
        let mut found = Vec::new();
        if !sources.is_empty() {
            found.push(Finding {
                severity: Severity::Note,
                kind: Kind::RepeatedSource,
                message: format!(
                    "{} films appear more than once, under different classes",
                    sources.len()
                ),
                number: sources.len() as f64,
                clips: sources.iter().map(|rows| ids(rows)).collect(),
            });
        }
        let parts = |rows: &[&AveRow]| -> BTreeSet<Partition> {
            rows.iter().filter_map(|row| part_of(row.row)).collect()
        };
        let across: Vec<&Vec<&AveRow>> =
            sources.iter().filter(|rows| parts(rows).len() > 1).collect();
        if !across.is_empty() {
            let n_test =
                across.iter().filter(|rows| parts(rows).contains(&Partition::Test)).count();
            found.push(Finding {
                severity: if n_test > 0 { Severity::Serious } else { Severity::Warning },
                kind: Kind::SharedSource,
                message: format!(
                    "{} films stand in two parts of {}, {n_test} of them in test",
                    across.len(),
                    split.name()
                ),
                number: across.len() as f64,
                clips: across.iter().map(|rows| ids(rows)).collect(),
            });
        }
        found
    }

    fn unseen_classes(
        &self,
        split: Split,
        partition: Partition,
        part: &BTreeMap<usize, Vec<usize>>,
        trained: &BTreeMap<usize, Vec<usize>>,
    ) -> Option<Finding> {
        let unseen: Vec<(usize, &Vec<usize>)> = part
            .iter()
            .filter(|(class, _)| !trained.contains_key(class))
            .map(|(&class, rows)| (class, rows))
            .collect();
        if unseen.is_empty() {
            return None;
        }
        let n_clips: usize = unseen.iter().map(|(_, rows)| rows.len()).sum();
        let n_all: usize = part.values().map(Vec::len).sum();
        let names: Vec<String> = unseen
            .iter()
            .map(|&(class, rows)| format!("{} {}", self.name(class), rows.len()))
            .collect();
        Some(Finding {
            severity: Severity::Warning,
            kind: Kind::UnseenClass,
            message: format!(
                "{n_clips} of {n_all} {} clips of {} are of classes never seen in training ({})",
                partition.name(),
                split.name(),
                names.join("; ")
            ),
            number: n_clips as f64,
            clips: unseen
                .iter()
                .flat_map(|(_, rows)| rows.iter().map(|&row| vec![self.rows()[row].clip_id()]))
                .collect(),
        })
    }

    /// Rows of each class among these.
    fn classes_of(&self, rows: &[usize]) -> BTreeMap<usize, Vec<usize>> {
        let mut of_class: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &row in rows {
            of_class.entry(self.rows()[row].class).or_default().push(row);
        }
        of_class
    }

    fn name(&self, class: usize) -> &str {
        &self.classes()[class]
    }
}
