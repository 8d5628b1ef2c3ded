//! A part of a data set, as far as it is known.

use earsight_core::{Annotations, ClipId, Event, FeatureSet};
use earsight_metrics::Placed;

use crate::evaluation::Partition;

/// What is known of a clip without its features.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipFacts {
    /// Its name.
    pub id: ClipId,
    /// Its seconds.
    pub n_segments: usize,
    /// The video it was cut from, where that is known.
    pub source: Option<String>,
    /// What happens in it, where somebody told.
    pub event: Option<Event>,
}

/// A part of a data set.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// What its clips are for.
    pub partition: Partition,
    /// Its clips.
    pub clips: Vec<ClipFacts>,
    /// Their features, where they are there.
    pub features: Option<&'a FeatureSet>,
}

impl<'a> Part<'a> {
    /// A part with features; `source_of` tells the video a clip was cut from, where that is known.
    pub fn new(
        partition: Partition,
        features: &'a FeatureSet,
        annotations: &Annotations,
        source_of: impl Fn(&ClipId) -> Option<String>,
    ) -> Self {
        let facts = |clip: &earsight_core::ClipFeatures| ClipFacts {
            id: clip.id.clone(),
            n_segments: clip.n_segments(),
            source: source_of(&clip.id),
            event: annotations.event(&clip.id).cloned(),
        };
        let clips = features.clips().iter().map(facts).collect();
        Part { partition, clips, features: Some(features) }
    }

    /// A part of which only labels are known.
    pub fn without_features(partition: Partition, clips: Vec<ClipFacts>) -> Self {
        Part { partition, clips, features: None }
    }

    /// The events that can be missed: those shorter than their clip.
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

/// Every two parts of different use, the one that teaches first.
pub(super) fn pairs<'p, 'a>(
    parts: &'p [Part<'a>],
) -> impl Iterator<Item = (&'p Part<'a>, &'p Part<'a>)> {
    parts.iter().flat_map(move |a| {
        parts.iter().filter(move |b| a.partition < b.partition).map(move |b| (a, b))
    })
}

/// What two parts have in common is serious when one of them is asked about.
pub(super) fn severity(asked: Partition) -> super::Severity {
    if asked == Partition::Test { super::Severity::Serious } else { super::Severity::Warning }
}
