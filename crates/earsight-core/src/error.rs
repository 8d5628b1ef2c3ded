//! Errors in features and labels.

use std::fmt;

use crate::{ClipId, FeatureSpace, Modality};

/// Rows beside the features.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SideRows {
    /// Changes within each second.
    Changes,
    /// Concepts of each second.
    Concepts,
}

impl fmt::Display for SideRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SideRows::Changes => "changes",
            SideRows::Concepts => "concepts",
        })
    }
}

/// An error in features or labels; each names the clip, the backbone or the line.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A modality that does not exist.
    #[error("no modality is called `{typed}`; there are `audio` and `visual`")]
    UnknownModality {
        /// The name.
        typed: String,
    },
    /// Features of one backbone where those of another are needed.
    #[error("{modality} features come from {found}, the model was fitted on {expected}")]
    FeatureSpace {
        /// Which modality.
        modality: Modality,
        /// The space that the model was fitted on.
        expected: Box<FeatureSpace>,
        /// The space of the features.
        found: Box<FeatureSpace>,
    },
    /// Rows of the wrong width.
    #[error("{modality} features of `{clip}` have {found} columns, the backbone says {expected}")]
    FeatureDim {
        /// The clip.
        clip: ClipId,
        /// Which modality.
        modality: Modality,
        /// Columns of the feature space.
        expected: usize,
        /// Columns of the rows.
        found: usize,
    },
    /// Modalities of different length.
    #[error("`{clip}` has {audio} seconds of audio and {visual} of picture")]
    SegmentCount {
        /// The clip.
        clip: ClipId,
        /// Seconds of audio.
        audio: usize,
        /// Seconds of video.
        visual: usize,
    },
    /// Changes or concepts whose shape does not fit the clip's seconds.
    #[error("{modality} {what} of `{clip}` are {found:?}, its seconds ask for {expected:?}")]
    RowsShape {
        /// The clip.
        clip: ClipId,
        /// Which modality.
        modality: Modality,
        /// Which rows.
        what: SideRows,
        /// Seconds of the modality and columns of the layout.
        expected: [usize; 2],
        /// Rows and columns that there are.
        found: [usize; 2],
    },
    /// A value that is not a number.
    #[error("{modality} features of `{clip}` are not finite at second {segment}")]
    NotFinite {
        /// The clip.
        clip: ClipId,
        /// Which modality.
        modality: Modality,
        /// Which second.
        segment: usize,
    },
    /// Two clips of one name.
    #[error("clip `{clip}` is there twice")]
    DuplicateClip {
        /// The name.
        clip: ClipId,
    },
    /// An invalid line of labels.
    #[error("line {line} {problem}")]
    Labels {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it; follows the line's number in the message.
        problem: String,
    },
}
