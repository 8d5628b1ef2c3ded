//! What can be computed with matrices on a tape.

use super::operation::{Function, Operation, Pairwise};
use super::{Place, Recorded, Variable, elementwise, log_softmax};
use crate::few_rows;
use crate::matrix_product::{Output, View, multiply_by, multiply_onto_row};
use crate::pieces::in_pieces;
use crate::sums::sum;

/// Step of one operand along the rows and along the columns of a result: 0 where the same number serves all.
pub(super) fn broadcast(shape: [usize; 2], result: [usize; 2]) -> [usize; 2] {
    let [rows, columns] = shape;
    assert!(
        (rows == result[0] || rows == 1) && (columns == result[1] || columns == 1),
        "{shape:?} cannot stand for {result:?}"
    );
    [if rows == 1 { 0 } else { columns }, usize::from(columns != 1)]
}

impl<'t> Variable<'t> {
    /// Rows and columns.
    pub fn shape(&self) -> [usize; 2] {
        self.tape.recorded.borrow().shape(self.place)
    }

    /// Where it is on its tape, to run backward from.
    pub fn place(&self) -> Place {
        Place(self.place)
    }

    /// Its numbers, row by row.
    pub fn values(&self) -> Vec<f32> {
        self.tape.recorded.borrow().values(self.place).to_vec()
    }

    /// The same, into an array as long.
    ///
    /// # Panics
    /// When it is not.
    pub fn copy_values(&self, out: &mut [f32]) {
        out.copy_from_slice(self.tape.recorded.borrow().values(self.place));
    }

    /// Numbers that do not learn, on the same tape.
    pub fn constant(&self, values: &[f32], shape: [usize; 2]) -> Variable<'t> {
        self.tape.constant(values, shape)
    }

    /// Records what `fill` writes into an array of that shape.
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
                multiply_onto_row(recorded.workers, View::new(x, [n, n_in]), weight, bias, out);
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
            multiply_by(recorded.workers, a, b.transposed(), out, Output::Replace);
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
                    elementwise::pair(pairwise, [&a[range.clone()], &b[range]], out);
                });
            }
            fill_crossed(pairwise, [(a, left), (b, right)], out, shape);
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
        self.record([1, 1], Operation::Sum(self.place), |recorded, out| {
            out[0] = sum(recorded.values(self.place));
        })
    }

    /// The sum of each row. `[N, 1]`
    pub fn row_sum(self) -> Self {
        let [n, columns] = self.shape();
        self.record([n, 1], Operation::RowSum(self.place), |recorded, out| {
            let rows = recorded.values(self.place).chunks_exact(columns.max(1));
            out.iter_mut().zip(rows).for_each(|(out, row)| *out = sum(row));
        })
    }

    /// Rows for columns.
    pub fn transposed(self) -> Self {
        let [n, columns] = self.shape();
        self.record([columns, n], Operation::Transposed(self.place), |recorded, out| {
            transpose(recorded.values(self.place), [n, columns], out);
        })
    }

    /// Matrices of equal width, one above the other.
    ///
    /// # Panics
    /// When there is none, or the widths differ.
    pub fn stack(parts: &[Self]) -> Self {
        let first = parts.first().expect("at least one part");
        let width = first.shape()[1];
        assert!(parts.iter().all(|part| part.shape()[1] == width), "rows are equally wide");
        let n = parts.iter().map(|part| part.shape()[0]).sum();
        let places: Vec<usize> = parts.iter().map(|part| part.place).collect();
        first.record([n, width], Operation::Stack(places.clone()), |recorded, out| {
            let mut start = 0;
            for place in places {
                let part = recorded.values(place);
                out[start..start + part.len()].copy_from_slice(part);
                start += part.len();
            }
        })
    }

    /// Matrices of equally many rows, one beside the other.
    ///
    /// # Panics
    /// When there is none, or the numbers of rows differ.
    pub fn concat(parts: &[Self]) -> Self {
        let first = parts.first().expect("at least one part");
        let n = first.shape()[0];
        assert!(parts.iter().all(|part| part.shape()[0] == n), "columns are equally long");
        let width: usize = parts.iter().map(|part| part.shape()[1]).sum();
        let places: Vec<usize> = parts.iter().map(|part| part.place).collect();
        first.record([n, width], Operation::Concat(places.clone()), |recorded, out| {
            let mut start = 0;
            for place in places {
                let own = recorded.shape(place)[1];
                let lines = recorded.values(place).chunks_exact(own.max(1));
                for (out, line) in out.chunks_exact_mut(width.max(1)).zip(lines) {
                    out[start..start + own].copy_from_slice(line);
                }
                start += own;
            }
        })
    }

    /// The rows at these places, in this order; a place may occur several times.
    pub fn select(self, rows: &[usize]) -> Self {
        let [_, width] = self.shape();
        let operation = Operation::Select(self.place, rows.to_vec());
        self.record([rows.len(), width], operation, |recorded, out| {
            let x = recorded.values(self.place);
            for (out, &row) in out.chunks_exact_mut(width.max(1)).zip(rows) {
                out.copy_from_slice(&x[row * width..(row + 1) * width]);
            }
        })
    }

    /// Rows `first .. first + n`.
    pub fn rows(self, first: usize, n: usize) -> Self {
        let [_, width] = self.shape();
        self.record([n, width], Operation::Rows(self.place, first), |recorded, out| {
            let rows = first * width..(first + n) * width;
            out.copy_from_slice(&recorded.values(self.place)[rows]);
        })
    }

    /// Columns `first .. first + n`.
    pub fn columns(self, first: usize, n: usize) -> Self {
        let [rows, width] = self.shape();
        self.record([rows, n], Operation::Columns(self.place, first), |recorded, out| {
            let lines = recorded.values(self.place).chunks_exact(width.max(1));
            for (out, line) in out.chunks_exact_mut(n.max(1)).zip(lines) {
                out.copy_from_slice(&line[first..first + n]);
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

    /// The i-th number of the i-th row. `[N, 1]`
    pub fn diagonal(self) -> Self {
        let [n, width] = self.shape();
        assert!(n <= width, "a row for each number of the diagonal");
        self.record([n, 1], Operation::Diagonal(self.place), |recorded, out| {
            let x = recorded.values(self.place);
            out.iter_mut().enumerate().for_each(|(i, out)| *out = x[i * width + i]);
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

/// Each number of the result from the two that stand there, where a row, a column or one number stands beside every
/// row or column.
fn fill_crossed(
    pairwise: Pairwise,
    [(a, a_shape), (b, b_shape)]: [(&[f32], [usize; 2]); 2],
    out: &mut [f32],
    shape: [usize; 2],
) {
    let [[a_down, a_across], [b_down, b_across]] =
        [a_shape, b_shape].map(|own| broadcast(own, shape));
    for (row, out) in out.chunks_exact_mut(shape[1].max(1)).enumerate() {
        let (a, b) = (&a[row * a_down..], &b[row * b_down..]);
        elementwise::crossed(pairwise, [(a, a_across), (b, b_across)], out);
    }
}

/// # Shapes
/// - `x`: `[rows, columns]` → `out`: `[columns, rows]`
fn transpose(x: &[f32], [rows, columns]: [usize; 2], out: &mut [f32]) {
    for row in 0..rows {
        for column in 0..columns {
            out[column * rows + row] = x[row * columns + column];
        }
    }
}
