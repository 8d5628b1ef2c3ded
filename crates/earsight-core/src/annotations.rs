//! What people said about clips, kept apart from features so that label-free training cannot see it.

mod labels;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{ClipId, Span};

/// The kind of an event, as a person names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Category(pub String);

/// One event of a clip: what it is and when it is both heard and seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What it is.
    pub category: Category,
    /// When; seconds outside are background.
    pub span: Span,
}

/// The events of a collection. Used to evaluate, never inside a [`crate::FeatureSet`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Annotations {
    events: BTreeMap<ClipId, Event>,
}

impl Annotations {
    /// The event of a clip, if someone told.
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

    /// Whether nobody said anything.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }
}

impl FromIterator<(ClipId, Event)> for Annotations {
    fn from_iter<I: IntoIterator<Item = (ClipId, Event)>>(events: I) -> Self {
        Annotations { events: events.into_iter().collect() }
    }
}
