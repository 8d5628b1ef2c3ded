//! Clips that were cut from one video.

use std::collections::BTreeMap;

use earsight_core::ClipId;

use super::part::severity;
use super::{Finding, Kind, Part, Severity};
use crate::evaluation::Partition;

type Place<'a> = (Partition, &'a ClipId);

pub(super) fn findings(parts: &[Part<'_>]) -> Vec<Finding> {
    let mut of_source: BTreeMap<&str, Vec<Place<'_>>> = BTreeMap::new();
    for part in parts {
        for clip in &part.clips {
            if let Some(source) = &clip.source {
                of_source.entry(source).or_default().push((part.partition, &clip.id));
            }
        }
    }
    let repeated: Vec<Vec<Place<'_>>> =
        of_source.into_values().filter(|places| places.len() > 1).collect();
    let across: Vec<&Vec<Place<'_>>> = repeated
        .iter()
        .filter(|places| places.iter().any(|place| place.0 != places[0].0))
        .collect();
    let ids = |places: &[Place<'_>]| places.iter().map(|place| place.1.clone()).collect();
    let mut found = Vec::new();
    if !repeated.is_empty() {
        found.push(Finding {
            severity: Severity::Note,
            kind: Kind::RepeatedSource,
            message: format!("{} videos gave more than one clip", repeated.len()),
            number: repeated.len() as f64,
            clips: repeated.iter().map(|places| ids(places)).collect(),
        });
    }
    if !across.is_empty() {
        let is_in_test = |places: &&&Vec<Place<'_>>| places.iter().any(|p| p.0 == Partition::Test);
        let n_test = across.iter().filter(is_in_test).count();
        found.push(Finding {
            severity: severity(if n_test > 0 { Partition::Test } else { Partition::Validation }),
            kind: Kind::SharedSource,
            message: format!(
                "{} videos stand in two parts, {n_test} of them in test",
                across.len()
            ),
            number: across.len() as f64,
            clips: across.iter().map(|places| ids(places)).collect(),
        });
    }
    found
}
