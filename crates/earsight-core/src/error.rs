//! What can be wrong with features.

use crate::{ClipId, FeatureSpace, Modality};

/// What can be wrong with features; each says which clip or which backbone.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A modality that does not exist.
    #[error("no modality is called `{typed}`; there are `audio` and `visual`")]
    UnknownModality {
        /// What was typed.
        typed: String,
    },
    /// Features of one backbone where those of another are needed.
    #[error("{modality} features come from {found}, the model was fitted on {expected}")]
    FeatureSpace {
        /// Which modality.
        modality: Modality,
        /// What the model was fitted on.
        expected: Box<FeatureSpace>,
        /// What it was given.
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
        /// Seconds heard.
        audio: usize,
        /// Seconds seen.
        visual: usize,
    },
    /// Changes that are not those of the clip's seconds.
    #[error("{modality} changes of `{clip}` are {found:?}, its seconds ask for {expected:?}")]
    ChangeShape {
        /// The clip.
        clip: ClipId,
        /// Which modality.
        modality: Modality,
        /// Seconds of the modality and columns of the layout.
        expected: [usize; 2],
        /// Rows and columns that came.
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
    /// A line of labels that is not as it should be.
    #[error("line {line} {problem}")]
    Labels {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it, to be read after the line's number.
        problem: String,
    },
}
