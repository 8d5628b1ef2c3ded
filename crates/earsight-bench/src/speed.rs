//! How fast the program works, beside what the machine can do at that moment.
//!
//! Repetitions of the work and probes of the machine take turns in one run, so that a busy minute hurts both.

mod embedding;
mod learning;
mod made_features;
mod searching;
mod stopwatch;

use earsight::models::resolve;
use earsight::{ConfigTable, ModelEntry, Reads};
use earsight_core::PerModality;
use earsight_kernels::on_threads;
use serde::Serialize;

use crate::{Error, Result};
pub use searching::SearchCost;
pub use stopwatch::{Machine, Repetitions, Stopwatch, median};

/// Seconds that a model is fitted on before it embeds; what it learned does not change how long that takes.
const FITTED_ON: usize = 640;

/// What is timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpeedTask {
    /// One step of a training: forward, backward and update of one batch.
    Step,
    /// One pass over all seconds.
    Epoch,
    /// All seconds of both modalities through a fitted model.
    Embed,
    /// The pictures nearest to a sound, with a proof.
    Search,
}

/// How it is timed.
#[derive(Clone)]
pub struct SpeedPlan {
    /// What.
    pub task: SpeedTask,
    /// Of which model.
    pub entry: &'static ModelEntry,
    /// Its settings.
    pub config: ConfigTable,
    /// Columns of the features.
    pub dims: PerModality<usize>,
    /// Seconds in a step.
    pub batch: usize,
    /// Seconds in all.
    pub n_segments: usize,
    /// To compute on.
    pub n_threads: usize,
    /// To repeat for.
    pub secs: f64,
}

/// What was timed, and what the machine could do meanwhile.
#[derive(Debug, Clone, Serialize)]
pub struct Speed {
    /// What.
    pub what: SpeedTask,
    /// Registry name.
    pub model: &'static str,
    /// Columns of the features.
    pub dims: PerModality<usize>,
    /// Seconds in a step, where steps were made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<usize>,
    /// Seconds in all.
    pub n_segments: usize,
    /// Computed on.
    pub n_threads: usize,
    /// How long one repetition took.
    #[serde(flatten)]
    pub repetitions: Repetitions,
    /// What a search read, where there was one.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub search: Option<SearchCost>,
    /// What the machine can do.
    pub machine: Machine,
}

/// Times the work of a model on features that are made for it.
///
/// # Errors
/// [`Error::RawSeconds`] for a model that reads no features, and what the model refuses.
pub fn speed(plan: &SpeedPlan) -> Result<Speed> {
    if plan.entry.reads == Reads::RawSeconds {
        return Err(Error::RawSeconds { model: plan.entry.name });
    }
    let ((repetitions, machine), search) = on_threads(plan.n_threads, || -> Result<_> {
        Ok(match plan.task {
            SpeedTask::Step | SpeedTask::Epoch => (learning::time(plan)?, None),
            SpeedTask::Embed => (embedding::time(plan)?, None),
            SpeedTask::Search => {
                let (times, cost) = searching::time(plan)?;
                (times, Some(cost))
            }
        })
    })?;
    let makes_steps = matches!(plan.task, SpeedTask::Step | SpeedTask::Epoch);
    Ok(Speed {
        what: plan.task,
        model: plan.entry.name,
        dims: plan.dims,
        batch: makes_steps.then_some(plan.batch),
        n_segments: plan.n_segments,
        n_threads: plan.n_threads,
        repetitions,
        search,
        machine,
    })
}

/// The model's settings with steps of that size, and as many epochs.
fn config(plan: &SpeedPlan, n_epochs: usize) -> ConfigTable {
    let training = serde_json::json!({
        "epochs": n_epochs,
        "batching": { "shuffled": { "size": plan.batch } },
    });
    match plan.config.get("training") {
        Some(_) => resolve(plan.config.clone(), &serde_json::json!({ "training": training })),
        None => plan.config.clone(), // solved in closed form
    }
}
