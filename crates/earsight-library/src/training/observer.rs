//! Follows a training: reports its epochs, writes snapshots, and stops it on request.

use std::time::{Duration, Instant};

use earsight::{EpochReport, Observer};
use earsight_store::Models;

use super::Snapshot;
use crate::monitor::Stage;
use crate::{Monitor, Result};

/// Follows one training.
pub struct TrainingObserver<'a> {
    models: &'a Models,
    model: &'static str,
    every: Duration,
    last_snapshot: Instant,
    monitor: &'a dyn Monitor,
    /// Whether the training stops after the snapshot of this epoch.
    is_stopping: bool,
    stage: Box<dyn Stage + 'a>,
    epochs: Vec<EpochReport>,
    resume: Option<Vec<u8>>,
    written: Result<()>,
}

impl<'a> TrainingObserver<'a> {
    pub fn new(
        models: &'a Models,
        model: &'static str,
        snapshot_secs: f64,
        monitor: &'a dyn Monitor,
        interrupted: Option<Snapshot>,
    ) -> Self {
        let (epochs, resume) = match interrupted {
            Some(Snapshot { epochs, state }) => (epochs, Some(state)),
            None => (Vec::new(), None),
        };
        epochs.iter().for_each(|epoch| monitor.epoch(epoch));
        TrainingObserver {
            models,
            model,
            every: Duration::try_from_secs_f64(snapshot_secs).unwrap_or(Duration::MAX),
            last_snapshot: Instant::now(),
            monitor,
            is_stopping: false,
            stage: monitor.stage("training", 0),
            epochs,
            resume,
            written: Ok(()),
        }
    }

    /// Starts again without the state of the interrupted training.
    pub fn restart(&mut self) {
        self.monitor.restarted();
        self.epochs.clear();
        self.resume = None;
    }

    /// The training curve.
    ///
    /// # Errors
    /// When a snapshot could not be written.
    pub fn finish(self) -> Result<Vec<EpochReport>> {
        self.written.map(|()| self.epochs)
    }
}

impl Observer for TrainingObserver<'_> {
    fn resume(&mut self) -> Option<Vec<u8>> {
        self.resume.take()
    }

    fn epoch(&mut self, report: &EpochReport) {
        self.stage.set_total(report.n_epochs as u64);
        let units = report.active_units.map_or_else(String::new, |units| {
            format!(", active units {}/{} of {}", units.audio, units.visual, report.latent_dim)
        });
        let n_done = report.epoch + 1;
        self.stage.at(
            n_done as u64,
            &format!("epoch {n_done} of {}, loss {:.4}{units}", report.n_epochs, report.total),
        );
        self.monitor.epoch(report);
        self.epochs.push(report.clone());
    }

    fn snapshot(&mut self, _epoch: usize, state: &dyn Fn() -> Vec<u8>) {
        self.is_stopping = self.monitor.is_stopped();
        if self.is_stopping || self.last_snapshot.elapsed() >= self.every {
            let snapshot = Snapshot { state: state(), epochs: self.epochs.clone() };
            if let Err(error) = snapshot.publish(self.models, self.model) {
                // A full disk ends the training now rather than at its end.
                self.written = Err(error);
                self.is_stopping = true;
            }
            self.last_snapshot = Instant::now();
        }
    }

    fn stop_requested(&mut self) -> bool {
        self.is_stopping
    }
}
