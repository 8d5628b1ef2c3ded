//! The backward pass: the chain rule, from the last matrix to the first.

use std::sync::Arc;

use super::buffers::Buffers;
use super::elementwise::{self, Operand, Output, broadcast};
use super::operation::{Function, Operation, Pairwise};
use super::{
    GradientSinks, Node, Parameter, Place, Recorded, layer_norm, log_softmax, weight_gradient,
};
use crate::few_rows;
use crate::matrix_view::View;
use crate::packed_product::{self, Onto};
use crate::pieces::{Workers, each_chunk, in_pieces};
use crate::sums::sum;

/// A pass from the last matrix to the first.
struct Backward<'a> {
    parameters: &'a mut [Parameter],
    nodes: &'a [Node],
    buffers: &'a mut Buffers,
    /// Gradients of the nodes, where they are known so far and still needed.
    gradients: Vec<Option<Vec<f32>>>,
    /// Parameters that were updated together with the computation of their gradient.
    is_updated: Vec<bool>,
    sinks: &'a mut dyn GradientSinks,
}

impl Recorded {
    pub(super) fn backward(&mut self, Place(from): Place, sinks: &mut dyn GradientSinks) {
        let mut gradients = vec![None; self.nodes.len()];
        let [rows, columns] = self.nodes[from].shape;
        gradients[from] = Some(vec![1.0; rows * columns]);
        let is_updated = vec![false; self.parameters.len()];
        let Recorded { parameters, nodes, buffers, .. } = self;
        Backward { parameters, nodes, buffers, gradients, is_updated, sinks }.run();
    }
}

impl Backward<'_> {
    fn run(&mut self) {
        for place in (0..self.nodes.len()).rev() {
            let gradient = self.gradients[place].take();
            match (&self.nodes[place].operation, gradient) {
                (&Operation::Parameter(idx), gradient) => {
                    let n = self.parameters[idx].values.len();
                    let gradient = gradient.unwrap_or_else(|| self.buffers.take_zeros(n));
                    if !self.is_updated[idx] {
                        let values = Arc::make_mut(&mut self.parameters[idx].values);
                        self.sinks.sink(idx).take(values, &gradient);
                    }
                    self.buffers.put_back(gradient);
                }
                (_, Some(gradient)) => {
                    if self.nodes[place].learns {
                        self.pass_on(place, &gradient);
                    }
                    self.buffers.put_back(gradient);
                }
                (_, None) => {}
            }
        }
    }

    fn values(&self, place: usize) -> &[f32] {
        self.nodes[place].values(self.parameters)
    }

    fn view(&self, place: usize) -> View<'_> {
        View::new(self.values(place), self.nodes[place].shape)
    }

    /// Calls `write` to write a gradient or to add to the present one; does nothing for nodes without parameters.
    fn give(&mut self, place: usize, write: impl FnOnce(&Self, &mut [f32], Output)) {
        if !self.nodes[place].learns {
            return;
        }
        let [rows, columns] = self.nodes[place].shape;
        let (mut gradient, output) = match self.gradients[place].take() {
            Some(gradient) => (gradient, Output::Add),
            None => (self.buffers.take(rows * columns), Output::Replace),
        };
        write(self, &mut gradient, output);
        self.gradients[place] = Some(gradient);
    }

    /// The same, where `add` always adds.
    fn add(&mut self, place: usize, add: impl FnOnce(&Self, &mut [f32])) {
        self.give(place, |pass, gradient, output| {
            if output == Output::Replace {
                gradient.fill(0.0);
            }
            add(pass, gradient);
        });
    }

    /// Passes the gradient `dy` of a matrix on to its sources.
    fn pass_on(&mut self, place: usize, dy: &[f32]) {
        let nodes = self.nodes;
        let shape = nodes[place].shape;
        match nodes[place].operation {
            Operation::Constant | Operation::Parameter(_) => {}
            Operation::Linear { x, weight, bias } => self.linear(dy, shape, [x, weight, bias]),
            Operation::LayerNorm { x, scale, shift, ref moments } => {
                self.layer_norm(dy, shape, [x, scale, shift], moments);
            }
            Operation::MatmulTransposed(a, b) => {
                let dy = View::new(dy, shape);
                self.give(a, |pass, da, output| multiply(dy, pass.view(b), da, output));
                self.give(b, |pass, db, output| {
                    multiply(dy.transposed(), pass.view(a), db, output);
                });
            }
            Operation::Pairwise(pairwise, a, b) => {
                self.pair(dy, shape, pairwise, [a, b], 0);
                self.pair(dy, shape, pairwise, [a, b], 1);
            }
            Operation::Function(function, x) => self.function(dy, place, function, x),
            Operation::Sums(x, width) => self.add(x, |_, dx| {
                for (dx, &dy) in dx.chunks_exact_mut(width.max(1)).zip(dy) {
                    dx.iter_mut().for_each(|dx| *dx += dy);
                }
            }),
            Operation::Copy(ref blocks) => {
                for block in blocks {
                    self.add(block.source, |_, dx| match block.width {
                        1 => block.each_run(|from, to| dx[from] += dy[to]),
                        n => block.each_run(|from, to| {
                            add_to(&mut dx[from..from + n], &dy[to..to + n]);
                        }),
                    });
                }
            }
            Operation::LogSoftmax(x) => self.add(x, |pass, dx| {
                log_softmax::backward(dy, pass.values(place), shape[1], dx);
            }),
        }
    }

    /// `y = x Wᵀ + b`: `dx = dy W`, `db = Σ dy`, `dW = dyᵀ x`, the latter piece by piece where no other operation
    /// uses the weight.
    fn linear(&mut self, dy: &[f32], [n, n_out]: [usize; 2], [x, weight, bias]: [usize; 3]) {
        let n_in = self.nodes[x].shape[1];
        let view = View::new(dy, [n, n_out]);
        let node = &self.nodes[weight];
        let Operation::Parameter(idx) = node.operation else { unreachable!("a weight is lent") };
        let is_last_use = node.n_uses == 1;
        self.add(bias, |_, db| add_column_sums(db, dy));
        if is_last_use && n <= few_rows::MOST_ROWS {
            return self.linear_of_few_rows(dy, [n, n_out, n_in], x, idx);
        }
        self.give(x, |pass, dx, output| multiply(view, pass.view(weight), dx, output));
        if !is_last_use {
            let output = |pass: &Self, dw: &mut [f32], output| {
                multiply(view.transposed(), pass.view(x), dw, output);
            };
            return self.give(weight, output);
        }
        self.is_updated[idx] = true;
        let mut lent = Arc::default();
        let x = read(self.parameters, &self.nodes[x], &mut lent);
        let values: &mut Vec<f32> = Arc::make_mut(&mut self.parameters[idx].values);
        weight_gradient::learn(dy, x, [n, n_out, n_in], values, self.sinks.sink(idx));
    }

    /// The same for few rows, in one pass over the weight that is parameter `idx`.
    fn linear_of_few_rows(&mut self, dy: &[f32], shape: [usize; 3], x: usize, idx: usize) {
        let [n, _, n_in] = shape;
        let mut dx = self.nodes[x]
            .learns
            .then(|| self.gradients[x].take().unwrap_or_else(|| self.buffers.take_zeros(n * n_in)));
        self.is_updated[idx] = true;
        let mut lent = Arc::default();
        let rows = read(self.parameters, &self.nodes[x], &mut lent);
        let values: &mut Vec<f32> = Arc::make_mut(&mut self.parameters[idx].values);
        let sink = self.sinks.sink(idx);
        weight_gradient::learn_from_few_rows(dy, (rows, dx.as_deref_mut()), shape, values, sink);
        self.gradients[x] = dx;
    }

    fn layer_norm(
        &mut self,
        dy: &[f32],
        [_, width]: [usize; 2],
        [x, scale, shift]: [usize; 3],
        moments: &[[f32; 2]],
    ) {
        let mut learned = [self.buffers.take_zeros(width), self.buffers.take_zeros(width)];
        self.give(x, |pass, dx, output| {
            let [x, scale] = [x, scale].map(|place| pass.values(place));
            layer_norm::backward([dy, x, scale], moments, &mut learned, dx, output);
        });
        for (place, gradient) in [scale, shift].into_iter().zip(&learned) {
            self.add(place, |_, total| add_to(total, gradient));
        }
        learned.into_iter().for_each(|buffer| self.buffers.put_back(buffer));
    }

    /// The gradient of one of two operands; of one that was broadcast, the sum over all that it served.
    fn pair(
        &mut self,
        dy: &[f32],
        shape: [usize; 2],
        pairwise: Pairwise,
        places: [usize; 2],
        side: usize,
    ) {
        let shapes = places.map(|place| self.nodes[place].shape);
        if shapes == [shape; 2] {
            return self.give(places[side], |pass, gradient, output| {
                let values = places.map(|place| pass.values(place));
                in_pieces(Workers::All, 1, gradient, |range, gradient| {
                    let [a, b] = values.map(|values| Operand::Many(&values[range.clone()]));
                    elementwise::pair_back(pairwise, side, &dy[range], a, b, gradient, output);
                });
            });
        }
        let mut products = self.buffers.take(shape[1]);
        self.add(places[side], |pass, gradient| {
            let strides = shapes.map(|operand| broadcast(operand, shape));
            for (row, dy) in dy.chunks_exact(shape[1].max(1)).enumerate() {
                let operand = |at: usize| Operand::row(pass.values(places[at]), strides[at], row);
                let (a, b) = (operand(0), operand(1));
                let [down, across] = strides[side];
                let gradient = &mut gradient[row * down..];
                if across == 0 {
                    let products = &mut products[..];
                    elementwise::pair_back(pairwise, side, dy, a, b, products, Output::Replace);
                    gradient[0] += sum(products);
                } else {
                    let gradient = &mut gradient[..shape[1]];
                    elementwise::pair_back(pairwise, side, dy, a, b, gradient, Output::Add);
                }
            }
        });
        self.buffers.put_back(products);
    }

    fn function(&mut self, dy: &[f32], place: usize, function: Function, x: usize) {
        let nodes = self.nodes;
        let y = nodes[place].values.as_slice();
        self.give(x, |pass, dx, output| {
            let x = pass.values(x);
            in_pieces(Workers::All, 1, dx, |range, dx| {
                let [dy, x, y] = [dy, x, y].map(|all| &all[range.clone()]);
                elementwise::map_back(function, dy, x, y, dx, output);
            });
        });
    }
}

/// The numbers of a matrix while parameters change; those of a parameter are shared until then.
fn read<'a>(parameters: &[Parameter], node: &'a Node, lent: &'a mut Arc<Vec<f32>>) -> &'a [f32] {
    match node.operation {
        Operation::Parameter(idx) => {
            *lent = Arc::clone(&parameters[idx].values);
            lent
        }
        _ => &node.values,
    }
}

/// Adds to each number the sum of its column, from the first row to the last.
fn add_column_sums(totals: &mut [f32], rows: &[f32]) {
    const COLUMNS: usize = 128;
    let n_columns = totals.len();
    let workers = if rows.len() < SHARED_SUMS { Workers::This } else { Workers::All };
    each_chunk(workers, COLUMNS, totals, |idx, totals| {
        for row in rows.chunks_exact(n_columns.max(1)) {
            elementwise::add(totals, &row[idx * COLUMNS..][..totals.len()]);
        }
    });
}

/// From so many numbers on, column sums are shared by all threads.
const SHARED_SUMS: usize = 128 * 1024;

fn add_to(total: &mut [f32], part: &[f32]) {
    in_pieces(Workers::All, 1, total, |range, total| elementwise::add(total, &part[range]));
}

fn multiply(a: View<'_>, b: View<'_>, out: &mut [f32], output: Output) {
    let onto = match output {
        Output::Replace => Onto::Zero,
        Output::Add => Onto::Output,
    };
    packed_product::multiply(Workers::All, a, b, out, onto);
}
