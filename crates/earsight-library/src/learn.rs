//! From features to a model that can be queried: train, index, self-check.

use std::path::PathBuf;

use earsight_core::Annotations;
use serde::Serialize;

use crate::indexing::index;
use crate::self_check::self_check;
use crate::training::train;
use crate::{Indexed, Monitor, OpenLibrary, Result, SelfChecked, Train, TrainingRecord};

/// What is learned, and how it is checked.
pub struct Learn {
    /// The model to fit.
    pub train: Train,
    /// Number of folds of the self-check; `None` skips it.
    pub folds: Option<usize>,
    /// Labels that the self-check evaluates with.
    pub labels: Option<Annotations>,
    /// Number of threads.
    pub n_threads: usize,
}

/// A model that was learned on a library.
#[derive(Debug, Clone, Serialize)]
pub struct Learned {
    /// The library.
    pub library: PathBuf,
    /// How the model was trained.
    pub training: TrainingRecord,
    /// Whether it had been fitted before, on the same features with the same settings.
    pub was_there: bool,
    /// Its index.
    pub index: Indexed,
    /// Its self-check, unless that was skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_check: Option<SelfChecked>,
}

impl Learn {
    /// Trains on a library, indexes every second, and checks the model by folds over clips.
    ///
    /// # Errors
    /// When a clip cannot be embedded or a file not be written, and those of the model; [`crate::Error::Stopped`].
    pub fn run(self, library: &OpenLibrary, monitor: &dyn Monitor) -> Result<Learned> {
        let trained = train(library, &self.train, monitor)?;
        let index = index(library, &trained, self.n_threads, monitor)?;
        let check = |n_folds| {
            self_check(library, &trained.record, (n_folds, self.labels), self.n_threads, monitor)
        };
        let self_check = self.folds.map(check).transpose()?;
        let (training, was_there) = (trained.record, trained.was_there);
        Ok(Learned { library: library.path.clone(), training, was_there, index, self_check })
    }
}
