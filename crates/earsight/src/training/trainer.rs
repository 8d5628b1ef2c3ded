//! §2.2: epochs of steps over the data of a model.

use earsight_core::PerModality;
use earsight_kernels::{GradientSink, GradientSinks, Tape};

use super::adam::{self, Adam};
use super::batches::Batches;
use super::noise::Noise;
use super::observer::{EpochReport, Observer};
use super::{TrainingConfig, snapshot};
use crate::objective::Losses;
use crate::parameters::{Parameters, Weights};
use crate::{Error, Result};

/// A model that can be trained.
pub trait Trainable {
    /// The training data.
    type Data: Batches;

    /// Computes the loss of one batch and its gradient, by [`Step::on_tape`] or [`Step::with_gradients`].
    fn step(&self, step: Step<'_, Self::Data>) -> StepLosses;

    /// The state of the latent on the data, for models with one.
    fn latent_state(&self, _parameters: &Parameters, _data: &Self::Data) -> Option<LatentState> {
        None
    }
}

/// One training step: a batch, and where the gradient of its loss goes.
pub struct Step<'a, D: Batches> {
    /// What the loss is computed from.
    pub batch: &'a D::Batch,
    /// Source of samples, dropout and negatives.
    pub noise: &'a mut Noise,
    /// Counted from 0.
    pub epoch: usize,
    parameters: &'a mut Parameters,
    tape: &'a mut Tape,
    sinks: &'a mut dyn GradientSinks,
}

/// The loss of one batch, before the parameters are updated.
#[derive(Debug, Clone, PartialEq)]
pub struct StepLosses {
    /// Each term before its weight.
    pub terms: Vec<(String, f64)>,
    /// The weighted sum.
    pub total: f64,
}

impl<D: Batches> Step<'_, D> {
    /// Computes the loss on the tape and runs it backward into the optimiser.
    pub fn on_tape(
        self,
        losses: impl for<'t> FnOnce(&Weights<'t>, &D::Batch, &mut Noise, usize) -> Losses<'t>,
    ) -> StepLosses {
        let Step { batch, noise, epoch, parameters, tape, sinks } = self;
        parameters.move_to(tape);
        let (total, values) = {
            let losses = losses(&parameters.variables(tape), batch, noise, epoch);
            let total = losses.total();
            (total.place(), StepLosses { terms: losses.values(), total: total.value() })
        };
        tape.backward(total, sinks);
        parameters.move_back(tape);
        values
    }

    /// Takes the loss and the gradient of every parameter, in their order, from another engine.
    pub fn with_gradients(
        self,
        compute: impl FnOnce(&Parameters, &D::Batch, &mut Noise, usize) -> (StepLosses, Vec<Vec<f32>>),
    ) -> StepLosses {
        let Step { batch, noise, epoch, parameters, sinks, .. } = self;
        let (values, gradients) = compute(parameters, batch, noise, epoch);
        let entries = parameters.entries_mut().iter_mut().zip(&gradients);
        for (idx, (entry, gradient)) in entries.enumerate() {
            sinks.sink(idx).take(entry.values_mut(), gradient);
        }
        values
    }
}

/// The state of a latent during training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LatentState {
    /// Latent dimensions whose mean varies.
    pub active_units: PerModality<usize>,
    /// Dimensions of the latent.
    pub latent_dim: usize,
    /// See [`EpochReport::own_second`].
    pub own_second: PerModality<f64>,
}

/// The state of a training.
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

    /// One optimiser step on one batch; returns the losses before it.
    pub(crate) fn step<T: Trainable>(
        &mut self,
        trainable: &T,
        batch: &<T::Data as Batches>::Batch,
        noise: &mut Noise,
        learning_rate: f64,
        tape: &mut Tape,
    ) -> StepLosses {
        for optimizer in &mut self.optimizers {
            optimizer.begin_step(learning_rate);
        }
        let sinks = &mut adam::Sinks(&mut self.optimizers);
        let (parameters, epoch) = (&mut self.parameters, self.epoch);
        trainable.step(Step { batch, noise, epoch, parameters, tape, sinks })
    }
}

/// The loss of one batch and the gradient of every parameter, in their order; nothing is updated.
pub fn gradients<T: Trainable>(
    trainable: &T,
    parameters: &mut Parameters,
    batch: &<T::Data as Batches>::Batch,
    noise: &mut Noise,
    epoch: usize,
) -> (StepLosses, Vec<Vec<f32>>) {
    let shapes = parameters.entries().iter().map(|entry| vec![0.0; entry.values.len()]);
    let mut gradients = Gradients(shapes.collect());
    let (tape, sinks) = (&mut Tape::default(), &mut gradients);
    let losses = trainable.step(Step { batch, noise, epoch, parameters, tape, sinks });
    (losses, gradients.0)
}

/// Stores gradients.
struct Gradients(Vec<Vec<f32>>);

impl GradientSinks for Gradients {
    fn sink(&mut self, parameter: usize) -> GradientSink<'_> {
        GradientSink::Gradient(&mut self.0[parameter])
    }
}

/// Trains until the last epoch, or until the observer stops it.
///
/// The same seed gives the same bits, also across an interruption: each epoch draws from its own stream.
///
/// # Errors
/// [`Error::Diverged`] when a term is not finite any more; [`Error::Stopped`] when the observer stops it;
/// [`Error::Checkpoint`] when the state to resume from belongs to something else.
pub fn train<T: Trainable>(
    trainable: &T,
    parameters: Parameters,
    data: &T::Data,
    config: &TrainingConfig,
    seed: u64,
    observer: &mut dyn Observer,
) -> Result<Parameters> {
    let mut tape = Tape::default();
    let n_epochs = config.epochs;
    let mut state = TrainingState::new(config, parameters);
    let identity = snapshot::Identity::of(config, data, seed, &state.parameters);
    if let Some(bytes) = observer.resume() {
        state = snapshot::read(&bytes, &identity, state)?;
    }
    while state.epoch < n_epochs {
        let epoch = state.epoch;
        let mut noise = Noise::of_epoch(seed, epoch);
        let mut losses: Vec<StepLosses> = Vec::new();
        let steps = data.steps(config.batching, noise.rng());
        for (idx, places) in steps.iter().enumerate() {
            let rate = config.learning_rate_schedule.at(
                config.learning_rate,
                epoch * steps.len() + idx,
                n_epochs * steps.len(),
            );
            let batch = data.batch(places);
            let step = state.step(trainable, &batch, &mut noise, rate, &mut tape);
            if let Some((term, _)) = step.terms.iter().find(|(_, value)| !value.is_finite()) {
                return Err(Error::Diverged { term: term.clone(), epoch });
            }
            losses.push(step);
            observer.step();
        }
        state.epoch += 1;
        let latent = trainable.latent_state(&state.parameters, data);
        observer.epoch(&report(&losses, (epoch, n_epochs), latent));
        observer.snapshot(epoch, &|| snapshot::write(&state, &identity));
        if state.epoch < n_epochs && observer.stop_requested() {
            return Err(Error::Stopped { epoch: state.epoch });
        }
    }
    Ok(state.parameters)
}

/// The means over the steps of an epoch.
fn report(
    steps: &[StepLosses],
    (epoch, n_epochs): (usize, usize),
    latent: Option<LatentState>,
) -> EpochReport {
    let n = steps.len().max(1) as f64;
    let mean_term = |(idx, (name, _)): (usize, &(String, f64))| {
        (name.clone(), steps.iter().map(|step| step.terms[idx].1).sum::<f64>() / n)
    };
    let names = steps.first().into_iter().flat_map(|step| &step.terms);
    EpochReport {
        epoch,
        n_epochs,
        total: steps.iter().map(|step| step.total).sum::<f64>() / n,
        terms: names.enumerate().map(mean_term).collect(),
        active_units: latent.map(|latent| latent.active_units),
        latent_dim: latent.map_or(0, |latent| latent.latent_dim),
        own_second: latent.map(|latent| latent.own_second),
    }
}
