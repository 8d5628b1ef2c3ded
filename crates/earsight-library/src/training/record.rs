//! How a fitted model was trained, as a file next to its checkpoint.

use earsight::{ConfigTable, EpochReport};
use earsight_core::PerModality;
use earsight_store::Models;
use serde::{Deserialize, Serialize};

use crate::Result;

/// The inputs that determine every bit of a fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainingIdentity {
    /// Registry name.
    pub model: String,
    /// The resolved config.
    pub config: ConfigTable,
    /// Seed of every random choice.
    pub seed: u64,
    /// [`earsight_store::Manifest::digest`] of the library.
    pub library: String,
}

/// How a fitted model was trained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainingRecord {
    /// The inputs of the fit.
    pub identity: TrainingIdentity,
    /// Digest of the checkpoint.
    pub fingerprint: String,
    /// Version of the program that fitted it.
    pub program: String,
    /// How long the last run took, in seconds.
    pub secs: f64,
    /// Clips with both audio and video.
    pub n_paired_clips: usize,
    /// Their seconds.
    pub n_paired_secs: usize,
    /// The training curve.
    pub epochs: Vec<EpochReport>,
    /// Latent dimensions in use, for models with a latent space.
    pub active_units: Option<ActiveUnits>,
}

/// Latent dimensions in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveUnits {
    /// Of each modality.
    pub units: PerModality<usize>,
    /// Number of latent dimensions.
    pub latent_dim: usize,
}

impl TrainingRecord {
    /// The record of a fitted model, if there is one that this program can read.
    pub fn read(models: &Models, model: &str) -> Option<Self> {
        let bytes = models.read(&name(model)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Writes the record next to its model.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn publish(&self, models: &Models) -> Result<()> {
        let json = serde_json::to_vec(self)?;
        Ok(models.publish(&name(&self.identity.model), &json)?)
    }
}

fn name(model: &str) -> String {
    format!("{model}.training.json")
}
