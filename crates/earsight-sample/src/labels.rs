//! The labels file: which event happens when, for evaluation only.

use std::path::Path;

use earsight_core::Annotations;

use crate::{Error, Result};

/// Reads a labels file: `clip,category,start,len`, in seconds, half-open.
///
/// The clip is the name of its file relative to the clips folder.
///
/// # Errors
/// [`Error::Labels`] with the line that is not as it should be.
pub fn read_labels(path: &Path) -> Result<Annotations> {
    let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
    Annotations::parse(&text).map_err(|reason| Error::Labels(path.to_owned(), reason))
}
