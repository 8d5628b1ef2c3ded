//! What is served.

use std::path::PathBuf;

use earsight_answers::OpenLibrary;
use earsight_core::{ClipId, Modality, PerModality};
use earsight_media::{Ffmpeg, Limits, MediaInfo};
use earsight_store::{ContentHash, ContentRecord, Outcome};

use crate::Options;
use crate::previews::Previews;
use crate::problem::Problem;
use crate::workers::Workers;

/// What is served.
pub(crate) struct Served {
    pub(crate) library: OpenLibrary,
    pub(crate) n_threads: usize,
    pub(crate) workers: Workers,
    pub(crate) previews: Previews,
    model: Option<String>,
    ffmpeg: Option<Ffmpeg>,
    limits: Limits,
}

/// A clip of the library and where its file was.
pub(crate) struct Clip<'a> {
    pub(crate) record: &'a ContentRecord,
    pub(crate) content: ContentHash,
    source: PathBuf,
}

impl Served {
    pub(crate) fn new(options: Options) -> Self {
        let previews = Previews::beside(&options.library);
        Served {
            library: options.library,
            n_threads: options.n_threads,
            // One answer may use all cores; a second one lets nobody wait for a slow film.
            workers: Workers::new(2),
            previews,
            model: options.model,
            ffmpeg: Ffmpeg::find().ok(),
            limits: Limits::default(),
        }
    }

    /// The model that answers.
    pub(crate) fn model(&self) -> Result<String, Problem> {
        Ok(self.library.model_name(self.model.as_deref())?)
    }

    /// A clip with features.
    pub(crate) fn clip(&self, id: &ClipId) -> Result<Clip<'_>, Problem> {
        let manifest = self.library.library.manifest();
        let file = manifest.files.get(id);
        match file.map(|file| (file, manifest.contents.get(&file.content))) {
            Some((file, Some(Outcome::Features(record)))) => {
                Ok(Clip { record, content: file.content, source: PathBuf::from(&file.source) })
            }
            _ => Err(Problem::not_found(&format!("clip `{id}`"))),
        }
    }

    /// A clip's file, if it is still there, and what is in it.
    pub(crate) fn opened(&self, clip: &Clip<'_>) -> Result<(&Ffmpeg, PathBuf, MediaInfo), Problem> {
        let path = clip.file()?;
        let ffmpeg = self.ffmpeg.as_ref().ok_or_else(|| Problem::unusable("ffmpeg is missing"))?;
        let info = ffmpeg
            .probe(&path, &self.limits)
            .map_err(|_| Problem::unusable("ffmpeg cannot read it any more"))?;
        Ok((ffmpeg, path, info))
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }
}

impl Clip<'_> {
    /// Where its file is.
    ///
    /// # Errors
    /// When it is not there any more.
    pub(crate) fn file(&self) -> Result<PathBuf, Problem> {
        if self.source.is_file() { Ok(self.source.clone()) } else { Err(Problem::gone()) }
    }

    /// Whether it has that sense.
    pub(crate) fn require(&self, modality: Modality) -> Result<(), Problem> {
        let PerModality { audio, visual } = PerModality { audio: "sound", visual: "picture" };
        let what = match modality {
            Modality::Audio => audio,
            Modality::Visual => visual,
        };
        if self.record.has[modality] { Ok(()) } else { Err(Problem::not_found(what)) }
    }
}
