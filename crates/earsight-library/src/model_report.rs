//! A report on a fitted model: its training, its latent space and its scores on held-out clips.

use earsight::latent_space::{Diagnostics, diagnose};
use earsight::{AudioVisualModel, ConfigTable, EpochReport};
use earsight_core::PerModality;
use serde::Serialize;
use utoipa::ToSchema;

use crate::paired_seconds::PairedSeconds;
use crate::{OpenLibrary, Result, Score, SelfCheck, ShownRecord, TrainingRecord, stacked};

/// Seconds that the latent space is diagnosed on, at most: each is compared with each.
const MOST_SECS: usize = 300;

/// What a fitted model is, how its training went and what its self-check found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ModelReport {
    /// Registry name.
    pub model: String,
    /// Names of the networks that its features come from.
    pub backbones: PerModality<String>,
    /// How it was trained; `null` without a record.
    #[schema(required)]
    pub training: Option<TrainingFacts>,
    /// What it scored on held-out clips; nothing where there was no self-check, or one of another fit.
    #[schema(required)]
    pub self_check: Option<CheckFacts>,
    /// How much both modalities share its latent space; nothing for a model without one.
    #[schema(required)]
    pub latent: Option<LatentFacts>,
}

/// How much both modalities share a latent space, measured in all its dimensions on seconds of the library.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LatentFacts {
    /// Seconds that were compared.
    pub n_secs: usize,
    /// The numbers.
    #[serde(flatten)]
    #[schema(inline)]
    pub diagnostics: Diagnostics,
}

/// How a model was trained.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrainingFacts {
    /// Seed of every random choice.
    pub seed: u64,
    /// Version of the program.
    pub program: String,
    /// Wall time of the last run, in seconds.
    pub secs: f64,
    /// Clips with both audio and video.
    pub n_paired_clips: usize,
    /// Their seconds.
    pub n_paired_secs: usize,
    /// Dotted names and values of the config.
    #[schema(schema_with = earsight_core::schema::named::<String>)]
    pub settings: Vec<(String, String)>,
    /// The training curve.
    pub curve: Vec<EpochReport>,
}

/// What a self-check found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CheckFacts {
    /// Its scores, with chance and the linear baseline.
    pub score: Score,
    /// For each modality of the query a moment that was found and one that was missed, where there are such.
    pub examples: Vec<ShownRecord>,
}

impl ModelReport {
    /// The report on a fitted model of a library.
    ///
    /// # Errors
    /// When the model or the library's features cannot be read.
    pub fn of(library: &OpenLibrary, model: &str) -> Result<Self> {
        let models = library.models();
        let latent = LatentFacts::of(library, &*library.fitted(model)?.model)?;
        let record = TrainingRecord::read(&models, model);
        let check = record.as_ref().and_then(|record| SelfCheck::read(&models, &record.identity));
        Ok(ModelReport {
            model: model.to_owned(),
            backbones: library.library.spaces().map(|space| space.backbone),
            training: record.map(TrainingFacts::of),
            self_check: check.map(|check| CheckFacts {
                score: check.score(),
                examples: check.hits_and_misses().into_iter().cloned().collect(),
            }),
            latent,
        })
    }
}

impl LatentFacts {
    fn of(library: &OpenLibrary, model: &dyn AudioVisualModel) -> Result<Option<Self>> {
        let Some(latent) = model.latent() else { return Ok(None) };
        let PairedSeconds { second, rows, .. } =
            PairedSeconds::spread(&library.library.feature_set()?, MOST_SECS);
        if second.len() < 2 {
            return Ok(None);
        }
        let posteriors = PerModality::try_from_fn(|modality| {
            let rows: Vec<_> = rows[modality].iter().map(|rows| rows.view()).collect();
            let n_columns = rows.first().map_or(0, |rows| rows.ncols());
            latent.posterior(modality, stacked(&rows, n_columns).view())
        })?;
        let diagnostics = diagnose(&posteriors);
        Ok(Some(LatentFacts { n_secs: second.len(), diagnostics }))
    }
}

impl TrainingFacts {
    fn of(record: TrainingRecord) -> Self {
        let mut settings = Vec::new();
        flatten("", &record.identity.config, &mut settings);
        TrainingFacts {
            seed: record.identity.seed,
            program: record.program,
            secs: record.secs,
            n_paired_clips: record.n_paired_clips,
            n_paired_secs: record.n_paired_secs,
            settings,
            curve: record.epochs,
        }
    }
}

/// `training.epochs`, `8`: one line for each value of a table of tables.
fn flatten(path: &str, table: &ConfigTable, lines: &mut Vec<(String, String)>) {
    match table {
        ConfigTable::Object(entries) => {
            for (key, value) in entries {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(&path, value, lines);
            }
        }
        value => lines.push((path.to_owned(), value.to_string())),
    }
}
