//! The chain rule, from the last matrix to the first.

use std::sync::Arc;

use rayon::prelude::*;

use super::buffers::Buffers;
use super::forward::broadcast;
use super::operation::{Function, Operation, Pairwise};
use super::{
    GradientSinks, Node, Parameter, Place, Recorded, elementwise, layer_norm, log_softmax,
    weight_gradient,
};
use crate::few_rows;
use crate::matrix_product::{Output, View, Workers, multiply};
use crate::pieces::in_pieces;
use crate::sums::sum;

/// A pass from the last matrix to the first.
struct Backward<'a> {
    parameters: &'a mut [Parameter],
    nodes: &'a [Node],
    buffers: &'a mut Buffers,
    /// Gradients of what was computed, where they are known by now and still needed.
    gradients: Vec<Option<Vec<f32>>>,
    /// Parameters that were updated where their gradient was made.
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
        match self.nodes[place].operation {
            Operation::Parameter(idx) => &self.parameters[idx].values,
            _ => &self.nodes[place].values,
        }
    }

    fn view(&self, place: usize) -> View<'_> {
        View::new(self.values(place), self.nodes[place].shape)
    }

    /// Lets `write` put a gradient in, or add to the one that is there; nothing where nothing learns.
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

    /// What the gradient `dy` of a matrix says of what it was made from.
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
            Operation::Sum(x) => self.add(x, |_, dx| dx.iter_mut().for_each(|dx| *dx += dy[0])),
            Operation::RowSum(x) => {
                let width = nodes[x].shape[1].max(1);
                self.add(x, |_, dx| {
                    for (dx, &dy) in dx.chunks_exact_mut(width).zip(dy) {
                        dx.iter_mut().for_each(|dx| *dx += dy);
                    }
                });
            }
            Operation::Transposed(x) => {
                let [rows, columns] = shape;
                self.add(x, |_, dx| {
                    for row in 0..rows {
                        for column in 0..columns {
                            dx[column * rows + row] += dy[row * columns + column];
                        }
                    }
                });
            }
            Operation::Stack(ref parts) => {
                let mut start = 0;
                for &part in parts {
                    let n = nodes[part].shape[0] * shape[1];
                    self.add(part, |_, dx| add_to(dx, &dy[start..start + n]));
                    start += n;
                }
            }
            Operation::Concat(ref parts) => {
                let mut start = 0;
                for &part in parts {
                    let own = nodes[part].shape[1];
                    self.add(part, |_, dx| {
                        let lines = dx.chunks_exact_mut(own.max(1));
                        for (dx, dy) in lines.zip(dy.chunks_exact(shape[1].max(1))) {
                            add_to(dx, &dy[start..start + own]);
                        }
                    });
                    start += own;
                }
            }
            Operation::Select(x, ref rows) => {
                let width = shape[1];
                self.add(x, |_, dx| {
                    for (&row, dy) in rows.iter().zip(dy.chunks_exact(width.max(1))) {
                        add_to(&mut dx[row * width..(row + 1) * width], dy);
                    }
                });
            }
            Operation::Rows(x, first) => {
                let start = first * shape[1];
                self.add(x, |_, dx| add_to(&mut dx[start..start + dy.len()], dy));
            }
            Operation::Columns(x, first) => {
                let (width, n) = (nodes[x].shape[1].max(1), shape[1]);
                self.add(x, |_, dx| {
                    for (dx, dy) in dx.chunks_exact_mut(width).zip(dy.chunks_exact(n.max(1))) {
                        add_to(&mut dx[first..first + n], dy);
                    }
                });
            }
            Operation::LogSoftmax(x) => self.add(x, |pass, dx| {
                log_softmax::backward(dy, pass.values(place), shape[1], dx);
            }),
            Operation::Diagonal(x) => {
                let width = nodes[x].shape[1];
                self.add(x, |_, dx| {
                    dy.iter().enumerate().for_each(|(i, dy)| dx[i * width + i] += dy);
                });
            }
        }
    }

    /// `y = x Wᵀ + b`: `dx = dy W`, `db = Σ dy`, `dW = dyᵀ x`, the latter piece by piece where nothing else
    /// has a part in it.
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

    /// The same for few rows, in one walk through the weight that is parameter `idx`.
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

    /// The gradient of one of two operands; where it stood beside many, the sum over them.
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
                let [a, b] = places.map(|place| pass.values(place));
                in_pieces(Workers::All, 1, gradient, |range, gradient| {
                    let [dy, a, b] = [dy, a, b].map(|all| &all[range.clone()]);
                    elementwise::pair_back((pairwise, side), dy, [a, b], gradient, output);
                });
            });
        }
        let mut slopes = self.buffers.take(shape[1]);
        self.add(places[side], |pass, gradient| {
            let values = places.map(|place| pass.values(place));
            let strides = shapes.map(|own| broadcast(own, shape));
            for (row, dy) in dy.chunks_exact(shape[1].max(1)).enumerate() {
                let operand = |at: usize| (&values[at][row * strides[at][0]..], strides[at][1]);
                let operands = [operand(0), operand(1)];
                elementwise::crossed_slopes((pairwise, side), dy, operands, &mut slopes);
                let [down, across] = strides[side];
                let gradient = &mut gradient[row * down..];
                match across {
                    0 => gradient[0] += sum(&slopes),
                    _ => elementwise::add(&mut gradient[..shape[1]], &slopes),
                }
            }
        });
        self.buffers.put_back(slopes);
    }

    fn function(&mut self, dy: &[f32], place: usize, function: Function, x: usize) {
        let nodes = self.nodes;
        let y = nodes[place].values.as_slice();
        self.give(x, |pass, dx, output| {
            let x = pass.values(x);
            in_pieces(Workers::All, 1, dx, |range, dx| {
                let [dy, x, y] = [dy, x, y].map(|all| &all[range.clone()]);
                elementwise::map_back(function, dy, [x, y], dx, output);
            });
        });
    }
}

/// The numbers of a matrix while parameters change; a parameter's are shared until then.
fn read<'a>(parameters: &[Parameter], node: &'a Node, lent: &'a mut Arc<Vec<f32>>) -> &'a [f32] {
    match node.operation {
        Operation::Parameter(idx) => {
            *lent = Arc::clone(&parameters[idx].values);
            lent
        }
        _ => &node.values,
    }
}

/// To each number the sum of its column, from the first row to the last.
fn add_column_sums(totals: &mut [f32], rows: &[f32]) {
    const COLUMNS: usize = 128;
    let n_columns = totals.len();
    let of_columns = |(idx, totals): (usize, &mut [f32])| {
        for row in rows.chunks_exact(n_columns.max(1)) {
            elementwise::add(totals, &row[idx * COLUMNS..][..totals.len()]);
        }
    };
    match rows.len() < SHARED_SUMS {
        true => totals.chunks_mut(COLUMNS).enumerate().for_each(of_columns),
        false => totals.par_chunks_mut(COLUMNS).enumerate().for_each(of_columns),
    }
}

/// As many numbers are added up by all threads.
const SHARED_SUMS: usize = 128 * 1024;

fn add_to(total: &mut [f32], part: &[f32]) {
    in_pieces(Workers::All, 1, total, |range, total| elementwise::add(total, &part[range]));
}
