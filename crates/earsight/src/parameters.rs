//! Every trainable array of a model, by the name it has in the reference checkpoint.

mod initialization;

use std::sync::Arc;

use earsight_kernels::{Tape, Variable};
use ndarray::{Array, ArrayView2, Dimension};

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
    /// Row-major values. Clones and tapes share them until one is updated, so embedding one second copies no network.
    pub values: Arc<Vec<f32>>,
}

impl Parameter {
    /// Under this name; `values` are row-major.
    pub fn new(name: impl Into<String>, shape: Vec<usize>, values: Vec<f32>) -> Self {
        debug_assert_eq!(shape.iter().product::<usize>(), values.len());
        Parameter { name: name.into(), shape, values: Arc::new(values) }
    }

    /// A copy of an array.
    pub fn of<D: Dimension>(name: impl Into<String>, array: &Array<f32, D>) -> Self {
        Parameter::new(name, array.shape().to_vec(), array.iter().copied().collect())
    }

    /// The values, to be updated.
    pub fn values_mut(&mut self) -> &mut Vec<f32> {
        Arc::make_mut(&mut self.values)
    }

    /// The values as a matrix.
    ///
    /// # Errors
    /// [`crate::Error::Checkpoint`] when the array has another number of axes.
    pub fn matrix(&self) -> Result<ArrayView2<'_, f32>> {
        <[usize; 2]>::try_from(&self.shape[..])
            .ok()
            .and_then(|shape| ArrayView2::from_shape(shape, &self.values).ok())
            .ok_or_else(|| broken(format!("`{}` is no matrix", self.name)))
    }

    /// For a tape: one matrix, where all axes but the last are rows.
    fn on_tape(&self, values: Arc<Vec<f32>>) -> earsight_kernels::Parameter {
        let n_columns = self.shape.last().copied().unwrap_or(1);
        earsight_kernels::Parameter { shape: [values.len() / n_columns.max(1), n_columns], values }
    }
}

/// All trainable arrays of one model, in the order in which they were added.
///
/// They live outside the tape, so that a checkpoint, the optimiser's state and a gradient name the same array.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parameters {
    entries: Vec<Parameter>,
}

impl Parameters {
    /// All arrays in order.
    pub fn entries(&self) -> &[Parameter] {
        &self.entries
    }

    /// The array of this name.
    pub fn get(&self, name: &str) -> Option<&Parameter> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// All arrays in order, to be updated.
    pub fn entries_mut(&mut self) -> &mut [Parameter] {
        &mut self.entries
    }

    /// Adds an array.
    pub fn push(&mut self, name: impl Into<String>, shape: Vec<usize>, values: Vec<f32>) {
        self.entries.push(Parameter::new(name, shape, values));
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
            for (value, other) in entry.values_mut().iter_mut().zip(other.values.iter()) {
                *value += share * (other - *value);
            }
        }
        between
    }

    /// Moves the values to `tape` and begins a step there; they are empty here until [`Parameters::move_back`].
    pub(crate) fn move_to(&mut self, tape: &mut Tape) {
        let to_tape = |entry: &mut Parameter| {
            let values = std::mem::take(&mut entry.values);
            entry.on_tape(values)
        };
        tape.begin(self.entries.iter_mut().map(to_tape).collect());
    }

    /// Ends the step on `tape` and moves the values back.
    pub(crate) fn move_back(&mut self, tape: &mut Tape) {
        for (entry, updated) in self.entries.iter_mut().zip(tape.end()) {
            entry.values = updated.values;
        }
    }

    /// Begins a forward pass on `tape` with the values, which stay here, too.
    pub(crate) fn share_with(&self, tape: &mut Tape) {
        let entries = self.entries.iter();
        tape.begin(entries.map(|entry| entry.on_tape(Arc::clone(&entry.values))).collect());
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
