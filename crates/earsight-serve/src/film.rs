//! A file that can be looked at and listened to: a clip of the library, or one that was brought along.

use std::path::PathBuf;
use std::sync::PoisonError;

use earsight_core::{ClipId, Modality, PerModality};
use earsight_media::{Ffmpeg, MediaInfo};
use earsight_store::{ContentHash, Outcome};

use crate::previews::Previews;
use crate::problem::Problem;
use crate::served::Served;

/// Where a film is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Among the library's clips, by name.
    Clip,
    /// Among the files that were brought along.
    Upload,
}

/// A file that can be looked at and listened to.
pub(crate) struct Film {
    pub(crate) content: ContentHash,
    pub(crate) n_secs: usize,
    pub(crate) has: PerModality<bool>,
    pub(crate) previews: Previews,
    path: PathBuf,
}

impl Served {
    /// The film of that name.
    pub(crate) fn film(&self, kind: Kind, name: &str) -> Result<Film, Problem> {
        match kind {
            Kind::Clip => self.clip(&ClipId::new(name)),
            Kind::Upload => {
                let upload = self.uploads.get(name)?;
                Ok(Film {
                    content: upload.content,
                    n_secs: upload.features.n_segments(),
                    has: upload.has(),
                    previews: self.uploads.previews(),
                    path: upload.path.clone(),
                })
            }
        }
    }

    fn clip(&self, id: &ClipId) -> Result<Film, Problem> {
        let current = self.current();
        let manifest = current.library.library.manifest();
        let file = manifest.files.get(id);
        match file.map(|file| (file, manifest.contents.get(&file.content))) {
            Some((file, Some(Outcome::Features(record)))) => Ok(Film {
                content: file.content,
                n_secs: record.n_segments,
                has: record.has,
                previews: current.previews.clone(),
                path: PathBuf::from(&file.source),
            }),
            _ => Err(Problem::not_found(&format!("clip `{id}`"))),
        }
    }

    /// What ffmpeg says of a film, if the file is still there.
    pub(crate) fn probed(&self, film: &Film) -> Result<(&Ffmpeg, MediaInfo), Problem> {
        let path = film.path()?;
        let ffmpeg = self.ffmpeg.as_ref().ok_or_else(|| Problem::unusable("ffmpeg is missing"))?;
        let known = || self.probes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(info) = known().get(&film.content) {
            return Ok((ffmpeg, info.clone()));
        }
        let info = ffmpeg
            .probe(path, &self.limits)
            .map_err(|_| Problem::unusable("ffmpeg cannot read it any more"))?;
        known().insert(film.content, info.clone());
        Ok((ffmpeg, info))
    }

    /// Whether browsers play it as it is.
    pub(crate) fn is_playable(&self, film: &Film) -> Result<bool, Problem> {
        Ok(self.probed(film)?.1.is_playable())
    }
}

impl Film {
    /// Where its file is.
    ///
    /// # Errors
    /// When it is not there any more.
    pub(crate) fn path(&self) -> Result<&PathBuf, Problem> {
        if self.path.is_file() { Ok(&self.path) } else { Err(Problem::gone()) }
    }

    /// Whether it has that sense.
    pub(crate) fn require(&self, modality: Modality) -> Result<(), Problem> {
        let what = PerModality { audio: "sound", visual: "picture" }[modality];
        if self.has[modality] { Ok(()) } else { Err(Problem::not_found(what)) }
    }
}
