//! What ends a whole run; what is wrong with one file is a [`crate::Skip`].

use std::path::{Path, PathBuf};

use earsight_core::Span;

/// What ends a whole run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A folder without one file that is media by its name.
    #[error("no video, sound or picture is in {}", path.display())]
    NothingToExtract {
        /// The folder.
        path: PathBuf,
    },
    /// A moment after the end.
    #[error("`{span}` asks for seconds that the file does not have, it ends at {duration_secs:.1} s: {}", path.display())]
    BeyondEnd {
        /// What was asked for.
        span: Span,
        /// Length of the file.
        duration_secs: f64,
        /// The file.
        path: PathBuf,
    },
    /// A folder that cannot be read.
    #[error("cannot read the folder {}", path.display())]
    Folder {
        /// What the system says.
        #[source]
        source: std::io::Error,
        /// The folder.
        path: PathBuf,
    },
    /// No ffmpeg, or a file it cannot read.
    #[error(transparent)]
    Media(#[from] earsight_media::Error),
    /// A backbone that does not exist or does not run.
    #[error(transparent)]
    Backbone(#[from] earsight_backbone::Error),
    /// A library that cannot be read or written.
    #[error(transparent)]
    Store(#[from] earsight_store::Error),
}

/// What the functions of this crate return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error and its causes as one line, without the path that whoever prints it says anyway.
pub(crate) fn one_line(error: &dyn std::error::Error, path: &Path) -> String {
    let mut line = error.to_string();
    for shown in [format!(": {}", path.display()), format!(": `{}`", path.display())] {
        if let Some(rest) = line.strip_suffix(&shown) {
            line.truncate(rest.len());
        }
    }
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        if !line.contains(&said) {
            line = format!("{line}: {said}");
        }
        cause = error.source();
    }
    line.replace(['\n', '\r'], " ")
}
