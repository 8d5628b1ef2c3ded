//! The errors of this crate.

use std::path::{Path, PathBuf};

/// Why a bench or its data failed.
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
    /// A file whose content is not as expected.
    #[error("{reason} in {}", .path.display())]
    Format {
        /// What is wrong with it.
        reason: String,
        /// The file.
        path: PathBuf,
    },
    /// A part of the data in which a class is empty.
    #[error("part {part} has no {what} of class `{class}`")]
    EmptyClass {
        /// Which part of the data.
        part: i32,
        /// Sounds or photos.
        what: &'static str,
        /// The class.
        class: String,
    },
    /// An unknown name of a published mistake.
    #[error("no published mistake is called `{typed}`; there are d1, d2, d7, d10, d12, d13")]
    UnknownSwitch {
        /// What was typed.
        typed: String,
    },
    /// The run was stopped.
    #[error("stopped")]
    Stopped,
    /// An unknown split of AVE.
    #[error("AVE has no split `{typed}`; there are `match` and `standard`")]
    UnknownSplit {
        /// What was typed.
        typed: String,
    },
    /// Missing split files.
    #[error(
        "no split: `train_order_match.h5`, `val_order_match.h5` and `test_order_match.h5`, or `train_order.h5` and so on, belong into {}",
        .path.display()
    )]
    NoSplit {
        /// The folder.
        path: PathBuf,
    },
    /// An array of the wrong shape.
    #[error("{what} has shape {found:?}, {expected} is needed, in {}", .path.display())]
    Shape {
        /// Which array.
        what: String,
        /// The shape that is needed; a letter stands for any number.
        expected: String,
        /// The shape that it has.
        found: Vec<usize>,
        /// The file.
        path: PathBuf,
    },
    /// A labels file that cannot be read.
    #[error("{reason}, in {}", .path.display())]
    Labels {
        /// Which line, and what is wrong with it.
        reason: earsight_core::Error,
        /// The file.
        path: PathBuf,
    },
    /// A model that reads raw seconds, which are not timed.
    #[error("`{model}` reads raw seconds, and only models that read features are timed")]
    RawSeconds {
        /// Registry name.
        model: &'static str,
    },
    /// A model without training steps.
    #[error("`{model}` is solved in closed form and makes no steps")]
    ClosedForm {
        /// Registry name.
        model: &'static str,
    },
    /// An error of the search.
    #[error(transparent)]
    Search(#[from] earsight_search::Error),
    /// An error of a model.
    #[error(transparent)]
    Model(#[from] earsight::Error),
    /// Invalid features.
    #[error(transparent)]
    Features(#[from] earsight_core::Error),
}

/// Result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Makes an [`Error::Read`] about this file.
    pub(crate) fn read(path: &Path) -> impl FnOnce(std::io::Error) -> Error + '_ {
        |source| Error::Read { source, path: path.to_path_buf() }
    }

    /// An [`Error::Format`] about this file.
    pub(crate) fn format(reason: impl Into<String>, path: &Path) -> Error {
        Error::Format { reason: reason.into(), path: path.to_path_buf() }
    }
}

/// The text of a file.
///
/// # Errors
/// [`Error::Read`].
pub(crate) fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(Error::read(path))
}
