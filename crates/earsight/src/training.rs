//! Trainer: epochs of steps over whatever a model learns from. Label-free models are given features
//! (`pairs`); what people said exists only in `labelled`, which none of them uses.

pub(crate) mod adam;
pub(crate) mod batch;
pub(crate) mod labelled;
pub(crate) mod large_steps;
pub(crate) mod losses;
pub mod observer;
pub(crate) mod pairs;
pub mod schedule;
pub(crate) mod snapshot;

use burn::tensor::{Device, Gradients};
use earsight_core::PerModality;
use earsight_kernels::{Learner as _, Tape, Variable};
use serde::{Deserialize, Serialize};

use crate::matrix::{Scalar, TapeLender};
use crate::noise::Noise;
use crate::parameters::{Bound, Parameters};
use crate::{Error, Result};
use adam::Adam;
use batch::Batches;
use losses::Losses;
use observer::{EpochReport, Observer};

pub use adam::AdamConfig;
pub use batch::Batching;
pub use schedule::{LearningRateSchedule, WeightSchedule};

/// How long and how fast a model learns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingConfig {
    /// Passes over all seconds.
    pub epochs: usize,
    /// Which seconds make a step.
    pub batching: Batching,
    /// At its peak.
    pub learning_rate: f64,
    /// Over the steps.
    pub learning_rate_schedule: LearningRateSchedule,
    /// The optimiser's constants.
    pub adam: AdamConfig,
    /// Who steps what.
    pub optimizers: Optimizers,
}

/// Who steps what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Optimizers {
    /// One Adam, every parameter once.
    One,
    /// One per sense, each over its encoder and the shared decoder, which is thus stepped twice (SPEC D5).
    PerSense,
}

impl Optimizers {
    fn build(self, config: AdamConfig, parameters: &Parameters) -> Vec<Adam> {
        let all = || 0..parameters.entries().len();
        let without = |prefix: &str| {
            let stays = |&idx: &usize| !parameters.entries()[idx].name.starts_with(prefix);
            Adam::new(config, all().filter(stays).collect(), parameters)
        };
        match self {
            Optimizers::One => vec![Adam::new(config, all().collect(), parameters)],
            Optimizers::PerSense => vec![without("audio."), without("visual.")],
        }
    }
}

/// What the trainer sees of a model.
pub(crate) trait Trainable {
    /// What it learns from.
    type Data: Batches;

    /// The loss of one batch, and the parameters it was computed from.
    fn losses(
        &self,
        parameters: &Parameters,
        batch: &<Self::Data as Batches>::Batch,
        noise: &mut Noise,
        epoch: usize,
    ) -> (Losses, Bound);

    /// The same by the kernels, for models that are defined over [`crate::matrix::Matrix`]; `None`, before
    /// any noise is drawn, sends the trainer to the tensor library.
    fn losses_on_tape<'t>(
        &self,
        _lender: &mut TapeLender<'t>,
        _batch: &<Self::Data as Batches>::Batch,
        _noise: &mut Noise,
        _epoch: usize,
    ) -> Option<Losses<Variable<'t>>> {
        None
    }

    /// The latent as it is now on the given data, for models with one.
    fn latent_state(&self, _parameters: &Parameters, _data: &Self::Data) -> Option<LatentState> {
        None
    }
}

/// A latent in the middle of a training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LatentState {
    pub(crate) active_units: PerModality<usize>,
    pub(crate) latent_dim: usize,
    /// See [`EpochReport::own_second`].
    pub(crate) own_second: PerModality<f64>,
}

/// Everything that a training changes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TrainingState {
    pub(crate) parameters: Parameters,
    pub(crate) optimizers: Vec<Adam>,
    /// Epochs finished.
    pub(crate) epoch: usize,
}

impl TrainingState {
    pub(crate) fn new(config: &TrainingConfig, parameters: Parameters) -> Self {
        let optimizers = config.optimizers.build(config.adam, &parameters);
        TrainingState { parameters, optimizers, epoch: 0 }
    }

    /// One optimiser step on one batch; returns the terms and the total before it.
    pub(crate) fn step<T: Trainable>(
        &mut self,
        trainable: &T,
        batch: &<T::Data as Batches>::Batch,
        noise: &mut Noise,
        learning_rate: f64,
        tape: &mut Tape,
    ) -> (Vec<(String, f64)>, f64) {
        for optimizer in &mut self.optimizers {
            optimizer.begin_step(learning_rate);
        }
        if let Some(values) = self.step_on_tape(trainable, batch, noise, tape) {
            return values;
        }
        let (losses, bound) = trainable.losses(&self.parameters, batch, noise, self.epoch);
        let total = losses.total();
        let gradients: Gradients = total.backward();
        let entries = self.parameters.entries_mut().iter_mut();
        for (idx, (entry, gradient)) in entries.zip(bound.gradients(&gradients)).enumerate() {
            adam::Optimizers(&mut self.optimizers).sink(idx).take(&mut entry.values, &gradient);
        }
        (losses.values(), total.value())
    }

    /// The same by the kernels, where the model can be run by them.
    fn step_on_tape<T: Trainable>(
        &mut self,
        trainable: &T,
        batch: &<T::Data as Batches>::Batch,
        noise: &mut Noise,
        tape: &mut Tape,
    ) -> Option<(Vec<(String, f64)>, f64)> {
        tape.lend(self.parameters.lend());
        let mut lender = TapeLender::new(tape);
        let losses = trainable.losses_on_tape(&mut lender, batch, noise, self.epoch);
        let computed = losses.map(|losses| {
            lender.finish();
            let total = losses.total();
            (total.place(), (losses.values(), total.value()))
        });
        let values = computed.map(|(total, values)| {
            tape.backward(total, &mut adam::Optimizers(&mut self.optimizers));
            values
        });
        self.parameters.take_back(tape.take_back());
        values
    }
}

/// Trains until the last epoch, or until the observer asks to stop.
///
/// The same seed gives the same bits, also across an interruption: each epoch draws from its own stream.
///
/// # Errors
/// [`Error::Diverged`] when a term is no number any more; [`Error::Stopped`] when asked to stop;
/// [`Error::Checkpoint`] when the state to resume from belongs to something else.
pub(crate) fn train<T: Trainable>(
    trainable: &T,
    parameters: Parameters,
    data: &T::Data,
    config: &TrainingConfig,
    seed: u64,
    observer: &mut dyn Observer,
) -> Result<Parameters> {
    let mut tape = Tape::default();
    let steps_per_epoch = data.n_steps(config.batching);
    let n_epochs = config.epochs;
    let mut state = TrainingState::new(config, parameters);
    let identity = snapshot::Identity::of(config, data, seed, &state.parameters);
    if let Some(bytes) = observer.resume() {
        state = snapshot::read(&bytes, &identity, state)?;
    }
    while state.epoch < n_epochs {
        let epoch = state.epoch;
        let mut noise = Noise::of_epoch(seed, epoch);
        let mut means = TermMeans::default();
        for (idx, places) in data.steps(config.batching, noise.rng()).iter().enumerate() {
            let rate = config.learning_rate_schedule.at(
                config.learning_rate,
                epoch * steps_per_epoch + idx,
                n_epochs * steps_per_epoch,
            );
            let batch = data.batch(places);
            let (terms, total) = state.step(trainable, &batch, &mut noise, rate, &mut tape);
            means.add(terms, total, epoch)?;
            observer.step();
        }
        state.epoch += 1;
        let latent = trainable.latent_state(&state.parameters, data);
        observer.epoch(&means.report(epoch, n_epochs, latent));
        observer.snapshot(epoch, &|| snapshot::write(&state, &identity));
        if state.epoch < n_epochs && observer.stop_requested() {
            return Err(Error::Stopped { epoch: state.epoch });
        }
    }
    Ok(state.parameters)
}

/// Where gradients are computed.
pub(crate) fn training_device() -> Device {
    Device::flex().autodiff()
}

/// Where they are not.
pub(crate) fn inference_device() -> Device {
    Device::flex()
}

/// Running means of an epoch.
#[derive(Default)]
struct TermMeans {
    terms: Vec<(String, f64)>,
    total: f64,
    n_steps: usize,
}

impl TermMeans {
    fn add(&mut self, terms: Vec<(String, f64)>, total: f64, epoch: usize) -> Result<()> {
        if let Some((term, _)) = terms.iter().find(|(_, value)| !value.is_finite()) {
            return Err(Error::Diverged { term: term.clone(), epoch });
        }
        self.n_steps += 1;
        self.total += total;
        if self.terms.is_empty() {
            self.terms = terms;
        } else {
            self.terms.iter_mut().zip(terms).for_each(|(sum, (_, value))| sum.1 += value);
        }
        Ok(())
    }

    fn report(self, epoch: usize, n_epochs: usize, latent: Option<LatentState>) -> EpochReport {
        let n = self.n_steps.max(1) as f64;
        EpochReport {
            epoch,
            n_epochs,
            total: self.total / n,
            terms: self.terms.into_iter().map(|(name, sum)| (name, sum / n)).collect(),
            active_units: latent.map(|latent| latent.active_units),
            latent_dim: latent.map_or(0, |latent| latent.latent_dim),
            own_second: latent.map(|latent| latent.own_second),
        }
    }
}
