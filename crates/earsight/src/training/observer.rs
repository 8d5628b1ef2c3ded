//! What happens while a model learns, told to whoever listens.

use earsight_core::PerModality;

/// Listens to a training and may end it. Every method has a default, so that `()` listens to nothing.
pub trait Observer {
    /// State of an interrupted training to go on from, as [`Observer::snapshot`] was given it.
    fn resume(&mut self) -> Option<Vec<u8>> {
        None
    }

    /// A step is done: forward, backward and update of one batch.
    fn step(&mut self) {}

    /// An epoch is done.
    fn epoch(&mut self, _report: &EpochReport) {}

    /// The state after an epoch; call `state` only when it is to be kept, making the bytes costs time.
    fn snapshot(&mut self, _epoch: usize, _state: &dyn Fn() -> Vec<u8>) {}

    /// Whether the person asked to stop; looked at after every epoch.
    fn stop_requested(&mut self) -> bool {
        false
    }
}

impl Observer for () {}

/// Listens to nothing, and ends a training at the next epoch once the function says so.
pub struct StopWhen<F>(pub F);

impl<F: FnMut() -> bool> Observer for StopWhen<F> {
    fn stop_requested(&mut self) -> bool {
        (self.0)()
    }
}

/// One epoch in numbers.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EpochReport {
    /// Counted from 0.
    pub epoch: usize,
    /// Epochs in all.
    pub n_epochs: usize,
    /// The objective, mean over the epoch's steps.
    pub total: f64,
    /// Each term before its weight, mean over the epoch's steps.
    pub terms: Vec<(String, f64)>,
    /// Latent dimensions whose mean varies, for models that have a latent.
    pub active_units: Option<PerModality<usize>>,
    /// Dimensions of the latent.
    pub latent_dim: usize,
    /// Mean reciprocal rank of the own second among those of the other modality, of a sample of seconds that it
    /// learns from, for models that have a latent: whether pairs find each other, not whether new ones would.
    #[serde(default)]
    pub own_second: Option<PerModality<f64>>,
}
