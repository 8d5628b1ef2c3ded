//! The calibration of a fitted model on disk, written by the self-check fold by fold.

use earsight::calibration::{Calibration, HeldOutClip};
use earsight_store::Models;
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// A calibration, the fit that it belongs to, and its finished folds.
pub struct CalibrationFile {
    note: Note,
    clips: Vec<HeldOutClip>,
}

/// The fit and the folds of a calibration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    /// Digest of the checkpoint that it belongs to.
    fingerprint: String,
    /// Number of measured clips of each fold, in order.
    clips_of_folds: Vec<usize>,
}

impl CalibrationFile {
    /// No fold yet, of the model with that fingerprint.
    pub fn of(fingerprint: &str) -> Self {
        let note = Note { fingerprint: fingerprint.to_owned(), clips_of_folds: Vec::new() };
        CalibrationFile { note, clips: Vec::new() }
    }

    /// The file of a model, if there is one that this program reads.
    ///
    /// # Errors
    /// When it cannot be read, or is no such file.
    pub fn read(models: &Models, model: &str) -> Result<Option<Self>> {
        let file = file_name(model);
        let bytes = match models.read(&file) {
            Err(earsight_store::Error::Missing { .. }) => return Ok(None),
            bytes => bytes.map_err(Error::from),
        };
        bytes.and_then(|bytes| Self::from_bytes(&bytes)).map_err(|error| {
            let path = models.locate(&file).unwrap_or_default();
            error.because(format!("cannot read the calibration {path}"))
        })
    }

    fn from_bytes(bytes: &[u8]) -> Result<Option<Self>> {
        let Some((calibration, note)) = Calibration::from_bytes(bytes)? else { return Ok(None) };
        let unknown = |reason: String| earsight::Error::Calibration { reason };
        let note: Note = serde_json::from_str(&note).map_err(|error| unknown(error.to_string()))?;
        let clips = calibration.into_clips();
        if note.clips_of_folds.iter().sum::<usize>() != clips.len() {
            return Err(unknown("its folds have other clips than it says".to_owned()).into());
        }
        Ok(Some(CalibrationFile { note, clips }))
    }

    /// Whether it belongs to the model with that fingerprint.
    pub fn is_of(&self, fingerprint: &str) -> bool {
        self.note.fingerprint == fingerprint
    }

    /// Number of its folds.
    pub fn n_folds(&self) -> usize {
        self.note.clips_of_folds.len()
    }

    /// Drops all folds but the first `n_folds`.
    pub fn truncate(&mut self, n_folds: usize) {
        self.note.clips_of_folds.truncate(n_folds);
        self.clips.truncate(self.note.clips_of_folds.iter().sum());
    }

    /// Adds the clips of the next fold.
    pub fn push(&mut self, measured: Vec<HeldOutClip>) {
        self.note.clips_of_folds.push(measured.len());
        self.clips.extend(measured);
    }

    /// The calibration on the clips of all folds.
    pub fn into_calibration(self) -> Calibration {
        Calibration::new(self.clips)
    }

    /// Writes it over the file of that model.
    ///
    /// # Errors
    /// When it cannot be written; the previous file is then still there.
    pub fn publish(&self, models: &Models, model: &str) -> Result<()> {
        let note = serde_json::to_string(&self.note)?;
        let bytes = Calibration::new(self.clips.clone()).to_bytes(&note);
        Ok(models.publish(&file_name(model), &bytes)?)
    }
}

fn file_name(model: &str) -> String {
    format!("{model}.calibration")
}
