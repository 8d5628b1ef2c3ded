//! Callbacks of a training.

use earsight_core::PerModality;

/// Follows a training and may stop it. Every method has a default, so that `()` ignores everything.
pub trait Observer {
    /// Snapshot of an interrupted training to resume, as it was passed to [`Observer::snapshot`].
    fn resume(&mut self) -> Option<Vec<u8>> {
        None
    }

    /// A step is done: forward, backward and update of one batch.
    fn step(&mut self) {}

    /// An epoch is done.
    fn epoch(&mut self, _report: &EpochReport) {}

    /// The state after an epoch; call `state` only to store it, since serializing costs time.
    fn snapshot(&mut self, _epoch: usize, _state: &dyn Fn() -> Vec<u8>) {}

    /// Whether to stop; called after every epoch.
    fn stop_requested(&mut self) -> bool {
        false
    }
}

impl Observer for () {}

/// Ignores everything, and stops a training after the epoch in which the function returns true.
pub struct StopWhen<F>(pub F);

impl<F: FnMut() -> bool> Observer for StopWhen<F> {
    fn stop_requested(&mut self) -> bool {
        (self.0)()
    }
}

/// One epoch in numbers.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = Epoch))]
pub struct EpochReport {
    /// Counted from 0.
    pub epoch: usize,
    /// Epochs in all.
    pub n_epochs: usize,
    /// The objective, mean over the epoch's steps.
    pub total: f64,
    /// Each term before its weight, mean over the epoch's steps.
    #[cfg_attr(feature = "schema", schema(schema_with = earsight_core::schema::named::<f64>))]
    pub terms: Vec<(String, f64)>,
    /// Latent dimensions whose mean varies, for models that have a latent.
    #[cfg_attr(feature = "schema", schema(required))]
    pub active_units: Option<PerModality<usize>>,
    /// Dimensions of the latent.
    pub latent_dim: usize,
    /// Mean reciprocal rank of the own second among those of the other modality, on a sample of the training
    /// seconds, for models that have a latent; not of held-out seconds.
    #[serde(default)]
    pub own_second: Option<PerModality<f64>>,
}
