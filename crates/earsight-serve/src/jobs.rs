//! Runs in the background: the program itself, begun once more, one at a time.
//!
//! A run is a process of its own: a crash there is a failed run here, and what ends it there, the end of its
//! standard input, also ends it when this program is gone. What was learned until then is kept, and gone on with.

mod child;
mod job;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use tokio::sync::Semaphore;

use crate::problem::Problem;
use job::State;
pub(crate) use job::{Job, View};

/// Runs that may wait.
const MOST_WAITING: usize = 8;
/// Runs that are remembered.
const MOST_LISTED: usize = 50;

/// What is to be learned.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    pub(crate) model: String,
    #[serde(default)]
    pub(crate) seed: u64,
    pub(crate) epochs: Option<u32>,
}

/// Epochs of one run at most.
const MOST_EPOCHS: u32 = 100_000;

/// Runs in the background.
pub(crate) struct Jobs {
    library: PathBuf,
    program: PathBuf,
    n_threads: usize,
    limit: Duration,
    listed: Mutex<Vec<Arc<Job>>>,
    turn: Semaphore,
}

impl Jobs {
    /// None yet; `limit` is what one run may take.
    pub(crate) fn new(library: &Path, program: PathBuf, n_threads: usize, limit: Duration) -> Self {
        Jobs {
            library: library.to_owned(),
            program,
            n_threads,
            limit,
            listed: Mutex::default(),
            turn: Semaphore::new(1),
        }
    }

    /// Begins a run, or has it wait for those before.
    ///
    /// # Errors
    /// When there is no such model, or too many wait.
    pub(crate) fn begin(self: &Arc<Self>, wanted: Wanted) -> Result<Arc<Job>, Problem> {
        earsight_baselines::REGISTRY.entry(&wanted.model).map_err(Problem::invalid)?;
        if wanted.epochs.is_some_and(|epochs| !(1..=MOST_EPOCHS).contains(&epochs)) {
            return Err(Problem::invalid(format!("epochs are 1 to {MOST_EPOCHS}")));
        }
        let job = {
            let mut listed = self.listed();
            let n_waiting = listed.iter().filter(|job| job.state() == State::Waiting).count();
            if n_waiting >= MOST_WAITING {
                return Err(Problem::busy());
            }
            let id = listed.last().map_or(1, |job| job.id + 1);
            let job = Arc::new(Job::new(id, wanted));
            listed.push(Arc::clone(&job));
            if listed.len() > MOST_LISTED
                && let Some(oldest) = listed.iter().position(|job| job.state().is_over())
            {
                listed.remove(oldest);
            }
            job
        };
        let (jobs, run) = (Arc::clone(self), Arc::clone(&job));
        tokio::spawn(async move { jobs.run(&run).await });
        Ok(job)
    }

    /// All that are remembered, newest first.
    pub(crate) fn all(&self) -> Vec<Arc<Job>> {
        self.listed().iter().rev().cloned().collect()
    }

    /// The one of that number.
    pub(crate) fn get(&self, id: &str) -> Result<Arc<Job>, Problem> {
        let found = self.listed().iter().find(|job| job.id.to_string() == id).cloned();
        found.ok_or_else(|| Problem::not_found("such run"))
    }

    async fn run(&self, job: &Job) {
        let turn = tokio::select! {
            turn = self.turn.acquire() => turn,
            () = job.stop_wanted() => return job.end(State::Stopped, None),
        };
        if turn.is_err() {
            return job.end(State::Stopped, None);
        }
        job.begin();
        let (state, detail) =
            child::run(&self.arguments(job), &self.program, job, self.limit).await;
        // Where the library lies is nobody's business.
        let library = self.library.display().to_string();
        job.end(state, detail.map(|detail| detail.replace(&library, "the library")));
    }

    fn arguments(&self, job: &Job) -> Vec<std::ffi::OsString> {
        let Wanted { model, seed, epochs } = &job.wanted;
        let mut arguments = vec!["train".into(), self.library.clone().into_os_string()];
        let mut add = |name: &str, value: String| arguments.extend([name.into(), value.into()]);
        add("--model", model.clone());
        add("--seed", seed.to_string());
        add("--threads", self.n_threads.to_string());
        if let Some(epochs) = epochs {
            add("--set", format!("training.epochs={epochs}"));
        }
        arguments.extend(["--self-check", "--attached", "--json"].map(Into::into));
        arguments
    }

    fn listed(&self) -> MutexGuard<'_, Vec<Arc<Job>>> {
        self.listed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
