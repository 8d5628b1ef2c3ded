//! Values that are read from a library once for each model.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::Result;

/// A value of each model, read when it is first used.
pub(super) struct Cache<T>(Mutex<BTreeMap<String, T>>);

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Cache(Mutex::default())
    }
}

impl<T: Clone> Cache<T> {
    /// The value of a model; other threads that need it wait while it is read.
    pub fn get(&self, model: &str, read: impl FnOnce() -> Result<T>) -> Result<T> {
        // A reader that panicked has inserted nothing.
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = cached.get(model) {
            return Ok(value.clone());
        }
        let value = read()?;
        cached.insert(model.to_owned(), value.clone());
        Ok(value)
    }
}
