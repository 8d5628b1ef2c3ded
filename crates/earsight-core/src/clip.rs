//! The name of a clip, and one second of it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The name of a clip: its file's path relative to the collection's folder, with `/` between parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClipId(String);

impl ClipId {
    /// A clip of that name.
    pub fn new(name: impl Into<String>) -> Self {
        ClipId(name.into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClipId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for ClipId {
    fn from(name: &str) -> Self {
        ClipId::new(name)
    }
}

/// One second of one clip: what an index row, a search hit or a thumbnail refers to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    /// The clip.
    pub clip: ClipId,
    /// Its segment, which is also its second, counted from 0.
    pub segment: usize,
}
