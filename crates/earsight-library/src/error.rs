//! Errors of the application.

use std::io;

use crate::{ModelNameError, QueryError, Stopped, WordsError};

/// Errors of the application.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A library without concepts.
    #[error("the library has no concepts: {path}")]
    NoConcepts {
        /// The library.
        path: String,
    },
    /// Something failed because of another error.
    #[error("{what}")]
    Because {
        /// What failed, with the file or folder.
        what: String,
        /// Why.
        source: Box<Error>,
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
    /// The model compares none of the chosen parts.
    #[error("`{model}` compares by {parts}; none of them is chosen")]
    NoChosenPart {
        /// The model.
        model: String,
        /// The names of its parts.
        parts: String,
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
    /// The work was stopped on request.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// No fitted model could be chosen.
    #[error(transparent)]
    ModelName(#[from] ModelNameError),
    /// A query is invalid.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Words cannot be searched for.
    #[error(transparent)]
    Words(#[from] WordsError),
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
    /// An error of the search.
    #[error(transparent)]
    Codes(#[from] earsight_search::Error),
    /// An error of a backbone.
    #[error(transparent)]
    Backbone(#[from] earsight_backbone::Error),
    /// Invalid JSON in a file of a model.
    #[error(transparent)]
    Note(#[from] serde_json::Error),
}

impl Error {
    /// The error of something that failed because of this one.
    pub(crate) fn because(self, what: impl Into<String>) -> Self {
        Error::Because { what: what.into(), source: Box::new(self) }
    }
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;
