//! Errors that end a whole run; errors of one file are a [`crate::SkippedFile`].

use std::path::{Path, PathBuf};

use earsight_core::Span;

/// An error that ends a whole run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A folder without media files.
    #[error("no video, sound or picture is in {}", path.display())]
    NothingToExtract {
        /// The folder.
        path: PathBuf,
    },
    /// A window after the end of the file.
    #[error("`{span}` asks for seconds that the file does not have, it ends at {duration_secs:.1} s: {}", path.display())]
    BeyondEnd {
        /// The window.
        span: Span,
        /// Length of the file.
        duration_secs: f64,
        /// The file.
        path: PathBuf,
    },
    /// A file that had sound and has none that can be decoded.
    #[error("it has no sound that can be decoded: {}", path.display())]
    NoSound {
        /// The file.
        path: PathBuf,
    },
    /// A folder that cannot be read.
    #[error("cannot read the folder {}", path.display())]
    Folder {
        /// The cause.
        #[source]
        source: std::io::Error,
        /// The folder.
        path: PathBuf,
    },
    /// No ffmpeg, or a file it cannot read.
    #[error(transparent)]
    Media(#[from] earsight_media::Error),
    /// A sample rate that cannot be converted to that of the network of concepts.
    #[error("the sound cannot be resampled for the network of concepts: {0}")]
    Resampling(String),
    /// A backbone that does not exist or does not run.
    #[error(transparent)]
    Backbone(#[from] earsight_backbone::Error),
    /// A library that cannot be read or written.
    #[error(transparent)]
    Store(#[from] earsight_store::Error),
}

/// The result type of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error and its causes as one line, without the path, which is printed with it.
pub(crate) fn one_line(error: &dyn std::error::Error, path: &Path) -> String {
    let mut line = error.to_string();
    for shown in [format!(": {}", path.display()), format!(": `{}`", path.display())] {
        if let Some(rest) = line.strip_suffix(&shown) {
            line.truncate(rest.len());
        }
    }
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !line.contains(&text) {
            line = format!("{line}: {text}");
        }
        cause = error.source();
    }
    line.replace(['\n', '\r'], " ")
}
