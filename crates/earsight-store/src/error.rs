//! What can go wrong with a library, said so that a person can act on it.

use std::io;

use earsight_core::{FeatureSpace, Modality};

/// What can go wrong with a library; each names the file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A folder that no run has ever written a library into.
    #[error("there is no library (no `manifest.json`) at {path}")]
    NotALibrary {
        /// The folder.
        path: String,
    },
    /// Written by a later program.
    #[error(
        "the format is version {found}, this program knows up to {known}: update earsight to read {path}"
    )]
    NewerVersion {
        /// The file's version.
        found: u64,
        /// The last version this program knows.
        known: u32,
        /// The file.
        path: String,
    },
    /// A file that is not what its name or its manifest says.
    #[error("{reason}: {path}")]
    Corrupt {
        /// What does not fit.
        reason: String,
        /// The file.
        path: String,
    },
    /// Something that should be there and is not.
    #[error("nothing is at {path}")]
    Missing {
        /// Where it was looked for.
        path: String,
    },
    /// Another process writes here.
    #[error("{} is writing to {path}", holder(.pid))]
    Locked {
        /// The process, if it said who it is.
        pid: Option<u32>,
        /// What it holds.
        path: String,
    },
    /// Features of one backbone for a library of another's.
    #[error(
        "the library holds {modality} features of {expected}, these are of {found}; \
         use another library folder than {path}"
    )]
    OtherBackbone {
        /// Which modality.
        modality: Modality,
        /// What the library holds.
        expected: Box<FeatureSpace>,
        /// What came.
        found: Box<FeatureSpace>,
        /// The library.
        path: String,
    },
    /// A name that cannot be a place in a library.
    #[error(
        "`{typed}` cannot be a name here: letters, digits, `.`, `_` and `-`, not starting with `.`"
    )]
    Name {
        /// What was given.
        typed: String,
    },
    /// Features that break a rule of theirs.
    #[error(transparent)]
    Features(#[from] earsight_core::Error),
    /// The operating system refused.
    #[error("cannot {doing} {path}")]
    Io {
        /// What was tried: `read`, `write`, …
        doing: &'static str,
        /// What it said.
        #[source]
        source: io::Error,
        /// The file or folder.
        path: String,
    },
}

/// What the functions of this crate return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

fn holder(pid: &Option<u32>) -> String {
    pid.map_or_else(|| "another process".to_owned(), |pid| format!("process {pid}"))
}
