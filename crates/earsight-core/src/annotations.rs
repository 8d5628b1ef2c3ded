//! Labels of clips, separate from features so that label-free training cannot see them.

mod labels;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{ClipId, Span};

/// The category of an event.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Category(pub String);

/// One audio–visual event of a clip: its category and when it is both audible and visible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its category.
    pub category: Category,
    /// Its seconds; all others are background.
    pub span: Span,
}

/// The events of a collection, for evaluation and supervised training; never part of a [`crate::FeatureSet`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Annotations {
    events: BTreeMap<ClipId, Event>,
}

impl Annotations {
    /// The event of a clip, if it is annotated.
    pub fn event(&self, clip: &ClipId) -> Option<&Event> {
        self.events.get(clip)
    }

    /// All events, by clip name.
    pub fn iter(&self) -> impl Iterator<Item = (&ClipId, &Event)> {
        self.events.iter()
    }

    /// Number of annotated clips.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether no clip is annotated.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }
}

impl FromIterator<(ClipId, Event)> for Annotations {
    fn from_iter<I: IntoIterator<Item = (ClipId, Event)>>(events: I) -> Self {
        Annotations { events: events.into_iter().collect() }
    }
}
