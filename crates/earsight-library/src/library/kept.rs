//! What is read once and asked often.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use earsight::calibration::Calibration;

use super::Fitted;
use crate::Result;

/// What is read once and asked often.
#[derive(Default)]
pub(super) struct Kept {
    pub fitted: ByModel<Arc<Fitted>>,
    pub calibrations: ByModel<Option<Arc<Calibration>>>,
}

/// Something of each model.
pub(super) struct ByModel<T>(Mutex<BTreeMap<String, T>>);

impl<T> Default for ByModel<T> {
    fn default() -> Self {
        ByModel(Mutex::default())
    }
}

impl<T: Clone> ByModel<T> {
    /// That of a model, read when it is asked for first; whoever asks meanwhile waits for it.
    pub fn get(&self, model: &str, read: impl FnOnce() -> Result<T>) -> Result<T> {
        // A reader that panicked has put nothing in.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.get(model) {
            return Ok(known.clone());
        }
        let new = read()?;
        kept.insert(model.to_owned(), new.clone());
        Ok(new)
    }
}
