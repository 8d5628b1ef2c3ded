//! What can keep a question from an answer.

use std::io;

use crate::{FittedNames, QueryError};

/// What can keep a question from an answer.
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
    /// Seconds were never indexed with that model.
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
        /// Whose.
        model: String,
        /// Why.
        source: Box<Error>,
    },
    /// A fitted model cannot be used.
    #[error("cannot load the model {path}")]
    Load {
        /// Where it is.
        path: String,
        /// Why.
        source: Box<Error>,
    },
    /// What a self-check found cannot be used.
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
    /// Weights that no network of ours takes.
    #[error("there is no network for the weights in {path}")]
    ForeignWeights {
        /// The file.
        path: String,
    },
    /// No fitted model is meant, or another.
    #[error(transparent)]
    Fitted(#[from] FittedNames),
    /// What is asked about is not there.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The store's.
    #[error(transparent)]
    Store(#[from] earsight_store::Error),
    /// The model's.
    #[error(transparent)]
    Model(#[from] earsight::Error),
    /// The features'.
    #[error(transparent)]
    Features(#[from] earsight_core::Error),
    /// Decoding's.
    #[error(transparent)]
    Extract(#[from] earsight_extract::Error),
    /// The networks'.
    #[error(transparent)]
    Backbone(#[from] earsight_backbone::Error),
    /// The search's.
    #[error(transparent)]
    Codes(#[from] earsight_search::Error),
    /// A note in a file of ours that is none.
    #[error(transparent)]
    Note(#[from] serde_json::Error),
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;
