//! From a folder to a library that can be queried: extract, train, index, self-check.

use earsight_core::Annotations;

use crate::{
    Indexed, Monitor, OpenLibrary, Result, SelfChecked, Train, Trained, index, self_check, train,
};

/// What is learned, and how it is checked.
pub struct Learn {
    /// What is fitted.
    pub train: Train,
    /// Folds of the self-check; nothing leaves it out.
    pub folds: Option<usize>,
    /// Labels that the self-check evaluates with.
    pub labels: Option<Annotations>,
    /// Threads.
    pub n_threads: usize,
}

/// What was learned.
pub struct LearnedModel {
    /// The model.
    pub trained: Trained,
    /// Its index.
    pub index: Indexed,
    /// Its self-check, where one was wanted.
    pub self_check: Option<SelfChecked>,
}

impl Learn {
    /// Trains on a library, indexes every second, and checks the model by folds over clips. `report` is called after
    /// training and after indexing.
    ///
    /// # Errors
    /// As [`train`], [`index()`] and [`self_check`].
    pub fn run(
        self,
        library: &OpenLibrary,
        monitor: &dyn Monitor,
        report: &dyn Fn(Learning<'_>),
    ) -> Result<LearnedModel> {
        let trained = train(library, &self.train, monitor)?;
        report(Learning::Trained(&trained));
        let name = &trained.record.identity.model;
        let (model, fingerprint) = (&*trained.model, &trained.fingerprint);
        let index = index(library, name, model, fingerprint, self.n_threads, monitor)?;
        report(Learning::Indexed(&index));
        let check = |n_folds| {
            self_check(library, &trained, (n_folds, self.labels), self.n_threads, monitor)
        };
        let self_check = self.folds.map(check).transpose()?;
        Ok(LearnedModel { trained, index, self_check })
    }
}

/// A stage that is done.
pub enum Learning<'a> {
    /// The model is fitted.
    Trained(&'a Trained),
    /// Every second is indexed.
    Indexed(&'a Indexed),
}
