//! What is known of a fitted model's answers, for those who ask it.

use earsight::calibration::Calibration;

use super::{OpenLibrary, checkpoint_name, fingerprint};
use crate::check::CalibrationFile;
use crate::terminal::Terminal;

impl OpenLibrary {
    /// The calibration of a fitted model; where there is none, or one of another fit, a remark says what is missing.
    ///
    /// # Errors
    /// When it, or the model, cannot be read.
    pub fn calibration(
        &self,
        model: &str,
        terminal: &Terminal,
    ) -> anyhow::Result<Option<Calibration>> {
        let models = self.models();
        let fitted = fingerprint(&models.read(&checkpoint_name(model))?);
        let kept = CalibrationFile::read(&models, model)?.filter(|kept| kept.is_of(&fitted));
        if kept.is_none() {
            terminal.remark(format!(
                "note: `{model}` has no self-check, so nobody knows how sure it is: \
                 no probability, no set of starts, and nothing is refused; \
                 `earsight learn DIR` makes one of 10 clips and more"
            ));
        }
        Ok(kept.map(CalibrationFile::into_calibration))
    }
}
