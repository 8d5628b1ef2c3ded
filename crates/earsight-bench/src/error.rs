//! What can go wrong with bench data.

use std::path::PathBuf;

/// What can go wrong with bench data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file that cannot be read.
    #[error("cannot read {}", .path.display())]
    Read {
        /// Why.
        source: std::io::Error,
        /// The file.
        path: PathBuf,
    },
    /// A file that holds something else.
    #[error("{reason} in {}", .path.display())]
    Format {
        /// What is wrong with it.
        reason: String,
        /// The file.
        path: PathBuf,
    },
    /// A part that has too little in it.
    #[error("part {part} has no {what} of class `{class}`")]
    EmptyClass {
        /// Which part of the data.
        part: i32,
        /// Sounds or photos.
        what: &'static str,
        /// The class.
        class: String,
    },
    /// A switch that does not exist.
    #[error("no published mistake is called `{typed}`; there are d1, d2, d7, d10, d12, d13")]
    UnknownSwitch {
        /// What was typed.
        typed: String,
    },
    /// The person asked to stop.
    #[error("stopped")]
    Stopped,
    /// A split of AVE that does not exist.
    #[error("AVE has no split `{typed}`; there are `match` and `standard`")]
    UnknownSplit {
        /// What was typed.
        typed: String,
    },
    /// Split files that are not there.
    #[error(
        "no split: `train_order_match.h5`, `val_order_match.h5` and `test_order_match.h5`, or `train_order.h5` and so on, belong into {}",
        .path.display()
    )]
    NoSplit {
        /// The folder.
        path: PathBuf,
    },
    /// An array that does not fit the others.
    #[error("{what} has shape {found:?}, {expected} is needed, in {}", .path.display())]
    Shape {
        /// Which array.
        what: String,
        /// What it needs to be; a letter stands for any number.
        expected: String,
        /// What it is.
        found: Vec<usize>,
        /// The file.
        path: PathBuf,
    },
    /// Labels that cannot be read.
    #[error("{reason}, in {}", .path.display())]
    Labels {
        /// Which line, and what is wrong with it.
        reason: earsight_core::Error,
        /// The file.
        path: PathBuf,
    },
    /// A model whose features cannot be made up.
    #[error("`{model}` reads raw seconds, and only models that read features are timed")]
    RawSeconds {
        /// Registry name.
        model: &'static str,
    },
    /// A model that makes no steps.
    #[error("`{model}` is solved in closed form and makes no steps")]
    ClosedForm {
        /// Registry name.
        model: &'static str,
    },
    /// What cannot be searched.
    #[error(transparent)]
    Search(#[from] earsight_search::Error),
    /// What a model refuses.
    #[error(transparent)]
    Model(#[from] earsight::Error),
    /// Broken features.
    #[error(transparent)]
    Features(#[from] earsight_core::Error),
}

/// Result of this crate.
pub type Result<T> = std::result::Result<T, Error>;
