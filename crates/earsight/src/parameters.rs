//! Every trainable array of a model, by the name it has in the reference checkpoint.

mod initialization;

use std::sync::{Arc, OnceLock};

use earsight_kernels::{Tape, Variable};

use crate::checkpoint::broken;
use crate::{Checkpoint, Result};
pub use initialization::Initialization;

/// One trainable array.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Name in the checkpoint: `visual.trunk.0.weight`.
    pub name: String,
    /// Weights are `[out, in]`, biases `[out]`, as PyTorch stores them.
    pub shape: Vec<usize>,
    /// Row-major values.
    pub values: Vec<f32>,
}

impl Parameter {
    /// Rows and columns, where all axes but the last are rows.
    fn as_matrix(&self) -> [usize; 2] {
        let n_columns = self.shape.last().copied().unwrap_or(1);
        [self.values.len() / n_columns.max(1), n_columns]
    }
}

/// All trainable arrays of one model, in the order in which they were added.
///
/// They live outside the tape, so that a checkpoint, the optimiser's state and a gradient name the same array.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parameters {
    entries: Vec<Parameter>,
    frozen: Frozen,
}

/// A copy of the arrays that tapes share, made when a fitted model is first used: embedding one second does not
/// copy a network. It holds nothing that the arrays do not hold.
#[derive(Debug, Default)]
struct Frozen(OnceLock<Vec<earsight_kernels::Parameter>>);

impl Clone for Frozen {
    fn clone(&self) -> Self {
        Frozen::default()
    }
}

impl PartialEq for Frozen {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Parameters {
    /// All arrays in order.
    pub fn entries(&self) -> &[Parameter] {
        &self.entries
    }

    /// All arrays in order, to be updated.
    pub fn entries_mut(&mut self) -> &mut [Parameter] {
        self.frozen = Frozen::default();
        &mut self.entries
    }

    /// Adds an array.
    pub fn push(&mut self, name: impl Into<String>, shape: Vec<usize>, values: Vec<f32>) {
        debug_assert_eq!(shape.iter().product::<usize>(), values.len());
        self.frozen = Frozen::default();
        self.entries.push(Parameter { name: name.into(), shape, values });
    }

    /// Takes the values of a checkpoint for every array that the model has.
    ///
    /// # Errors
    /// [`crate::Error::Checkpoint`] when an array is missing or has another shape.
    pub fn load(&mut self, mut find: impl FnMut(&str) -> Option<Parameter>) -> Result<()> {
        for entry in self.entries_mut() {
            let found =
                find(&entry.name).ok_or_else(|| broken(format!("`{}` is missing", entry.name)))?;
            if found.shape != entry.shape {
                let (name, found, expected) = (&entry.name, found.shape, &entry.shape);
                return Err(broken(format!(
                    "`{name}` has shape {found:?}, the model has {expected:?}"
                )));
            }
            entry.values = found.values;
        }
        Ok(())
    }

    /// These arrays with the values of a checkpoint.
    ///
    /// # Errors
    /// As [`Parameters::load`].
    pub fn of_checkpoint(mut self, checkpoint: &Checkpoint) -> Result<Self> {
        self.load(|name| checkpoint.tensor(name).ok().cloned())?;
        Ok(self)
    }

    /// `(1 − share) · these + share · others`, value by value; both must be of one network.
    #[must_use]
    pub fn interpolate(&self, others: &Parameters, share: f32) -> Parameters {
        let mut between = self.clone();
        for (entry, other) in between.entries_mut().iter_mut().zip(&others.entries) {
            for (value, other) in entry.values.iter_mut().zip(&other.values) {
                *value += share * (other - *value);
            }
        }
        between
    }

    /// Moves the values to `tape` and begins a step there; they are empty here until [`Parameters::move_back`].
    pub(crate) fn move_to(&mut self, tape: &mut Tape) {
        let to_tape = |entry: &mut Parameter| {
            let shape = entry.as_matrix();
            let values = Arc::new(std::mem::take(&mut entry.values));
            earsight_kernels::Parameter { shape, values }
        };
        tape.begin(self.entries_mut().iter_mut().map(to_tape).collect());
    }

    /// Ends the step on `tape` and moves the values back.
    pub(crate) fn move_back(&mut self, tape: &mut Tape) {
        for (entry, updated) in self.entries_mut().iter_mut().zip(tape.end()) {
            entry.values = Arc::unwrap_or_clone(updated.values);
        }
    }

    /// Begins a forward pass on `tape` with the values, which stay here, too.
    pub(crate) fn share_with(&self, tape: &mut Tape) {
        let to_tape = |entry: &Parameter| {
            let values = Arc::new(entry.values.clone());
            earsight_kernels::Parameter { shape: entry.as_matrix(), values }
        };
        let shared = self.frozen.0.get_or_init(|| self.entries.iter().map(to_tape).collect());
        tape.begin(shared.clone());
    }

    /// The parameters as variables of `tape`, which must have begun with them.
    pub(crate) fn variables<'t>(&'t self, tape: &'t Tape) -> Weights<'t> {
        Weights { entries: &self.entries, tape }
    }
}

/// The parameters of a network as variables on a tape.
#[derive(Clone, Copy)]
pub struct Weights<'t> {
    entries: &'t [Parameter],
    tape: &'t Tape,
}

impl<'t> Weights<'t> {
    /// The parameter of that name. Weights are `[out, in]`, biases one row `[1, out]`.
    ///
    /// # Panics
    /// When there is none: a network reads the names that it added itself.
    pub fn get(&self, name: &str) -> Variable<'t> {
        let idx = self.entries.iter().position(|entry| entry.name == name);
        self.tape.parameter(idx.unwrap_or_else(|| panic!("the network has no parameter `{name}`")))
    }

    /// Numbers that no parameter changes.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]` → `[N, D]`
    pub fn constant(&self, rows: &ndarray::Array2<f32>) -> Variable<'t> {
        let shape = [rows.nrows(), rows.ncols()];
        match rows.as_slice() {
            Some(values) => self.tape.constant(values, shape),
            None => self.tape.constant(&rows.iter().copied().collect::<Vec<f32>>(), shape),
        }
    }
}
