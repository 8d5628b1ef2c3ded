//! Frequent, unseen and missing classes.

use std::collections::{BTreeMap, BTreeSet};

use earsight_core::{Category, ClipId};

use super::{Finding, Kind, Part, Severity};
use crate::evaluation::Partition;

/// A part with fewer than this share of all classes cannot compare models.
const ENOUGH_CLASSES: f64 = 0.5;

/// A class is frequent from this many times its fair share on.
const FREQUENT: f64 = 3.0;

type Classes<'a> = BTreeMap<&'a Category, Vec<&'a ClipId>>;

pub(super) fn findings(parts: &[Part<'_>]) -> Vec<Finding> {
    let classes: Vec<(Partition, Classes<'_>)> =
        parts.iter().map(|part| (part.partition, of_part(part))).collect();
    let all: BTreeSet<&Category> =
        classes.iter().flat_map(|(_, classes)| classes.keys().copied()).collect();
    let (train, evaluated): (Vec<_>, Vec<_>) =
        classes.iter().partition(|(partition, _)| *partition == Partition::Train);
    let trained: BTreeSet<&Category> =
        train.iter().flat_map(|(_, classes)| classes.keys().copied()).collect();
    let mut found = Vec::new();
    for (partition, classes) in evaluated.into_iter().filter(|(_, classes)| !classes.is_empty()) {
        found.extend(frequent(*partition, classes));
        if !trained.is_empty() {
            found.extend(unseen(*partition, classes, &trained));
        }
        found.extend(missing(*partition, classes, all.len()));
    }
    found
}

fn of_part<'p>(part: &'p Part<'_>) -> Classes<'p> {
    let mut classes: Classes<'p> = BTreeMap::new();
    for clip in &part.clips {
        if let Some(event) = &clip.event {
            classes.entry(&event.category).or_default().push(&clip.id);
        }
    }
    classes
}

fn frequent(partition: Partition, classes: &Classes<'_>) -> Option<Finding> {
    let n_clips: usize = classes.values().map(Vec::len).sum();
    let (class, clips) = classes.iter().max_by_key(|(_, clips)| clips.len())?;
    let share = clips.len() as f64 / n_clips as f64;
    let fair = 1.0 / classes.len() as f64;
    // With one clip per class, or two classes, a share is no evidence.
    (clips.len() > 2 && share > FREQUENT * fair).then(|| Finding {
        severity: Severity::Warning,
        kind: Kind::ClassPrior,
        message: format!(
            "`{}` is {:.1} % of {}, {:.1} times a fair share among {} classes",
            class.0,
            100.0 * share,
            partition.name(),
            share / fair,
            classes.len()
        ),
        number: share,
        clips: vec![],
    })
}

fn unseen(
    partition: Partition,
    classes: &Classes<'_>,
    trained: &BTreeSet<&Category>,
) -> Option<Finding> {
    let unseen = || classes.iter().filter(|(class, _)| !trained.contains(*class));
    let n_unseen: usize = unseen().map(|(_, clips)| clips.len()).sum();
    let n_clips: usize = classes.values().map(Vec::len).sum();
    let names: Vec<String> =
        unseen().map(|(class, clips)| format!("{} {}", class.0, clips.len())).collect();
    (n_unseen > 0).then(|| Finding {
        severity: Severity::Warning,
        kind: Kind::UnseenClass,
        message: format!(
            "{n_unseen} of {n_clips} {} clips are of classes never seen in training ({})",
            partition.name(),
            names.join("; ")
        ),
        number: n_unseen as f64,
        clips: unseen().flat_map(|(_, clips)| clips).map(|&id| vec![id.clone()]).collect(),
    })
}

fn missing(partition: Partition, classes: &Classes<'_>, n_all: usize) -> Option<Finding> {
    let n = classes.len();
    let names: Vec<&str> = classes.keys().map(|class| class.0.as_str()).collect();
    ((n as f64) < ENOUGH_CLASSES * n_all as f64).then(|| Finding {
        severity: Severity::Serious,
        kind: Kind::MissingClasses,
        message: format!(
            "{} holds {n} of {n_all} classes ({}), too few to choose by or to judge by",
            partition.name(),
            names.join("; ")
        ),
        number: n as f64,
        clips: vec![],
    })
}
