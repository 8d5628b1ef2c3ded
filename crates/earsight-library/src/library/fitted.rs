//! The fitted models of a library, by name.

use std::sync::Arc;

use earsight::Checkpoint;
use earsight::comparison::{ConceptMeans, FittedComparison};
use earsight_store::{ContentHash, Models};

use super::OpenLibrary;
use crate::{Error, Result};

/// Why no fitted model was chosen.
#[derive(Debug, thiserror::Error)]
pub enum ModelNameError {
    /// No model was fitted.
    #[error("no model was fitted on {path}")]
    NoneFitted {
        /// The library.
        path: String,
    },
    /// The named model was not fitted.
    #[error("`{typed}` was not fitted on {path}; there are {}", .fitted.join(", "))]
    NotFitted {
        /// The name that was typed.
        typed: String,
        /// The fitted models.
        fitted: Vec<String>,
        /// The library.
        path: String,
    },
    /// Several were fitted, and none of them is the default.
    #[error("several models were fitted on {path}: {}", .fitted.join(", "))]
    Several {
        /// The fitted models.
        fitted: Vec<String>,
        /// The library.
        path: String,
    },
}

const EXTENSION: &str = ".safetensors";

/// The file that holds a fitted model.
pub fn checkpoint_name(model: &str) -> String {
    format!("{model}{EXTENSION}")
}

/// Digest of a checkpoint, by which an index or a calibration names its fit.
pub fn fingerprint(checkpoint: &[u8]) -> String {
    ContentHash::of(checkpoint).expect("memory can be read").to_string()
}

impl OpenLibrary {
    /// The name of the model to use: the one typed, else the default, else the only one.
    ///
    /// # Errors
    /// [`ModelNameError`] with the fitted models.
    pub fn model_name(&self, typed: Option<&str>) -> Result<String> {
        let path = self.path.display().to_string();
        let fitted = fitted(&self.models())?;
        let has = |name: &str| fitted.iter().any(|fitted| fitted == name);
        match typed {
            _ if fitted.is_empty() => Err(ModelNameError::NoneFitted { path }.into()),
            Some(typed) if has(typed) => Ok(typed.to_owned()),
            Some(typed) => {
                Err(ModelNameError::NotFitted { typed: typed.to_owned(), fitted, path }.into())
            }
            None if has(earsight::models::DEFAULT_MODEL) => {
                Ok(earsight::models::DEFAULT_MODEL.to_owned())
            }
            None if fitted.len() == 1 => Ok(fitted[0].clone()),
            None => Err(ModelNameError::Several { fitted, path }.into()),
        }
    }

    /// Names of the fitted models.
    pub(crate) fn fitted_names(&self) -> Result<Vec<String>> {
        fitted(&self.models())
    }

    /// The fitted model of that name, and how seconds are compared with it.
    ///
    /// # Errors
    /// When it cannot be read, or was fitted on features of other backbones than the library's.
    pub fn fitted(&self, name: &str) -> Result<Arc<FittedComparison>> {
        self.fitted.get(name, || Ok(Arc::new(self.load(name)?.0)))
    }

    /// The mean concepts of its clips, by which seconds are compared where nothing was learned.
    ///
    /// # Errors
    /// [`Error::NoConcepts`] when the library has none, and those of reading it.
    pub fn concept_means(&self) -> Result<ConceptMeans> {
        let no_concepts = || Error::NoConcepts { path: self.path.display().to_string() };
        ConceptMeans::of(&self.library.feature_set()?).ok_or_else(no_concepts)
    }

    /// A fitted model, read now, and the fingerprint of its checkpoint.
    pub(crate) fn load(&self, name: &str) -> Result<(FittedComparison, String)> {
        let models = self.models();
        let file = checkpoint_name(name);
        let load = || {
            let bytes = models.read(&file)?;
            let checkpoint = Checkpoint::from_bytes(&bytes)?;
            let model = earsight_baselines::REGISTRY.load(&checkpoint)?;
            model.spaces().require(&self.library.spaces())?;
            Ok((FittedComparison::loaded(model, checkpoint), fingerprint(&bytes)))
        };
        load().map_err(|error: Error| {
            let path = models.locate(&file).unwrap_or_default();
            error.because(format!("cannot load the model {path}"))
        })
    }
}

/// Names of the fitted models.
fn fitted(models: &Models) -> Result<Vec<String>> {
    let names = models.names()?;
    Ok(names.iter().filter_map(|name| name.strip_suffix(EXTENSION)).map(str::to_owned).collect())
}
