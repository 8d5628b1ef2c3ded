//! What is served.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use earsight_core::Annotations;
use earsight_library::OpenLibrary;
use earsight_media::{Ffmpeg, Limits, MediaInfo};
use earsight_store::ContentHash;

use crate::bench::Bench;
use crate::jobs::Jobs;
use crate::previews::Previews;
use crate::problem::Problem;
use crate::uploads::Uploads;
use crate::workers::Workers;
use crate::{Content, Result};

/// What is served.
pub(crate) struct Served {
    pub(crate) n_threads: usize,
    /// Who answers questions.
    pub(crate) workers: Workers,
    /// Who converts films: minutes, while which questions are answered.
    pub(crate) converters: Workers,
    pub(crate) uploads: Uploads,
    pub(crate) jobs: Arc<Jobs>,
    pub(crate) bench: Option<Bench>,
    pub(crate) labels: Annotations,
    pub(super) ffmpeg: Option<Ffmpeg>,
    pub(super) limits: Limits,
    /// What ffmpeg said of films that were looked at.
    pub(super) probes: Mutex<BTreeMap<ContentHash, MediaInfo>>,
    path: PathBuf,
    model: Option<String>,
    current: Mutex<Current>,
}

/// The library as it is now.
#[derive(Clone)]
pub(crate) struct Current {
    pub(crate) library: Arc<OpenLibrary>,
    pub(crate) previews: Previews,
    /// The latent space as it is sent, once it was asked for.
    pub(crate) latent: Arc<Mutex<Option<Arc<[u8]>>>>,
    as_of: Stamp,
}

/// When the library last changed: its files are replaced whole, so folders tell.
type Stamp = [Option<SystemTime>; 3];

fn stamp(path: &Path) -> Stamp {
    ["", "models", "index"].map(|name| fs::metadata(path.join(name)).ok()?.modified().ok())
}

impl Current {
    fn of(library: OpenLibrary) -> Self {
        Current {
            as_of: stamp(&library.path),
            previews: Previews::beside(&library),
            library: Arc::new(library.keeping()),
            latent: Arc::default(),
        }
    }
}

impl Served {
    pub(crate) fn new(content: Content, jobs: Jobs, bench: Option<PathBuf>) -> Result<Self> {
        let Content { library, model, labels, n_threads } = content;
        Ok(Served {
            n_threads,
            // One answer may use all cores; a second one lets nobody wait for a slow film.
            workers: Workers::new(2),
            converters: Workers::new(1),
            uploads: Uploads::new()?,
            jobs: Arc::new(jobs),
            bench: bench.map(Bench::of),
            labels,
            ffmpeg: Ffmpeg::find().ok(),
            limits: Limits::default(),
            probes: Mutex::default(),
            path: library.path.clone(),
            model,
            current: Mutex::new(Current::of(library)),
        })
    }

    /// The library, opened again where it has changed; the one before while it cannot be.
    pub(crate) fn current(&self) -> Current {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if stamp(&self.path) != current.as_of
            && let Ok(library) = OpenLibrary::open(&self.path)
        {
            *current = Current::of(library);
        }
        current.clone()
    }

    /// The library, and the model that answers.
    pub(crate) fn answering(&self) -> std::result::Result<(Current, String), Problem> {
        let current = self.current();
        let model = current.library.model_name(self.model.as_deref())?;
        Ok((current, model))
    }

    /// On threads of which there are as many as was said.
    pub(crate) fn compute<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        earsight::on_threads(self.n_threads, work)
    }
}
