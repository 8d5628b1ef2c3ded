//! Snapshots of a training as bytes.

use serde::{Deserialize, Serialize};

use super::TrainingConfig;
use super::batches::Batches;
use super::trainer::TrainingState;
use crate::Result;
use crate::checkpoint::{broken, json, parse, read_tensors, write_tensors};
use crate::parameters::{Parameter, Parameters};

/// The training of a snapshot; one with another config, seed or collection must not resume from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Identity {
    config: TrainingConfig,
    seed: u64,
    n_rows: usize,
    /// Over the rows and the parameters at the start, so that a changed collection or network is detected.
    digest: u64,
}

impl Identity {
    pub(crate) fn of(
        config: &TrainingConfig,
        data: &impl Batches,
        seed: u64,
        start: &Parameters,
    ) -> Self {
        let weights = start.entries().iter().flat_map(|entry| entry.values.iter().copied());
        // FNV-1a over the bits (Fowler, Noll & Vo): it detects mistakes, not manipulation.
        let digest = data.values().chain(weights).fold(0xcbf2_9ce4_8422_2325_u64, |hash, value| {
            (hash ^ u64::from(value.to_bits())).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Identity { config: config.clone(), seed, n_rows: data.n_rows(), digest }
    }
}

#[derive(Serialize, Deserialize)]
struct Progress {
    epoch: usize,
    optimizer_steps: Vec<u64>,
}

pub(crate) fn write(state: &TrainingState, identity: &Identity) -> Vec<u8> {
    let moments = state.optimizers.iter().flat_map(|optimizer| &optimizer.moments);
    let all = std::iter::once(&state.parameters).chain(moments);
    let tensors: Vec<Parameter> = all.flat_map(Parameters::entries).cloned().collect();
    let progress = Progress {
        epoch: state.epoch,
        optimizer_steps: state.optimizers.iter().map(|optimizer| optimizer.n_steps).collect(),
    };
    write_tensors(&tensors, [("identity", json(identity)), ("progress", json(&progress))])
}

/// The state in `bytes`, in place of that of `fresh`, which has the right parameters and optimisers.
///
/// # Errors
/// [`crate::Error::Checkpoint`] when the bytes are broken or belong to another training.
pub(crate) fn read(
    bytes: &[u8],
    identity: &Identity,
    mut fresh: TrainingState,
) -> Result<TrainingState> {
    let (metadata, tensors) = read_tensors(bytes)?;
    if parse::<Identity>(&metadata, "identity")? != *identity {
        return Err(broken("it belongs to another training"));
    }
    let progress: Progress = parse(&metadata, "progress")?;
    let find = |name: &str| tensors.iter().find(|tensor| tensor.name == name).cloned();
    fresh.parameters.load(find)?;
    fresh.epoch = progress.epoch;
    for (number, optimizer) in fresh.optimizers.iter_mut().enumerate() {
        let n_steps = progress.optimizer_steps.get(number);
        optimizer.n_steps = *n_steps.ok_or_else(|| broken("an optimiser is missing"))?;
        optimizer.moments.iter_mut().try_for_each(|moment| moment.load(find))?;
    }
    Ok(fresh)
}
