//! The forward pass of every operation.

use super::elementwise::{self, Operand, broadcast};
use super::operation::{Block, Function, Operation, Pairwise};
use super::{Place, Recorded, Variable, log_softmax};
use crate::few_rows;
use crate::matrix_view::View;
use crate::packed_product::{Onto, multiply};
use crate::pieces::in_pieces;
use crate::sums::sum;

impl<'t> Variable<'t> {
    /// Rows and columns.
    pub fn shape(&self) -> [usize; 2] {
        self.tape.recorded.borrow().shape(self.place)
    }

    /// Its position on the tape, to run backward from.
    pub fn place(&self) -> Place {
        Place(self.place)
    }

    /// Its numbers, row by row.
    pub fn values(&self) -> Vec<f32> {
        self.tape.recorded.borrow().values(self.place).to_vec()
    }

    /// Copies its numbers into an array of the same length.
    ///
    /// # Panics
    /// When the lengths differ.
    pub fn copy_values(&self, out: &mut [f32]) {
        out.copy_from_slice(self.tape.recorded.borrow().values(self.place));
    }

    /// Numbers without a gradient, on the same tape.
    pub fn constant(&self, values: &[f32], shape: [usize; 2]) -> Variable<'t> {
        self.tape.constant(values, shape)
    }

    /// Records an operation, whose result `fill` writes into an array of that shape.
    fn record(
        self,
        shape: [usize; 2],
        operation: Operation,
        fill: impl FnOnce(&Recorded, &mut [f32]),
    ) -> Self {
        let mut recorded = self.tape.recorded.borrow_mut();
        let mut values = recorded.buffers.take(shape[0] * shape[1]);
        fill(&recorded, &mut values);
        let place = recorded.push(shape, values, operation);
        drop(recorded);
        Variable { tape: self.tape, place }
    }

    /// `x Wᵀ + b`.
    ///
    /// # Shapes
    /// - `self`: `[B, in]`, `weight`: `[out, in]`, `bias`: `[1, out]` → `[B, out]`
    ///
    /// # Panics
    /// When the shapes do not fit.
    pub fn linear(self, weight: Self, bias: Self) -> Self {
        let ([n, n_in], [n_out, _]) = (self.shape(), weight.shape());
        assert_eq!(weight.shape(), [n_out, n_in]);
        assert_eq!(bias.shape(), [1, n_out]);
        let operation = Operation::Linear { x: self.place, weight: weight.place, bias: bias.place };
        self.record([n, n_out], operation, |recorded, out| {
            let bias = recorded.values(bias.place);
            let (x, weight) = (recorded.values(self.place), recorded.values(weight.place));
            if n <= few_rows::MOST_ROWS {
                out.chunks_exact_mut(n_out.max(1)).for_each(|row| row.copy_from_slice(bias));
                few_rows::add_times_transposed(x, weight, out, [n, n_in, n_out]);
            } else {
                let weight = View::new(weight, [n_out, n_in]).transposed();
                let x = View::new(x, [n, n_in]);
                multiply(recorded.workers, x, weight, out, Onto::Row(bias));
            }
        })
    }

    /// `a bᵀ`.
    ///
    /// # Shapes
    /// - `self`: `[N, D]`, `other`: `[M, D]` → `[N, M]`
    pub fn matmul_transposed(self, other: Self) -> Self {
        let ([n, depth], [m, _]) = (self.shape(), other.shape());
        let operation = Operation::MatmulTransposed(self.place, other.place);
        self.record([n, m], operation, |recorded, out| {
            let a = View::new(recorded.values(self.place), [n, depth]);
            let b = View::new(recorded.values(other.place), [m, depth]);
            multiply(recorded.workers, a, b.transposed(), out, Onto::Zero);
        })
    }

    fn pairwise(self, other: Self, pairwise: Pairwise) -> Self {
        let (left, right) = (self.shape(), other.shape());
        let shape = [left[0].max(right[0]), left[1].max(right[1])];
        let operation = Operation::Pairwise(pairwise, self.place, other.place);
        self.record(shape, operation, |recorded, out| {
            let (a, b) = (recorded.values(self.place), recorded.values(other.place));
            if left == right {
                return in_pieces(recorded.workers, 1, out, |range, out| {
                    let [a, b] = [a, b].map(|values| Operand::Many(&values[range.clone()]));
                    elementwise::pair(pairwise, a, b, out);
                });
            }
            let [of_a, of_b] = [left, right].map(|operand| broadcast(operand, shape));
            for (row, out) in out.chunks_exact_mut(shape[1].max(1)).enumerate() {
                let (a, b) = (Operand::row(a, of_a, row), Operand::row(b, of_b, row));
                elementwise::pair(pairwise, a, b, out);
            }
        })
    }

    /// A function of each number.
    pub fn map(self, function: Function) -> Self {
        self.record(self.shape(), Operation::Function(function, self.place), |recorded, out| {
            let x = recorded.values(self.place);
            in_pieces(recorded.workers, 1, out, |range, out| {
                elementwise::map(function, &x[range], out);
            });
        })
    }

    /// `factor · x` of each number.
    #[must_use]
    pub fn scale(self, factor: f64) -> Self {
        self.map(Function::Affine(factor as f32, 0.0))
    }

    /// `x + term` of each number.
    #[must_use]
    pub fn add_scalar(self, term: f64) -> Self {
        self.map(Function::Affine(1.0, term as f32))
    }

    /// `x²` of each number.
    #[must_use]
    pub fn square(self) -> Self {
        self.map(Function::Square)
    }

    /// `√x` of each number.
    #[must_use]
    pub fn sqrt(self) -> Self {
        self.map(Function::Sqrt)
    }

    /// `eˣ` of each number.
    #[must_use]
    pub fn exp(self) -> Self {
        self.map(Function::Exp)
    }

    /// `max(x, bound)` of each number.
    #[must_use]
    pub fn clamp_min(self, bound: f64) -> Self {
        self.map(Function::ClampMin(bound as f32))
    }

    /// The mean of all numbers. `[1, 1]`
    #[must_use]
    pub fn mean(self) -> Self {
        let [rows, columns] = self.shape();
        self.sum().scale(((rows * columns) as f64).recip())
    }

    /// The first number, of a variable that holds one.
    pub fn value(&self) -> f64 {
        f64::from(self.tape.recorded.borrow().values(self.place)[0])
    }

    /// The sum of all numbers. `[1, 1]`
    pub fn sum(self) -> Self {
        let [n, width] = self.shape();
        self.sums(1, n * width)
    }

    /// The sum of each row. `[N, 1]`
    pub fn row_sum(self) -> Self {
        let [n, width] = self.shape();
        self.sums(n, width)
    }

    /// The sums of `n` runs of `width` numbers.
    fn sums(self, n: usize, width: usize) -> Self {
        self.record([n, 1], Operation::Sums(self.place, width), |recorded, out| {
            let x = recorded.values(self.place);
            out.iter_mut().enumerate().for_each(|(i, out)| *out = sum(&x[i * width..][..width]));
        })
    }

    /// The transposed matrix.
    pub fn transposed(self) -> Self {
        let ([n, columns], source) = (self.shape(), self.place);
        let column =
            |at| Block { source, n_runs: n, width: 1, from: [at, columns], to: [at * n, 1] };
        self.copy([columns, n], (0..columns).map(column).collect())
    }

    /// Matrices of equal width, one above the other.
    ///
    /// # Panics
    /// When there is none, or the widths differ.
    pub fn stack(parts: &[Self]) -> Self {
        let first = parts.first().expect("at least one part");
        let width = first.shape()[1];
        assert!(parts.iter().all(|part| part.shape()[1] == width), "rows are equally wide");
        let mut n = 0;
        let block = |part: &Self| {
            let (own, start) = (part.shape()[0], n);
            n += own;
            let (source, width) = (part.place, own * width);
            Block { source, n_runs: 1, width, from: [0, 0], to: [start * first.shape()[1], 0] }
        };
        let blocks = parts.iter().map(block).collect();
        first.copy([n, width], blocks)
    }

    /// Matrices of equally many rows, side by side.
    ///
    /// # Panics
    /// When there is none, or the numbers of rows differ.
    pub fn concat(parts: &[Self]) -> Self {
        let first = parts.first().expect("at least one part");
        let n = first.shape()[0];
        assert!(parts.iter().all(|part| part.shape()[0] == n), "columns are equally long");
        let total: usize = parts.iter().map(|part| part.shape()[1]).sum();
        let mut start = 0;
        let block = |part: &Self| {
            let (source, width, to) = (part.place, part.shape()[1], [start, total]);
            start += width;
            Block { source, n_runs: n, width, from: [0, width], to }
        };
        let blocks = parts.iter().map(block).collect();
        first.copy([n, total], blocks)
    }

    /// The rows at these places, in this order; a place may occur several times.
    pub fn select(self, rows: &[usize]) -> Self {
        let ([_, width], source) = (self.shape(), self.place);
        let block = |(to, from): (usize, &usize)| Block {
            source,
            n_runs: 1,
            width,
            from: [from * width, 0],
            to: [to * width, 0],
        };
        self.copy([rows.len(), width], rows.iter().enumerate().map(block).collect())
    }

    /// Rows `first .. first + n`.
    pub fn rows(self, first: usize, n: usize) -> Self {
        let ([_, width], source) = (self.shape(), self.place);
        let from = [first * width, 0];
        self.copy([n, width], vec![Block { source, n_runs: 1, width: n * width, from, to: [0, 0] }])
    }

    /// Columns `first .. first + n`.
    pub fn columns(self, first: usize, n: usize) -> Self {
        let ([n_runs, width], source) = (self.shape(), self.place);
        let (from, to) = ([first, width], [0, n]);
        self.copy([n_runs, n], vec![Block { source, n_runs, width: n, from, to }])
    }

    /// The i-th number of the i-th row. `[N, 1]`
    pub fn diagonal(self) -> Self {
        let ([n, width], source) = (self.shape(), self.place);
        assert!(n <= width, "a row for each number of the diagonal");
        let (from, to) = ([0, width + 1], [0, 1]);
        self.copy([n, 1], vec![Block { source, n_runs: n, width: 1, from, to }])
    }

    fn copy(self, shape: [usize; 2], blocks: Vec<Block>) -> Self {
        self.record(shape, Operation::Copy(blocks.clone()), |recorded, out| {
            for block in blocks {
                let x = recorded.values(block.source);
                match block.width {
                    1 => block.each_run(|from, to| out[to] = x[from]),
                    n => block.each_run(|from, to| {
                        out[to..to + n].copy_from_slice(&x[from..from + n]);
                    }),
                }
            }
        })
    }

    /// `log softmax` of each row.
    pub fn log_softmax(self) -> Self {
        let [n, width] = self.shape();
        self.record([n, width], Operation::LogSoftmax(self.place), |recorded, out| {
            log_softmax::forward(recorded.values(self.place), width, out);
        })
    }
}

macro_rules! operator {
    ($($operator:ident $method:ident $pairwise:ident),*) => { $(
        impl std::ops::$operator for Variable<'_> {
            type Output = Self;

            fn $method(self, other: Self) -> Self {
                self.pairwise(other, Pairwise::$pairwise)
            }
        }
    )* };
}
operator!(Add add Sum, Sub sub Difference, Mul mul Product, Div div Quotient);
