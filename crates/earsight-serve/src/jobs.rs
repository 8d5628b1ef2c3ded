//! Training in the background: child processes of the same program, one at a time.
//!
//! A crash of a child is a failed job. A child ends when its standard input ends, so also when this program ends; its
//! snapshots stay, and a job with the same arguments resumes from them.

mod child;
mod job;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use tokio::sync::Semaphore;
use utoipa::ToSchema;

use crate::problem::Problem;
use job::State;
pub(crate) use job::{Job, JobStatus};

/// Jobs that may wait.
const MAX_WAITING: usize = 8;
/// Jobs that are listed.
const MAX_LISTED: usize = 50;

/// A model to train.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JobRequest {
    pub(crate) model: String,
    #[serde(default)]
    pub(crate) seed: u64,
    /// Number of epochs; the model's own default if absent.
    #[schema(nullable = false, minimum = 1, maximum = 100_000)]
    pub(crate) epochs: Option<u32>,
}

/// Epochs of one job, at most.
const MAX_EPOCHS: u32 = 100_000;

/// Training in the background.
pub(crate) struct Jobs {
    library: PathBuf,
    program: PathBuf,
    n_threads: usize,
    limit: Duration,
    listed: Mutex<Vec<Arc<Job>>>,
    turn: Semaphore,
}

impl Jobs {
    /// No jobs yet; `limit` is the time limit of one.
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

    /// Starts a job once those before it have ended.
    ///
    /// # Errors
    /// When there is no such model, or too many wait.
    pub(crate) fn begin(self: &Arc<Self>, request: JobRequest) -> Result<Arc<Job>, Problem> {
        earsight_baselines::REGISTRY.entry(&request.model).map_err(Problem::invalid)?;
        if request.epochs.is_some_and(|epochs| !(1..=MAX_EPOCHS).contains(&epochs)) {
            return Err(Problem::invalid(format!("epochs are 1 to {MAX_EPOCHS}")));
        }
        let job = {
            let mut listed = self.listed();
            let n_waiting = listed.iter().filter(|job| job.state() == State::Waiting).count();
            if n_waiting >= MAX_WAITING {
                return Err(Problem::busy());
            }
            let id = listed.last().map_or(1, |job| job.id + 1);
            let job = Arc::new(Job::new(id, request));
            listed.push(Arc::clone(&job));
            if listed.len() > MAX_LISTED
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

    /// All jobs that are listed, newest first.
    pub(crate) fn all(&self) -> Vec<Arc<Job>> {
        self.listed().iter().rev().cloned().collect()
    }

    /// The job with that id.
    pub(crate) fn get(&self, id: &str) -> Result<Arc<Job>, Problem> {
        let found = self.listed().iter().find(|job| job.id.to_string() == id).cloned();
        found.ok_or_else(|| Problem::not_found("such job"))
    }

    async fn run(&self, job: &Job) {
        let turn = tokio::select! {
            turn = self.turn.acquire() => turn,
            () = job.stop_requested() => return job.end(State::Stopped, None),
        };
        if turn.is_err() {
            return job.end(State::Stopped, None);
        }
        job.begin();
        let (state, detail) =
            child::run(&self.arguments(job), &self.program, job, self.limit).await;
        // Responses never contain a path of this machine.
        let library = self.library.display().to_string();
        job.end(state, detail.map(|detail| detail.replace(&library, "the library")));
    }

    fn arguments(&self, job: &Job) -> Vec<std::ffi::OsString> {
        let JobRequest { model, seed, epochs } = &job.request;
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
