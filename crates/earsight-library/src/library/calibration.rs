//! What is known of a fitted model's answers, for those who ask it.

use std::sync::Arc;

use earsight::calibration::Calibration;

use super::{CalibrationFile, OpenLibrary, checkpoint_name, fingerprint};
use crate::Result;

impl OpenLibrary {
    /// The calibration of a fitted model; nothing where there is none, or one of another fit.
    ///
    /// # Errors
    /// When it, or the model, cannot be read.
    pub fn calibration(&self, model: &str) -> Result<Option<Arc<Calibration>>> {
        match &self.kept {
            Some(kept) => kept.calibrations.get(model, || self.read_calibration(model)),
            None => self.read_calibration(model),
        }
    }

    fn read_calibration(&self, model: &str) -> Result<Option<Arc<Calibration>>> {
        let models = self.models();
        let fitted = fingerprint(&models.read(&checkpoint_name(model))?);
        let kept = CalibrationFile::read(&models, model)?.filter(|kept| kept.is_of(&fitted));
        Ok(kept.map(|kept| Arc::new(kept.into_calibration())))
    }
}
