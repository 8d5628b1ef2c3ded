//! One run and what is known of it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;

use super::Wanted;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    Waiting,
    Running,
    Done,
    /// Somebody ended it; it can be gone on with.
    Stopped,
    Failed,
    /// It took longer than a run may; it can be gone on with.
    Overtime,
}

impl State {
    pub(crate) fn is_over(self) -> bool {
        !matches!(self, State::Waiting | State::Running)
    }
}

/// One run.
pub(crate) struct Job {
    pub(crate) id: u64,
    pub(crate) wanted: Wanted,
    known: Mutex<Known>,
    /// Events so far: who waits for more looks at this.
    n_events: watch::Sender<usize>,
    is_stopping: watch::Sender<bool>,
}

struct Known {
    state: State,
    stage: Option<String>,
    detail: Option<String>,
    began_unix_secs: Option<f64>,
    ended_unix_secs: Option<f64>,
    curve: Vec<Value>,
    events: Vec<Event>,
}

/// Something that happened: its kind, and the JSON that tells of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    pub(crate) kind: &'static str,
    pub(crate) json: String,
}

/// A run as it is sent.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct View {
    job: String,
    model: String,
    seed: u64,
    epochs: Option<u32>,
    state: State,
    stage: Option<String>,
    detail: Option<String>,
    began_unix_secs: Option<f64>,
    ended_unix_secs: Option<f64>,
    /// The epochs so far; none where only the run was asked for.
    curve: Vec<Value>,
}

impl Job {
    pub(super) fn new(id: u64, wanted: Wanted) -> Self {
        let known = Known {
            state: State::Waiting,
            stage: None,
            detail: None,
            began_unix_secs: None,
            ended_unix_secs: None,
            curve: Vec::new(),
            events: Vec::new(),
        };
        let job = Job {
            id,
            wanted,
            known: Mutex::new(known),
            n_events: watch::Sender::new(0),
            is_stopping: watch::Sender::new(false),
        };
        job.tell_state();
        job
    }

    pub(crate) fn state(&self) -> State {
        self.known().state
    }

    /// As it is sent, with its curve or without.
    pub(crate) fn view(&self, is_with_curve: bool) -> View {
        self.known().view(self, is_with_curve)
    }

    /// Asks it to end where it can be gone on from.
    pub(crate) fn stop(&self) {
        self.is_stopping.send_replace(true);
    }

    /// Waits until somebody asks it to end.
    pub(super) async fn stop_wanted(&self) {
        // The sender lives as long as we do.
        let _ = self.is_stopping.subscribe().wait_for(|stops| *stops).await;
    }

    /// The event after the first `n_seen`, once there is one; nothing when the run is over and all were seen.
    pub(crate) async fn event_after(&self, n_seen: usize) -> Option<Event> {
        let mut news = self.n_events.subscribe();
        loop {
            {
                let known = self.known();
                if let Some(event) = known.events.get(n_seen) {
                    return Some(event.clone());
                }
                if known.state.is_over() {
                    return None;
                }
            }
            news.wait_for(|n_events| *n_events > n_seen).await.ok()?;
        }
    }

    /// Its turn has come.
    pub(super) fn begin(&self) {
        {
            let mut known = self.known();
            (known.state, known.began_unix_secs) = (State::Running, Some(unix_secs()));
        }
        self.tell_state();
    }

    /// It does that now.
    pub(super) fn enter(&self, stage: &str) {
        {
            let mut known = self.known();
            if known.stage.as_deref() == Some(stage) {
                return;
            }
            known.stage = Some(stage.to_owned());
        }
        self.tell_state();
    }

    /// An epoch is done.
    pub(super) fn learned(&self, epoch: Value) {
        let json = epoch.to_string();
        self.known().curve.push(epoch);
        self.tell(Event { kind: "epoch", json });
    }

    /// What was told of epochs was of another training.
    pub(super) fn forget_curve(&self) {
        self.known().curve.clear();
        self.tell(Event { kind: "anew", json: "{}".to_owned() });
    }

    pub(super) fn end(&self, state: State, detail: Option<String>) {
        {
            let mut known = self.known();
            (known.state, known.stage, known.detail) = (state, None, detail);
            known.ended_unix_secs = Some(unix_secs());
        }
        self.tell_state();
    }

    fn tell_state(&self) {
        let view = self.view(false);
        // Plain values are always JSON.
        let json = serde_json::to_string(&view).unwrap_or_default();
        self.tell(Event { kind: "state", json });
    }

    fn tell(&self, event: Event) {
        let mut known = self.known();
        known.events.push(event);
        self.n_events.send_replace(known.events.len());
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn view(&self, job: &Job, is_with_curve: bool) -> View {
        let Wanted { model, seed, epochs } = job.wanted.clone();
        View {
            job: job.id.to_string(),
            model,
            seed,
            epochs,
            state: self.state,
            stage: self.stage.clone(),
            detail: self.detail.clone(),
            began_unix_secs: self.began_unix_secs,
            ended_unix_secs: self.ended_unix_secs,
            curve: if is_with_curve { self.curve.clone() } else { Vec::new() },
        }
    }
}

/// The time of day, as browsers have it, too.
fn unix_secs() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}
