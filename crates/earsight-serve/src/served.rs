//! The state that requests share.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use earsight_core::Annotations;
use earsight_library::OpenLibrary;
use earsight_media::{Ffmpeg, Limits, MediaInfo};
use earsight_store::ContentHash;

use crate::Content;
use crate::jobs::Jobs;
use crate::previews::Previews;
use crate::problem::Problem;
use crate::uploads::Uploads;
use crate::workers::Workers;

/// The state that requests share.
pub(crate) struct Served {
    pub(crate) n_threads: usize,
    /// Threads that compute responses.
    pub(crate) workers: Workers,
    /// Threads that convert videos, which takes minutes.
    pub(crate) converters: Workers,
    pub(crate) uploads: Uploads,
    pub(crate) jobs: Arc<Jobs>,
    /// A folder of tables and figures.
    pub(crate) bench: Option<PathBuf>,
    pub(crate) labels: Annotations,
    pub(super) ffmpeg: Option<Ffmpeg>,
    pub(super) limits: Limits,
    /// What ffmpeg reported about files that were opened.
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
    /// The latent space as JSON, once it was requested.
    pub(crate) latent: Arc<Mutex<Option<Arc<[u8]>>>>,
    as_of: Stamp,
}

/// When the library last changed: its files are replaced whole, which changes their folders.
type Stamp = [Option<SystemTime>; 3];

fn stamp(path: &Path) -> Stamp {
    ["", "models", "index"].map(|name| fs::metadata(path.join(name)).ok()?.modified().ok())
}

impl Current {
    fn of(library: OpenLibrary) -> Self {
        Current {
            as_of: stamp(&library.path),
            previews: Previews::within(&library.path),
            library: Arc::new(library),
            latent: Arc::default(),
        }
    }
}

impl Served {
    pub(crate) fn new(content: Content, jobs: Jobs, bench: Option<PathBuf>) -> crate::Result<Self> {
        let Content { library, model, labels, n_threads } = content;
        Ok(Served {
            n_threads,
            // One response may use all cores; a second one does not have to wait for a slow file.
            workers: Workers::new(2),
            converters: Workers::new(1),
            uploads: Uploads::new()?,
            jobs: Arc::new(jobs),
            bench,
            labels,
            ffmpeg: Ffmpeg::find().ok(),
            limits: Limits::default(),
            probes: Mutex::default(),
            path: library.path.clone(),
            model,
            current: Mutex::new(Current::of(library)),
        })
    }

    /// The library, opened again after a change; the previous state while that fails.
    pub(crate) fn current(&self) -> Current {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if stamp(&self.path) != current.as_of
            && let Ok(library) = OpenLibrary::open(&self.path)
        {
            *current = Current::of(library);
        }
        current.clone()
    }

    /// The library, and the model in use.
    pub(crate) fn answering(&self) -> Result<(Current, String), Problem> {
        let current = self.current();
        let model = current.library.model_name(self.model.as_deref())?;
        Ok((current, model))
    }

    /// Runs work on a worker thread, once its turn has come.
    ///
    /// # Errors
    /// As [`Workers::run`].
    pub(crate) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Served) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let served = Arc::clone(self);
        self.workers.run(move || work(&served)).await
    }

    /// Runs work on the configured number of threads.
    pub(crate) fn compute<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        earsight::on_threads(self.n_threads, work)
    }
}
