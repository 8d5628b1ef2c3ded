//! Models by name.

use crate::model::{AudioVisualModel, ModelEntry};
use crate::{Checkpoint, Error, Result};

/// The models of one build, by name.
#[derive(Clone, Copy)]
pub struct Registry {
    /// The models, in the order they are shown.
    pub groups: &'static [&'static [ModelEntry]],
    /// Models that are not in this build, and the feature that adds them.
    pub absent: &'static [AbsentModel],
}

/// A model that is not compiled into this build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct AbsentModel {
    /// On the command line and in files.
    pub name: &'static str,
    /// Where it comes from.
    pub paper: &'static str,
    /// What it is, in a line.
    pub summary: &'static str,
    /// The feature of the program that adds it.
    pub feature: &'static str,
}

impl Registry {
    /// Every model of this build.
    pub fn entries(&self) -> impl Iterator<Item = &'static ModelEntry> {
        self.groups.iter().copied().flatten()
    }

    /// The name of every model, including absent ones.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let absent = self.absent.iter().map(|absent| absent.name);
        self.entries().map(|entry| entry.name).chain(absent)
    }

    /// The entry of that name.
    ///
    /// # Errors
    /// [`Error::NotInThisBuild`] for a model that is absent, else [`Error::UnknownModel`] with the names that exist.
    pub fn entry(&self, name: &str) -> Result<&'static ModelEntry> {
        if let Some(entry) = self.entries().find(|entry| entry.name == name) {
            return Ok(entry);
        }
        match self.absent.iter().find(|absent| absent.name == name) {
            Some(&AbsentModel { name: model, feature, .. }) => {
                Err(Error::NotInThisBuild { model, feature })
            }
            None => {
                Err(Error::UnknownModel { typed: name.to_owned(), known: self.names().collect() })
            }
        }
    }

    /// The fitted model that a checkpoint holds.
    ///
    /// # Errors
    /// As [`Registry::entry`], and [`Error::Checkpoint`].
    pub fn load(&self, checkpoint: &Checkpoint) -> Result<Box<dyn AudioVisualModel>> {
        (self.entry(&checkpoint.model)?.load)(checkpoint)
    }
}
