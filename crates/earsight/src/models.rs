//! The registry: one line per model.

pub mod av_att;
pub mod avdln;
pub mod avfb;
pub mod avsdn;
pub mod cca;
pub mod cm_vae;
pub mod correspondence;
pub mod dam;
pub mod dcca;
mod latent_variable;
pub mod ms_vae;
pub mod pcca;
mod supervised;

use crate::model::{AudioVisualModel, ConfigTable, ModelEntry};
use crate::{Checkpoint, Error, Result};

/// Every model, in the order they are shown.
pub static MODELS: &[ModelEntry] = &[
    ms_vae::ENTRY,
    ms_vae::PAPER_ENTRY,
    ms_vae::NO_W_ENTRY,
    ms_vae::REFERENCE_ENTRY,
    cm_vae::ENTRY,
    cca::ENTRY,
    pcca::ENTRY,
    dcca::ENTRY,
    correspondence::L3_NET_F,
    correspondence::AVE_NET_F,
    correspondence::L3_NET,
    correspondence::AVE_NET,
    avdln::ENTRY,
    avdln::MINED_ENTRY,
    avsdn::ENTRY,
    avfb::ENTRY,
    av_att::ENTRY,
    av_att::WEAK_ENTRY,
    dam::ENTRY,
];

/// The model that is used when nobody names one.
pub const DEFAULT_MODEL: &str = ms_vae::ENTRY.name;

/// The entry of that name.
///
/// # Errors
/// [`Error::UnknownModel`] with the names that exist.
pub fn entry(name: &str) -> Result<&'static ModelEntry> {
    MODELS.iter().find(|entry| entry.name == name).ok_or_else(|| Error::UnknownModel {
        typed: name.to_owned(),
        known: MODELS.iter().map(|entry| entry.name).collect(),
    })
}

/// The fitted model that a checkpoint holds.
///
/// # Errors
/// [`Error::UnknownModel`] or [`Error::Checkpoint`].
pub fn load(checkpoint: &Checkpoint) -> Result<Box<dyn AudioVisualModel>> {
    (entry(&checkpoint.model)?.load)(checkpoint)
}

/// `defaults` with the values of `overrides` laid over it, table by table.
///
/// Unknown keys stay in and are refused when the model reads its config.
pub fn resolve(defaults: ConfigTable, overrides: &ConfigTable) -> ConfigTable {
    match (defaults, overrides) {
        (ConfigTable::Object(mut table), ConfigTable::Object(over)) => {
            for (key, value) in over {
                let default = table.remove(key).unwrap_or(ConfigTable::Null);
                table.insert(key.clone(), resolve(default, value));
            }
            ConfigTable::Object(table)
        }
        (_, over) => over.clone(),
    }
}

/// A model's typed config from its table.
pub(crate) fn config<T: serde::de::DeserializeOwned>(
    model: &'static str,
    table: &ConfigTable,
) -> Result<T> {
    serde_json::from_value(table.clone())
        .map_err(|error| Error::Config { model, reason: error.to_string() })
}
