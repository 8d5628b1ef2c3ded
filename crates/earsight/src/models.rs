//! Tables 1 and 2: one file and one registry line per model.

pub mod cca;
pub mod cm_vae;
mod latent_variable;
pub mod ms_vae;
pub mod pcca;

mod registry;

use crate::model::{ConfigTable, ModelEntry};
use crate::{Error, Result};
pub use latent_variable::{DistanceConfig, PartBalance, RowScaling};
pub use registry::{AbsentModel, Registry};

/// The paper's model in its variants, and its closed-form baselines, in the order they are shown.
pub const MODELS: &[ModelEntry] = &[
    ms_vae::ENTRY,
    ms_vae::PAPER_ENTRY,
    ms_vae::NO_W_ENTRY,
    ms_vae::REFERENCE_ENTRY,
    cm_vae::ENTRY,
    cca::ENTRY,
    pcca::ENTRY,
];

/// These models by name; `earsight_baselines::REGISTRY` adds the other systems of the paper's tables.
pub static REGISTRY: Registry = Registry { groups: &[MODELS], absent: &[] };

/// The default model.
pub const DEFAULT_MODEL: &str = ms_vae::ENTRY.name;

/// `defaults` with the values of `overrides`, merged table by table.
///
/// Unknown keys stay, and are rejected when the model reads its config.
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

/// The table of a typed config.
pub(crate) fn table(config: &impl serde::Serialize) -> ConfigTable {
    serde_json::to_value(config).expect("a config is a plain table")
}

/// A model's typed config from its table.
///
/// # Errors
/// [`Error::Config`] when a key is unknown or a value does not fit.
pub fn config<T: serde::de::DeserializeOwned>(
    model: &'static str,
    table: &ConfigTable,
) -> Result<T> {
    serde_json::from_value(table.clone())
        .map_err(|error| Error::Config { model, reason: error.to_string() })
}
