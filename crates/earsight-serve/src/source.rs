//! What is asked about: a clip, or a file that was brought along.

use earsight_core::{ClipId, Span};
use earsight_library::{OpenLibrary, Query};
use earsight_store::Manifest;
use serde::Deserialize;

use crate::problem::Problem;
use crate::served::Served;
use crate::uploads::Upload;

/// A clip or an upload, exactly one of the two, and seconds of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    clip: Option<String>,
    upload: Option<String>,
    span: Option<Span>,
}

impl Source {
    /// Its seconds and their features.
    pub(crate) fn query(&self, served: &Served, library: &OpenLibrary) -> Result<Query, Problem> {
        match (&self.clip, &self.upload) {
            (Some(clip), None) => {
                Ok(Query::in_library(&ClipId::new(clip.as_str()), self.span, library)?)
            }
            (None, Some(upload)) => {
                let upload = served.uploads.get(upload)?;
                match known(library.library.manifest(), &upload) {
                    Some(clip) => Ok(Query::in_library(clip, self.span, library)?),
                    None => Ok(Query::brought(
                        &upload.name,
                        upload.path.clone(),
                        upload.features.clone(),
                        self.span,
                    )?),
                }
            }
            _ => Err(Problem::invalid("name a clip or an upload, one of the two")),
        }
    }
}

/// The clip with the content of an upload: a file is its own, whatever it is called.
fn known<'a>(manifest: &'a Manifest, upload: &Upload) -> Option<&'a ClipId> {
    let mut files = manifest.files.iter();
    files.find(|(_, file)| file.content == upload.content).map(|(clip, _)| clip)
}
