//! The file of a query: a clip of the library or an upload.

use earsight_core::{ClipId, Span};
use earsight_library::{OpenLibrary, Query};
use earsight_store::Manifest;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::problem::Problem;
use crate::served::Served;
use crate::uploads::Upload;

/// A clip or an upload, exactly one of the two, and seconds of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    /// The name of a clip.
    #[schema(nullable = false)]
    clip: Option<String>,
    /// The id of an upload.
    #[schema(nullable = false)]
    upload: Option<String>,
    /// Its seconds; all of them by default.
    #[schema(nullable = false)]
    span: Option<Span>,
}

impl Source {
    /// The query: its seconds and their features.
    pub(crate) fn query(&self, served: &Served, library: &OpenLibrary) -> Result<Query, Problem> {
        match (&self.clip, &self.upload) {
            (Some(clip), None) => {
                Ok(Query::in_library(&ClipId::new(clip.as_str()), self.span, library)?)
            }
            (None, Some(upload)) => {
                let upload = served.uploads.get(upload)?;
                match known(library.library.manifest(), &upload) {
                    Some(clip) => Ok(Query::in_library(clip, self.span, library)?),
                    None => Ok(Query::of_features(
                        &upload.name,
                        upload.path.to_path_buf(),
                        upload.features.clone(),
                        self.span,
                    )?),
                }
            }
            _ => Err(Problem::invalid("name either a clip or an upload")),
        }
    }
}

/// The clip with the same content as an upload, whatever its name.
fn known<'a>(manifest: &'a Manifest, upload: &Upload) -> Option<&'a ClipId> {
    let mut files = manifest.files.iter();
    files.find(|(_, file)| file.content == upload.content).map(|(clip, _)| clip)
}
