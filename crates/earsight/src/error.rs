//! Errors of fitting, loading and using a model.

use earsight_core::Modality;

/// Errors of fitting, loading and using a model.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Features are broken or come from another backbone.
    #[error(transparent)]
    Features(#[from] earsight_core::Error),
    /// No model of that name.
    #[error("no model is called `{typed}`; there are {}", .known.join(", "))]
    UnknownModel {
        /// The name.
        typed: String,
        /// Names of the registry.
        known: Vec<&'static str>,
    },
    /// A model that was not compiled into this program.
    #[error("`{model}` is not in this build; the feature `{feature}` adds it")]
    NotInThisBuild {
        /// The model.
        model: &'static str,
        /// The feature of the program.
        feature: &'static str,
    },
    /// A config that does not fit its model.
    #[error("config of `{model}`: {reason}")]
    Config {
        /// The model.
        model: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// Rows of another width than the model was fitted on.
    #[error("{modality} features have {found} columns, the model was fitted on {expected}")]
    FeatureDim {
        /// Which modality.
        modality: Modality,
        /// Columns the model was fitted on.
        expected: usize,
        /// Columns of the rows.
        found: usize,
    },
    /// Seconds without concepts, or with those of another list.
    #[error("{modality} seconds have no concepts that the model knows")]
    NoConcepts {
        /// Which modality.
        modality: Modality,
    },
    /// Latents of another model.
    #[error("latents have {found} dimensions, the model's have {expected}")]
    LatentDim {
        /// Dimensions of the model's latent.
        expected: usize,
        /// Dimensions of the latents.
        found: usize,
    },
    /// Two rows that cannot be compared.
    #[error("query rows have {query} columns, the rows to compare with have {items}")]
    EmbeddingDim {
        /// Columns of the query.
        query: usize,
        /// Columns of the other side.
        items: usize,
    },
    /// Too few seconds to learn from.
    #[error("{found} seconds are both heard and seen; `{model}` needs at least {needed}")]
    TooFewSegments {
        /// The model.
        model: &'static str,
        /// Seconds it needs.
        needed: usize,
        /// Seconds there are.
        found: usize,
    },
    /// Too few clips to learn from.
    #[error("{found} clips are both heard and seen; `{model}` needs at least {needed}")]
    TooFewClips {
        /// The model.
        model: &'static str,
        /// Clips it needs.
        needed: usize,
        /// Clips there are.
        found: usize,
    },
    /// A supervised model without labels.
    #[error("`{model}` learns from labels, and there are none")]
    NeedsLabels {
        /// The model.
        model: &'static str,
    },
    /// Labels without a kind of seconds that a model needs.
    #[error("`{model}` learns from seconds of {kind}, and by the labels there are none")]
    NoSuchSeconds {
        /// The model.
        model: &'static str,
        /// Which seconds are missing.
        kind: &'static str,
    },
    /// Both modalities of one clip, of different lengths.
    #[error("{audio} seconds are heard and {visual} are seen; a clip has as many of both")]
    SegmentCount {
        /// Seconds of sound.
        audio: usize,
        /// Seconds of picture.
        visual: usize,
    },
    /// A query of no seconds, or one longer than the sequence.
    #[error("a query of {query} seconds does not fit into {sequence} seconds")]
    QueryLength {
        /// Seconds of the query.
        query: usize,
        /// Seconds of the sequence.
        sequence: usize,
    },
    /// A loss term is not finite.
    #[error("training diverged: {term} is not a number in epoch {epoch}")]
    Diverged {
        /// The first such loss term.
        term: String,
        /// Epoch, counted from 0.
        epoch: usize,
    },
    /// The observer stopped the training; the last snapshot has its state.
    #[error("stopped in epoch {epoch}")]
    Stopped {
        /// Epochs that were finished.
        epoch: usize,
    },
    /// Bytes that are not a checkpoint.
    #[error("not a checkpoint: {reason}")]
    Checkpoint {
        /// What is wrong with the bytes.
        reason: String,
    },
    /// Bytes that are not a calibration.
    #[error("not a calibration: {reason}")]
    Calibration {
        /// What is wrong with the bytes.
        reason: String,
    },
}

/// Result of this crate.
pub type Result<T> = std::result::Result<T, Error>;
