//! Listens to a training: shows it, keeps its state now and then, and ends it when asked.

use std::time::{Duration, Instant};

use earsight::{EpochReport, Observer};
use earsight_store::Models;

use super::Snapshot;
use crate::stop::StopFlag;
use crate::terminal::{Progress, Terminal};

/// Listens to one training.
pub struct TrainingObserver<'a> {
    models: &'a Models,
    model: &'static str,
    every: Duration,
    last_kept: Instant,
    stop: &'a StopFlag,
    /// Whether the state after this epoch is kept and the training may end here.
    is_stopping: bool,
    terminal: Terminal,
    progress: Progress,
    epochs: Vec<EpochReport>,
    resume: Option<Vec<u8>>,
    trouble: anyhow::Result<()>,
}

impl<'a> TrainingObserver<'a> {
    pub fn new(
        models: &'a Models,
        model: &'static str,
        snapshot_secs: f64,
        terminal: &Terminal,
        stop: &'a StopFlag,
    ) -> Self {
        TrainingObserver {
            models,
            model,
            every: Duration::try_from_secs_f64(snapshot_secs).unwrap_or(Duration::MAX),
            last_kept: Instant::now(),
            stop,
            is_stopping: false,
            terminal: terminal.clone(),
            progress: terminal.progress("training", 0),
            epochs: Vec::new(),
            resume: None,
            trouble: Ok(()),
        }
    }

    /// Offers the state of an interrupted training.
    pub fn go_on_from(&mut self, snapshot: Snapshot) {
        for epoch in &snapshot.epochs {
            self.terminal.event("epoch", epoch);
        }
        self.epochs = snapshot.epochs;
        self.resume = Some(snapshot.state);
    }

    /// Forgets what was offered.
    pub fn start_anew(&mut self) {
        self.terminal.event("anew", &true);
        self.epochs.clear();
        self.resume = None;
    }

    /// The curve, and whether keeping the state went well.
    pub fn finish(self) -> (Vec<EpochReport>, anyhow::Result<()>) {
        (self.epochs, self.trouble)
    }
}

impl Observer for TrainingObserver<'_> {
    fn resume(&mut self) -> Option<Vec<u8>> {
        self.resume.take()
    }

    fn epoch(&mut self, report: &EpochReport) {
        self.progress.set_total(report.n_epochs as u64);
        let units = report.active_units.map_or_else(String::new, |units| {
            format!(", active units {}/{} of {}", units.audio, units.visual, report.latent_dim)
        });
        let n_done = report.epoch + 1;
        self.progress.at(
            n_done as u64,
            format!("epoch {n_done} of {}, loss {:.4}{units}", report.n_epochs, report.total),
        );
        self.terminal.event("epoch", report);
        self.epochs.push(report.clone());
    }

    fn snapshot(&mut self, _epoch: usize, state: &dyn Fn() -> Vec<u8>) {
        self.is_stopping = self.stop.is_set();
        if self.is_stopping || self.last_kept.elapsed() >= self.every {
            let snapshot = Snapshot { state: state(), epochs: self.epochs.clone() };
            if let Err(error) = snapshot.publish(self.models, self.model) {
                // A full disk ends the training now rather than at its end.
                self.trouble = Err(error);
                self.is_stopping = true;
            }
            self.last_kept = Instant::now();
        }
    }

    fn stop_requested(&mut self) -> bool {
        self.is_stopping
    }
}
