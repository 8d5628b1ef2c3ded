//! Labels of clips, for evaluation only.

use std::path::Path;

use earsight_core::Annotations;

use crate::{Error, OpenLibrary, Result};

/// Reads a labels file: `clip,category,start,len` a line, in seconds, half-open. The clip is the name of its file
/// relative to the folder of the collection.
///
/// # Errors
/// [`Error::Read`], and [`Error::Labels`] with the invalid line.
pub fn read_labels(path: &Path) -> Result<Annotations> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| Error::Read { path: path.display().to_string(), source })?;
    Annotations::parse(&text)
        .map_err(|reason| Error::Labels { reason, path: path.display().to_string() })
}

impl OpenLibrary {
    /// Reads the labels of its clips, if there is a file of them.
    ///
    /// # Errors
    /// As [`read_labels`], and [`Error::ForeignLabels`] when no clip of the library is named.
    pub fn labels(&self, path: Option<&Path>) -> Result<Option<Annotations>> {
        let Some(path) = path else { return Ok(None) };
        let labels = read_labels(path)?;
        if !self.library.manifest().clips().any(|(clip, _)| labels.event(clip).is_some()) {
            return Err(Error::ForeignLabels { path: path.display().to_string() });
        }
        Ok(Some(labels))
    }
}
