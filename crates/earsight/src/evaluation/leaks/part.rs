//! A part of a data set: train, validation or test.

use earsight_core::{Annotations, ClipFeatures, ClipId, Event, FeatureSet};
use earsight_metrics::Placed;

use super::Severity;
use crate::evaluation::Partition;

/// A clip without its features.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipFacts {
    /// Its name.
    pub id: ClipId,
    /// Its seconds.
    pub n_segments: usize,
    /// The video it was cut from, where that is known.
    pub source: Option<String>,
    /// Its event, where it is labelled.
    pub event: Option<Event>,
}

/// A part of a data set.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// What its clips are for.
    pub partition: Partition,
    /// Its clips.
    pub clips: Vec<ClipFacts>,
    /// Their features, where there are any.
    pub features: Option<&'a FeatureSet>,
}

impl<'a> Part<'a> {
    /// A part with features; `source_of` returns the video a clip was cut from, where that is known.
    pub fn new(
        partition: Partition,
        features: &'a FeatureSet,
        annotations: &Annotations,
        source_of: impl Fn(&ClipId) -> Option<String>,
    ) -> Self {
        let facts = |clip: &ClipFeatures| ClipFacts {
            id: clip.id.clone(),
            n_segments: clip.n_segments(),
            source: source_of(&clip.id),
            event: annotations.event(&clip.id).cloned(),
        };
        let clips = features.clips().iter().map(facts).collect();
        Part { partition, clips, features: Some(features) }
    }

    /// The events that can be localized: those shorter than their clip.
    pub(super) fn countable(&self) -> Vec<Placed> {
        let of = |clip: &ClipFacts| {
            let span = clip.event.as_ref()?.span;
            let fits =
                !span.is_empty() && span.len < clip.n_segments && span.end() <= clip.n_segments;
            fits.then_some((span, clip.n_segments))
        };
        self.clips.iter().filter_map(of).collect()
    }
}

/// Every two parts of different use: train first, test last.
pub(super) fn pairs<'p, 'a>(
    parts: &'p [Part<'a>],
) -> impl Iterator<Item = (&'p Part<'a>, &'p Part<'a>)> {
    parts.iter().flat_map(move |a| {
        parts.iter().filter(move |b| a.partition < b.partition).map(move |b| (a, b))
    })
}

/// Of what a part has in common with the training part: serious where it is the test part.
pub(super) fn severity(partition: Partition) -> Severity {
    if partition == Partition::Test { Severity::Serious } else { Severity::Warning }
}
