//! A network's forward pass, recorded for the backward pass (reverse-mode differentiation).

mod backward;
mod buffers;
mod elementwise;
mod forward;
mod gradient_sink;
mod layer_norm;
mod log_softmax;
mod operation;
mod weight_gradient;

use std::cell::RefCell;
use std::sync::Arc;

use crate::pieces::{Workers, in_pieces};
use buffers::Buffers;
pub use gradient_sink::{GradientSink, GradientSinks};
pub use operation::Function;
use operation::Operation;

/// A trainable array that a tape holds for one step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parameter {
    /// Rows and columns; a bias is one row.
    pub shape: [usize; 2],
    /// Row by row; shared with other tapes while nothing is updated.
    pub values: Arc<Vec<f32>>,
}

/// The recorded operations in order, and the arrays of their values.
///
/// One step: [`Tape::begin`] with the parameters, compute with [`Variable`]s, [`Tape::backward`] from the loss, and
/// [`Tape::end`], which returns the parameters. Buffers are reused by the next step.
#[derive(Debug, Default)]
pub struct Tape {
    recorded: RefCell<Recorded>,
}

#[derive(Debug, Default)]
struct Recorded {
    parameters: Vec<Parameter>,
    nodes: Vec<Node>,
    buffers: Buffers,
    workers: Workers,
}

#[derive(Debug)]
struct Node {
    shape: [usize; 2],
    /// Empty for a parameter, whose values are with the parameters.
    values: Vec<f32>,
    operation: Operation,
    /// Whether it depends on a parameter.
    learns: bool,
    /// Number of later nodes that read it.
    n_uses: usize,
}

/// The position of a variable on its tape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(usize);

/// A matrix on a tape.
#[derive(Debug, Clone, Copy)]
pub struct Variable<'t> {
    tape: &'t Tape,
    place: usize,
}

impl Tape {
    /// A tape whose products use only the calling thread.
    pub(crate) fn of_one_worker() -> Self {
        let recorded = Recorded { workers: Workers::This, ..Recorded::default() };
        Tape { recorded: RefCell::new(recorded) }
    }

    /// Begins a step with these parameters; the records of the last step are discarded.
    ///
    /// # Panics
    /// When the last step has not ended.
    pub fn begin(&mut self, parameters: Vec<Parameter>) {
        let recorded = self.recorded.get_mut();
        assert!(recorded.parameters.is_empty(), "the last step has not ended");
        recorded.forget();
        for (idx, parameter) in parameters.iter().enumerate() {
            assert_eq!(parameter.values.len(), parameter.shape[0] * parameter.shape[1]);
            recorded.nodes.push(Node {
                shape: parameter.shape,
                values: Vec::new(),
                operation: Operation::Parameter(idx),
                learns: true,
                n_uses: 0,
            });
        }
        recorded.parameters = parameters;
    }

    /// Ends a step and returns the parameters.
    pub fn end(&mut self) -> Vec<Parameter> {
        std::mem::take(&mut self.recorded.get_mut().parameters)
    }

    /// The `idx`-th parameter of this step.
    ///
    /// # Panics
    /// When there is none.
    pub fn parameter(&self, idx: usize) -> Variable<'_> {
        assert!(idx < self.recorded.borrow().parameters.len(), "there is no parameter {idx}");
        Variable { tape: self, place: idx }
    }

    /// Numbers without a gradient.
    ///
    /// # Panics
    /// When the number of values is not that of the shape.
    pub fn constant(&self, values: &[f32], shape: [usize; 2]) -> Variable<'_> {
        assert_eq!(values.len(), shape[0] * shape[1], "a matrix of {shape:?}");
        let mut recorded = self.recorded.borrow_mut();
        let mut buffer = recorded.buffers.take(values.len());
        in_pieces(recorded.workers, 1, &mut buffer, |range, buffer| {
            buffer.copy_from_slice(&values[range]);
        });
        let place = recorded.push(shape, buffer, Operation::Constant);
        drop(recorded);
        Variable { tape: self, place }
    }

    /// The gradient of the sum of the matrix at `from`; `sinks` receives each parameter's.
    ///
    /// The gradient of every value is passed exactly once, zeros where the result does not depend on it, and
    /// only after the value is read for the last time: a sink may change the values.
    pub fn backward(&mut self, from: Place, sinks: &mut dyn GradientSinks) {
        self.recorded.get_mut().backward(from, sinks);
    }
}

impl Node {
    fn values<'a>(&'a self, parameters: &'a [Parameter]) -> &'a [f32] {
        match self.operation {
            Operation::Parameter(idx) => &parameters[idx].values,
            _ => &self.values,
        }
    }
}

impl Recorded {
    fn forget(&mut self) {
        for node in self.nodes.drain(..) {
            self.buffers.put_back(node.values);
        }
    }

    fn push(&mut self, shape: [usize; 2], values: Vec<f32>, operation: Operation) -> usize {
        let mut learns = false;
        for source in operation.sources() {
            let source = &mut self.nodes[source];
            source.n_uses += 1;
            learns |= source.learns;
        }
        self.nodes.push(Node { shape, values, operation, learns, n_uses: 0 });
        self.nodes.len() - 1
    }

    fn values(&self, place: usize) -> &[f32] {
        self.nodes[place].values(&self.parameters)
    }

    fn shape(&self, place: usize) -> [usize; 2] {
        self.nodes[place].shape
    }
}

#[cfg(test)]
mod tests;
