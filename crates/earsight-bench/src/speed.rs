//! The speed of the program, compared with that of the machine at the same time.
//!
//! Repetitions of the work and measurements of the machine alternate in one run, so that load by other programs
//! slows down both.

mod embedding;
mod learning;
mod noise;
mod searching;
mod stopwatch;

use earsight::models::resolve;
use earsight::{AudioVisualModel, ConfigTable, ModelEntry, Reads};
use earsight_core::PerModality;
use earsight_kernels::on_threads;
use serde::Serialize;

use crate::{Error, Result};
pub use searching::SearchCost;
pub use stopwatch::{Machine, Repetitions, Stopwatch, median};

/// Seconds that a model is fitted on before it embeds; its weights do not change how long that takes.
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
    /// The images nearest to a second of sound, exact.
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

/// The speed of the work and of the machine.
#[derive(Debug, Clone, Serialize)]
pub struct Speed {
    /// What was timed.
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
    /// The cost of a search, where there was one.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub search: Option<SearchCost>,
    /// The speed of the machine.
    pub machine: Machine,
}

/// Times the work of a model on noise.
///
/// # Errors
/// [`Error::RawSeconds`] for a model that reads no features, and those of the model.
pub fn speed(plan: &SpeedPlan) -> Result<Speed> {
    if plan.entry.reads == Reads::RawSeconds {
        return Err(Error::RawSeconds { model: plan.entry.name });
    }
    let makes_steps = matches!(plan.task, SpeedTask::Step | SpeedTask::Epoch);
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

/// The model, fitted on noise for an epoch.
fn fitted(plan: &SpeedPlan) -> Result<Box<dyn AudioVisualModel>> {
    let noise = noise::clips(plan.dims, FITTED_ON)?;
    let config = config(plan, 1);
    Ok(plan.entry.fit_with_labels(&config, &noise.features, &noise.annotations, 0, &mut ())?)
}
