//! Systems × seeds, side by side on all cores.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use earsight::{ConfigTable, ModelEntry, Observer, StopWhen};
use earsight_kernels::on_threads;
use serde::Serialize;

use crate::exhibits::Exhibits;
use crate::scores::{LengthTable, Scores};
use crate::{Error, Result};

/// What to run.
pub struct Plan<'a> {
    /// The systems and their settings.
    pub systems: Vec<System>,
    /// Seeds `0..n_seeds`.
    pub n_seeds: u64,
    /// Runs side by side.
    pub n_workers: usize,
    /// Whether the person asked to stop.
    pub is_stopped: &'a (dyn Fn() -> bool + Sync),
    /// Told after every run.
    pub progress: &'a (dyn Fn(&Progress<'_>) + Sync),
}

/// A system with its settings.
pub struct System {
    /// The registry's line.
    pub entry: &'static ModelEntry,
    /// All settings.
    pub config: ConfigTable,
}

/// How far a bench is.
pub struct Progress<'a> {
    /// The system that was just run.
    pub model: &'a str,
    /// Its seed.
    pub seed: u64,
    /// Runs that are done.
    pub n_done: usize,
    /// Runs in all.
    pub n_runs: usize,
    /// Seconds that this run took.
    pub secs: f64,
}

/// One system with one seed.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Registry name.
    pub model: String,
    /// Whether it learned from labels.
    pub is_supervised: bool,
    /// Of the fit and of the clips it was fitted on.
    pub seed: u64,
    /// Its numbers.
    #[serde(flatten)]
    pub scores: Scores,
    /// Exact match for each length of event, where events were looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_length: Option<LengthTable>,
    /// What figures are drawn from; kept of the first seed.
    #[serde(skip)]
    pub exhibits: Option<Exhibits>,
}

/// A system that could not be run; the others are.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    /// Registry name.
    pub model: String,
    /// Its seed.
    pub seed: u64,
    /// Why, with every cause.
    pub reason: String,
}

/// Runs every system with every seed; rows come in the order of systems, then seeds, whichever was done first.
///
/// # Errors
/// [`Error::Stopped`] when asked to stop. A system that fails is reported and does not end the others.
pub fn run(
    plan: &Plan<'_>,
    one: &(dyn Fn(&System, u64, &mut dyn Observer) -> Result<Row> + Sync),
) -> Result<(Vec<Row>, Vec<Failure>)> {
    let jobs: Vec<(&System, u64)> = plan
        .systems
        .iter()
        .flat_map(|system| (0..plan.n_seeds).map(move |seed| (system, seed)))
        .collect();
    let (next, n_done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let results = Mutex::new(Vec::with_capacity(jobs.len()));
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(&(system, seed)) = jobs.get(place) else { return };
            if (plan.is_stopped)() {
                return;
            }
            let began = std::time::Instant::now();
            let row = one(system, seed, &mut StopWhen(plan.is_stopped));
            let model = system.entry.name;
            (plan.progress)(&Progress {
                model,
                seed,
                n_done: n_done.fetch_add(1, Ordering::Relaxed) + 1,
                n_runs: jobs.len(),
                secs: began.elapsed().as_secs_f64(),
            });
            if let Ok(mut results) = results.lock() {
                results.push((place, model, seed, row));
            }
        }
    };
    match plan.n_workers.clamp(1, jobs.len().max(1)) {
        1 => work(),
        n_workers => std::thread::scope(|scope| {
            for _ in 0..n_workers {
                scope.spawn(|| on_threads(1, work));
            }
        }),
    }
    if (plan.is_stopped)() {
        return Err(Error::Stopped);
    }
    let mut results = results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.sort_unstable_by_key(|(place, ..)| *place);
    let (mut rows, mut failures) = (Vec::new(), Vec::new());
    for (_, model, seed, result) in results {
        match result {
            Ok(row) => rows.push(row),
            Err(error) => {
                failures.push(Failure { model: model.to_owned(), seed, reason: chain(&error) });
            }
        }
    }
    Ok((rows, failures))
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(": {error}");
        cause = error.source();
    }
    text
}
