//! How a fitted model came to be, kept beside it.

use earsight::{ConfigTable, EpochReport};
use earsight_core::PerModality;
use earsight_store::Models;
use serde::{Deserialize, Serialize};

/// What decides every bit of a fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainingIdentity {
    /// Registry name.
    pub model: String,
    /// The resolved config.
    pub config: ConfigTable,
    /// Where random choices come from.
    pub seed: u64,
    /// [`earsight_store::Manifest::digest`] of what it learned from.
    pub library: String,
}

/// How a fitted model came to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainingRecord {
    /// [`TrainingRecord::VERSION`].
    pub version: u32,
    /// What decided the fit.
    pub identity: TrainingIdentity,
    /// Digest of the checkpoint.
    pub fingerprint: String,
    /// Version of the program that fitted it.
    pub program: String,
    /// How long the last run took, in seconds.
    pub secs: f64,
    /// Clips that are both heard and seen.
    pub n_paired_clips: usize,
    /// Their seconds.
    pub n_paired_secs: usize,
    /// The training curve.
    pub epochs: Vec<EpochReport>,
    /// Latent dimensions that carry something, for models that have a latent.
    pub active_units: Option<ActiveUnits>,
}

/// Latent dimensions that carry something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveUnits {
    /// Of each sense.
    pub units: PerModality<usize>,
    /// How many dimensions there are.
    pub latent_dim: usize,
}

impl TrainingRecord {
    /// Version of the layout of the record.
    pub const VERSION: u32 = 1;

    /// The record of a fitted model, if there is one that this program understands.
    pub fn read(models: &Models, model: &str) -> Option<Self> {
        let bytes = models.read(&name(model)).ok()?;
        let record: TrainingRecord = serde_json::from_slice(&bytes).ok()?;
        (record.version == TrainingRecord::VERSION).then_some(record)
    }

    /// Keeps the record beside its model.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn publish(&self, models: &Models) -> earsight_store::Result<()> {
        let json = serde_json::to_vec(self).expect("plain values are always JSON");
        models.publish(&name(&self.identity.model), &json)
    }
}

fn name(model: &str) -> String {
    format!("{model}.training.json")
}
