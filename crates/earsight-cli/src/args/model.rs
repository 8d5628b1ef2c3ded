//! The model to fit, and its settings.

use anyhow::{Context as _, bail};
use clap::Args;
use earsight::ConfigTable;
use earsight_library::Train;

/// A model and its settings.
#[derive(Debug, Clone, Args)]
pub struct ModelChoice {
    /// Model to train; `earsight models` lists them
    #[arg(long, value_name = "NAME", env = "EARSIGHT_MODEL", hide_env = true,
          default_value = earsight::models::DEFAULT_MODEL)]
    pub model: String,
    /// Change one setting of the model, such as `training.epochs=20`; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = Setting::parse)]
    pub settings: Vec<Setting>,
}

/// The model to fit, and how.
#[derive(Debug, Clone, Args)]
pub struct ModelArgs {
    /// The model.
    #[command(flatten)]
    pub choice: ModelChoice,
    /// Seed of every random choice; the same seed gives the same bits
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Seconds between two snapshots that an interrupted training resumes from
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, hide_short_help = true)]
    pub snapshot_secs: f64,
}

/// `training.epochs=20`: a path of keys and a JSON value; other text is a string.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    keys: Vec<String>,
    value: serde_json::Value,
}

impl Setting {
    fn parse(typed: &str) -> Result<Self, String> {
        let (path, value) = typed
            .split_once('=')
            .ok_or("a setting is `key=value`, such as `training.epochs=20`")?;
        let keys: Vec<String> = path.trim().split('.').map(str::to_owned).collect();
        if keys.iter().any(String::is_empty) {
            return Err(format!("`{path}` is not a path of keys such as `training.epochs`"));
        }
        let value = serde_json::from_str(value).unwrap_or_else(|_| serde_json::Value::from(value));
        Ok(Setting { keys, value })
    }

    /// Writes the value into `table`.
    fn apply(&self, table: &mut ConfigTable) -> anyhow::Result<()> {
        let mut place = table;
        for key in &self.keys {
            if place.is_null() {
                *place = ConfigTable::Object(serde_json::Map::new());
            }
            let Some(entries) = place.as_object_mut() else {
                bail!("`--set {}` sets a value and something inside of it", self.keys.join("."));
            };
            place = entries.entry(key.as_str()).or_insert(ConfigTable::Null);
        }
        *place = self.value.clone();
        Ok(())
    }
}

impl ModelArgs {
    /// The fit that was typed.
    ///
    /// # Errors
    /// As [`ModelChoice::resolved`].
    pub fn train(&self) -> anyhow::Result<Train> {
        let entry = earsight_baselines::REGISTRY.entry(&self.choice.model)?;
        let config = self.choice.resolved()?;
        let &ModelArgs { seed, snapshot_secs, .. } = self;
        Ok(Train { entry, config, seed, snapshot_secs })
    }
}

impl ModelChoice {
    /// The model's whole config: its defaults, overridden by the typed settings.
    ///
    /// # Errors
    /// When the model does not exist, or a setting is not one of its settings.
    pub fn resolved(&self) -> anyhow::Result<ConfigTable> {
        let entry = earsight_baselines::REGISTRY.entry(&self.model)?;
        let mut overrides = ConfigTable::Object(serde_json::Map::new());
        for setting in &self.settings {
            setting.apply(&mut overrides)?;
        }
        let defaults = (entry.default_config)();
        for setting in &self.settings {
            known(&defaults, &setting.keys).with_context(|| {
                format!("cannot set `{}` of `{}`", setting.keys.join("."), entry.name)
            })?;
        }
        Ok(earsight::models::resolve(defaults, &overrides))
    }
}

/// Fails for a key that its table does not have; keys below a value that is no table are left to the model.
fn known(defaults: &ConfigTable, keys: &[String]) -> anyhow::Result<()> {
    let mut place = defaults;
    for key in keys {
        let Some(entries) = place.as_object() else { return Ok(()) };
        place = match entries.get(key) {
            Some(inner) => inner,
            None => {
                let names: Vec<String> = entries.keys().map(|name| format!("`{name}`")).collect();
                bail!("there is no `{key}`; there are {}", names.join(", "));
            }
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(typed: &[&str]) -> ModelChoice {
        let settings = typed.iter().map(|typed| Setting::parse(typed).unwrap()).collect();
        ModelChoice { model: earsight::models::DEFAULT_MODEL.to_owned(), settings }
    }

    #[test]
    fn settings_override_the_defaults() {
        let config =
            choice(&["training.epochs=3", "objective.wasserstein_weight=0.5"]).resolved().unwrap();
        assert_eq!(config["training"]["epochs"], 3);
        assert_eq!(config["objective"]["wasserstein_weight"], 0.5);
        let defaults = choice(&[]).resolved().unwrap();
        assert_eq!(config["network"], defaults["network"]);
        assert_ne!(config["training"], defaults["training"]);
    }

    #[test]
    fn a_path_with_an_empty_key_is_rejected() {
        assert!(Setting::parse("training..epochs=1").is_err());
    }
}
