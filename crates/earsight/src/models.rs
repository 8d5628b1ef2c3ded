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
    check_widths("", table).map_err(|reason| Error::Config { model, reason })?;
    serde_json::from_value(table.clone())
        .map_err(|error| Error::Config { model, reason: error.to_string() })
}

/// The widest layer: a wider one would take all memory before the first step.
pub const MAX_WIDTH: usize = 1 << 16;

/// Fails for a width that no layer can have: a number in a list, one called `…_dim`, or one of [`WIDTHS`].
fn check_widths(key: &str, table: &ConfigTable) -> std::result::Result<(), String> {
    match table {
        ConfigTable::Object(table) => {
            table.iter().try_for_each(|(key, value)| check_widths(key, value))
        }
        ConfigTable::Array(widths) => widths.iter().try_for_each(|width| check_width(key, width)),
        width if key.ends_with("_dim") || WIDTHS.contains(&key) => check_width(key, width),
        _ => Ok(()),
    }
}

/// Settings that are widths although their names do not end in `_dim`.
const WIDTHS: [&str; 3] = ["dimensions", "hidden", "n_factors"];

fn check_width(key: &str, width: &ConfigTable) -> std::result::Result<(), String> {
    match width.as_u64() {
        Some(n) if !(1..=MAX_WIDTH as u64).contains(&n) => {
            Err(format!("`{key}` is in 1..={MAX_WIDTH}, not {n}"))
        }
        _ => Ok(()),
    }
}
