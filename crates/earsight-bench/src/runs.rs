//! Systems × seeds, in parallel on all cores.

use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use earsight::{ModelEntry, Observer, StopWhen};
use earsight_kernels::on_threads;
use serde::Serialize;

use crate::figure_data::FigureData;
use crate::scores::{LengthTable, Scores};
use crate::{Error, Result};

/// What to run.
pub struct Plan<'a> {
    /// The systems, each with its default settings.
    pub systems: Vec<&'static ModelEntry>,
    /// Seeds `0..n_seeds`.
    pub n_seeds: u64,
    /// Runs in parallel.
    pub n_workers: usize,
    /// Whether to stop.
    pub is_stopped: &'a (dyn Fn() -> bool + Sync),
    /// Called after every run with its system, its seed, and the number of runs that are done.
    pub progress: &'a (dyn Fn(&str, u64, usize) + Sync),
}

/// One system with one seed.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Registry name.
    pub model: String,
    /// Whether it learned from labels.
    pub is_supervised: bool,
    /// Of the fit and of the training clips.
    pub seed: u64,
    /// Its scores.
    #[serde(flatten)]
    pub scores: Scores,
    /// Exact match for each length of event, where events were localized.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_length: Option<LengthTable>,
    /// The data of the figures; of the first seed only.
    #[serde(skip)]
    pub figures: Option<FigureData>,
}

impl Row {
    /// Scores without a table of lengths and without figures.
    pub(crate) fn new(entry: &ModelEntry, seed: u64, scores: Scores) -> Self {
        Row {
            model: entry.name.to_owned(),
            is_supervised: entry.is_supervised(),
            seed,
            scores,
            per_length: None,
            figures: None,
        }
    }
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

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { model, seed, reason } = self;
        write!(f, "not run: {model} (seed {seed}): {reason}")
    }
}

/// Runs every system with every seed; rows come in the order of systems, then seeds, whichever was done first.
///
/// # Errors
/// [`Error::Stopped`] when stopped. A system that fails is reported and does not end the others.
pub fn run(
    plan: &Plan<'_>,
    one: &(dyn Fn(&ModelEntry, u64, &mut dyn Observer) -> Result<Row> + Sync),
) -> Result<(Vec<Row>, Vec<Failure>)> {
    let seeds = |&entry| (0..plan.n_seeds).map(move |seed| (entry, seed));
    let jobs: Vec<(&ModelEntry, u64)> = plan.systems.iter().flat_map(seeds).collect();
    let (next, n_done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let results = Mutex::new(Vec::with_capacity(jobs.len()));
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(&(entry, seed)) = jobs.get(place) else { return };
            if (plan.is_stopped)() {
                return;
            }
            let row = one(entry, seed, &mut StopWhen(plan.is_stopped));
            let n_done = n_done.fetch_add(1, Ordering::Relaxed) + 1;
            (plan.progress)(entry.name, seed, n_done);
            let failed =
                |error| Failure { model: entry.name.to_owned(), seed, reason: error_chain(&error) };
            if let Ok(mut results) = results.lock() {
                results.push((place, row.map_err(failed)));
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
    results.sort_unstable_by_key(|(place, _)| *place);
    let (mut rows, mut failures) = (Vec::new(), Vec::new());
    for (_, result) in results {
        match result {
            Ok(row) => rows.push(row),
            Err(failure) => failures.push(failure),
        }
    }
    Ok((rows, failures))
}

/// The message of an error and of all its causes.
fn error_chain(error: &Error) -> String {
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |e| e.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
