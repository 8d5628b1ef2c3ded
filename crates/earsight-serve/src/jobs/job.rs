//! One job: its state and its events.

use std::time::{SystemTime, UNIX_EPOCH};

use earsight::EpochReport;
use serde::Serialize;
use tokio::sync::watch;
use utoipa::ToSchema;

use super::JobRequest;

/// The state of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    Waiting,
    Running,
    Done,
    /// Stopped on request; it can be resumed.
    Stopped,
    Failed,
    /// Stopped at the time limit; it can be resumed.
    Overtime,
}

impl State {
    pub(crate) fn is_over(self) -> bool {
        !matches!(self, State::Waiting | State::Running)
    }
}

/// One job.
pub(crate) struct Job {
    pub(crate) id: u64,
    pub(crate) request: JobRequest,
    known: watch::Sender<Known>,
    is_stopping: watch::Sender<bool>,
}

struct Known {
    /// Without the curve.
    status: JobStatus,
    curve: Vec<EpochReport>,
    events: Vec<Event>,
}

/// Something that happened: its kind and its data as JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    pub(crate) kind: &'static str,
    pub(crate) json: String,
}

/// A job in the background.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct JobStatus {
    /// Its id.
    job: String,
    model: String,
    seed: u64,
    /// Number of epochs that was requested; `null` for the model's own default.
    #[schema(required)]
    epochs: Option<u32>,
    #[schema(inline)]
    state: State,
    /// What it does now: training, indexing, checking; `null` when it does not run.
    #[schema(required)]
    stage: Option<String>,
    /// The error of a failed job, or the result of a finished one.
    #[schema(required)]
    detail: Option<String>,
    /// When it started; `null` while it waits.
    #[schema(required)]
    began_unix_secs: Option<f64>,
    #[schema(required)]
    ended_unix_secs: Option<f64>,
    /// The epochs so far; empty where curves are left out.
    curve: Vec<EpochReport>,
}

impl Job {
    pub(super) fn new(id: u64, request: JobRequest) -> Self {
        let JobRequest { model, seed, epochs } = request.clone();
        let status = JobStatus {
            job: id.to_string(),
            model,
            seed,
            epochs,
            state: State::Waiting,
            stage: None,
            detail: None,
            began_unix_secs: None,
            ended_unix_secs: None,
            curve: Vec::new(),
        };
        let known = Known { status, curve: Vec::new(), events: Vec::new() };
        let job = Job {
            id,
            request,
            known: watch::Sender::new(known),
            is_stopping: watch::Sender::new(false),
        };
        job.change(|_| {});
        job
    }

    pub(crate) fn state(&self) -> State {
        self.known.borrow().status.state
    }

    /// Its status, with its curve or without.
    pub(crate) fn status(&self, has_curve: bool) -> JobStatus {
        let known = self.known.borrow();
        let curve = if has_curve { known.curve.clone() } else { Vec::new() };
        JobStatus { curve, ..known.status.clone() }
    }

    /// Requests that it stops where it can be resumed.
    pub(crate) fn stop(&self) {
        self.is_stopping.send_replace(true);
    }

    /// Waits until a stop is requested.
    pub(super) async fn stop_requested(&self) {
        // The sender lives as long as the job.
        let _ = self.is_stopping.subscribe().wait_for(|stops| *stops).await;
    }

    /// The event after the first `n_seen`, once there is one; `None` when the job is over and all were seen.
    pub(crate) async fn event_after(&self, n_seen: usize) -> Option<Event> {
        let mut known = self.known.subscribe();
        let is_next = |known: &Known| known.events.len() > n_seen || known.status.state.is_over();
        let known = known.wait_for(is_next).await.ok()?;
        known.events.get(n_seen).cloned()
    }

    /// Marks it as running.
    pub(super) fn begin(&self) {
        self.change(|status| {
            (status.state, status.began_unix_secs) = (State::Running, Some(unix_secs()));
        });
    }

    /// Records what it does now.
    pub(super) fn enter(&self, stage: &str) {
        if self.known.borrow().status.stage.as_deref() != Some(stage) {
            self.change(|status| status.stage = Some(stage.to_owned()));
        }
    }

    /// Records an epoch.
    pub(super) fn add_epoch(&self, epoch: EpochReport) {
        let event = Event { kind: "epoch", json: to_json(&epoch) };
        self.update(event, |known| known.curve.push(epoch));
    }

    /// Forgets the epochs so far: training starts again.
    pub(super) fn forget_curve(&self) {
        let event = Event { kind: "anew", json: "{}".to_owned() };
        self.update(event, |known| known.curve.clear());
    }

    pub(super) fn end(&self, state: State, detail: Option<String>) {
        self.change(|status| {
            (status.state, status.stage, status.detail) = (state, None, detail);
            status.ended_unix_secs = Some(unix_secs());
        });
    }

    fn change(&self, change: impl FnOnce(&mut JobStatus)) {
        self.known.send_modify(|known| {
            change(&mut known.status);
            known.events.push(Event { kind: "state", json: to_json(&known.status) });
        });
    }

    fn update(&self, event: Event, update: impl FnOnce(&mut Known)) {
        self.known.send_modify(|known| {
            update(known);
            known.events.push(event);
        });
    }
}

/// Plain values always have a JSON form.
fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Now, in seconds since 1970, as browsers count.
fn unix_secs() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}
