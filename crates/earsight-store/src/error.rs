//! Errors of a library.

use std::io;

use earsight_core::{FeatureSpace, Modality};

/// An error of a library; each names the file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A folder without a library.
    #[error("there is no library (no `manifest.json`) at {path}")]
    NotALibrary {
        /// The folder.
        path: String,
    },
    /// A library that a later program wrote.
    #[error("the library has format {found}, which needs {}: {path}", program(.needs))]
    NewerFormat {
        /// The library's format.
        found: u64,
        /// The first program that reads it; empty if the library does not say so.
        needs: String,
        /// The manifest.
        path: String,
    },
    /// A file that differs from its name or its record in the manifest.
    #[error("{reason}: {path}")]
    Corrupt {
        /// What is wrong with it.
        reason: String,
        /// The file.
        path: String,
    },
    /// A file that does not exist.
    #[error("nothing is at {path}")]
    Missing {
        /// Its path.
        path: String,
    },
    /// Another process writes to the library.
    #[error("{} is writing to {path}", holder(.pid))]
    Locked {
        /// The process, if the lock file names it.
        pid: Option<u32>,
        /// The lock file.
        path: String,
    },
    /// Features of another backbone than the library's.
    #[error(
        "the library holds {modality} features of {expected}, these are of {found}; \
         use another library folder than {path}"
    )]
    OtherBackbone {
        /// Which modality.
        modality: Modality,
        /// The space of the library's features.
        expected: Box<FeatureSpace>,
        /// The space of the new features.
        found: Box<FeatureSpace>,
        /// The library.
        path: String,
    },
    /// An invalid name of a file in a library.
    #[error(
        "`{typed}` cannot be a name here: letters, digits, `.`, `_` and `-`, not starting with `.`"
    )]
    Name {
        /// The name.
        typed: String,
    },
    /// Invalid features.
    #[error(transparent)]
    Features(#[from] earsight_core::Error),
    /// An error of the operating system.
    #[error("cannot {doing} {path}")]
    Io {
        /// The operation: `read`, `write`, …
        doing: &'static str,
        /// The cause.
        #[source]
        source: io::Error,
        /// The file or folder.
        path: String,
    },
}

/// The result type of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

fn holder(pid: &Option<u32>) -> String {
    pid.map_or_else(|| "another process".to_owned(), |pid| format!("process {pid}"))
}

fn program(needs: &str) -> String {
    match needs {
        "" => "a newer earsight".to_owned(),
        needs => format!("earsight {needs} or newer"),
    }
}
