//! Errors of the application.

use std::io;

use earsight_core::{ClipId, Modality};

use crate::{ModelNameError, QueryError, Stopped};

/// Errors of the application.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no library, or it is broken.
    #[error("cannot open the library {path}")]
    Open {
        /// Its folder.
        path: String,
        /// Why.
        source: earsight_store::Error,
    },
    /// There is no index of that model.
    #[error("{path} has no index of `{model}`")]
    NoIndex {
        /// The library.
        path: String,
        /// The model.
        model: String,
        /// Why.
        source: earsight_store::Error,
    },
    /// The index cannot be searched.
    #[error("cannot search the index of `{model}`")]
    Search {
        /// The model.
        model: String,
        /// Why.
        source: earsight_search::Error,
    },
    /// A fitted model cannot be loaded.
    #[error("cannot load the model {path}")]
    Load {
        /// Where it is.
        path: String,
        /// Why.
        source: Box<Error>,
    },
    /// A calibration cannot be read.
    #[error("cannot read the calibration {path}")]
    Calibration {
        /// Where it is.
        path: String,
        /// Why.
        source: Box<Error>,
    },
    /// A file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// No backbone of this program takes these weights.
    #[error("there is no network for the weights in {path}")]
    ForeignWeights {
        /// The file.
        path: String,
    },
    /// The model compares and cannot generate.
    #[error("`{model}` compares, it cannot generate")]
    CannotGenerate {
        /// The model.
        model: String,
    },
    /// The model has no latent space.
    #[error("`{model}` has no latent space")]
    NoLatent {
        /// The model.
        model: String,
    },
    /// A labels file is invalid.
    #[error("{reason}: {path}")]
    Labels {
        /// The line and what is wrong with it.
        reason: earsight_core::Error,
        /// The file.
        path: String,
    },
    /// No clip of the library has a label.
    #[error("none of the clips named in {path} is in the library")]
    ForeignLabels {
        /// The file.
        path: String,
    },
    /// A folder cannot be turned into features.
    #[error("cannot extract {folder}")]
    Extraction {
        /// The folder.
        folder: String,
        /// Why.
        source: earsight_extract::Error,
    },
    /// A clip cannot be embedded.
    #[error("cannot embed the {modality} of {clip}")]
    Embed {
        /// The modality.
        modality: Modality,
        /// The clip.
        clip: ClipId,
        /// Why.
        source: earsight::Error,
    },
    /// The work was stopped on request.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// No fitted model could be chosen.
    #[error(transparent)]
    ModelName(#[from] ModelNameError),
    /// A query is invalid.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// An error of the store.
    #[error(transparent)]
    Store(#[from] earsight_store::Error),
    /// An error of a model.
    #[error(transparent)]
    Model(#[from] earsight::Error),
    /// An error of features.
    #[error(transparent)]
    Features(#[from] earsight_core::Error),
    /// An error of decoding.
    #[error(transparent)]
    Extract(#[from] earsight_extract::Error),
    /// An error of a backbone.
    #[error(transparent)]
    Backbone(#[from] earsight_backbone::Error),
    /// Invalid JSON in a file of a model.
    #[error(transparent)]
    Note(#[from] serde_json::Error),
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;
