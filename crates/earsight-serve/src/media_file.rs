//! Media files: clips of the library and uploads.

use std::path::PathBuf;
use std::sync::PoisonError;

use earsight_core::{ClipId, Modality, PerModality};
use earsight_media::{Ffmpeg, MediaInfo};
use earsight_store::{ContentHash, Outcome};

use crate::previews::Previews;
use crate::problem::Problem;
use crate::served::Served;

/// Where a media file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A clip of the library, by name.
    Library,
    /// An upload, by id.
    Upload,
}

/// A clip of the library or an upload.
pub(crate) struct MediaFile {
    pub(crate) content: ContentHash,
    pub(crate) n_secs: usize,
    pub(crate) duration_secs: f64,
    pub(crate) has: PerModality<bool>,
    pub(crate) previews: Previews,
    path: PathBuf,
}

impl Served {
    /// The media file of that name.
    pub(crate) fn media_file(&self, origin: Origin, name: &str) -> Result<MediaFile, Problem> {
        match origin {
            Origin::Library => self.clip(&ClipId::new(name)),
            Origin::Upload => {
                let upload = self.uploads.get(name)?;
                Ok(MediaFile {
                    content: upload.content,
                    n_secs: upload.features.n_segments(),
                    duration_secs: upload.duration_secs,
                    has: upload.features.features.as_ref().map(Option::is_some),
                    previews: self.uploads.previews(),
                    path: upload.path.to_path_buf(),
                })
            }
        }
    }

    fn clip(&self, id: &ClipId) -> Result<MediaFile, Problem> {
        let current = self.current();
        let manifest = current.library.library.manifest();
        let file = manifest.files.get(id);
        match file.map(|file| (file, manifest.contents.get(&file.content))) {
            Some((file, Some(Outcome::Features(record)))) => Ok(MediaFile {
                content: file.content,
                n_secs: record.n_segments,
                duration_secs: record.duration_secs,
                has: record.has,
                previews: current.previews.clone(),
                path: PathBuf::from(&file.source),
            }),
            _ => Err(Problem::not_found(&format!("clip `{id}`"))),
        }
    }

    /// What ffmpeg reports about a media file that still exists.
    pub(crate) fn probe(&self, file: &MediaFile) -> Result<(&Ffmpeg, MediaInfo), Problem> {
        let path = file.path()?;
        let ffmpeg = self.ffmpeg.as_ref().ok_or_else(|| Problem::unusable("ffmpeg is missing"))?;
        let known = || self.probes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(info) = known().get(&file.content) {
            return Ok((ffmpeg, info.clone()));
        }
        let info = ffmpeg
            .probe(path, &self.limits)
            .map_err(|_| Problem::unusable("ffmpeg cannot read it any more"))?;
        known().insert(file.content, info.clone());
        Ok((ffmpeg, info))
    }

    /// Whether browsers play it without conversion.
    pub(crate) fn is_playable(&self, file: &MediaFile) -> Result<bool, Problem> {
        Ok(self.probe(file)?.1.is_playable())
    }
}

impl MediaFile {
    /// Its path.
    ///
    /// # Errors
    /// When there is no file any more.
    pub(crate) fn path(&self) -> Result<&PathBuf, Problem> {
        if self.path.is_file() { Ok(&self.path) } else { Err(Problem::gone()) }
    }

    /// Fails unless it has that modality.
    pub(crate) fn require(&self, modality: Modality) -> Result<(), Problem> {
        if self.has[modality] { Ok(()) } else { Err(Problem::not_found(modality.alias())) }
    }
}
