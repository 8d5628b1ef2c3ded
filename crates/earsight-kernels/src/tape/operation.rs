//! The operations that a tape records.

use crate::vector_math;

/// A function of each number alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Function {
    /// `a x + b`.
    Affine(f32, f32),
    /// `x²`.
    Square,
    /// `√x`.
    Sqrt,
    /// `eˣ`.
    Exp,
    /// `max(x, bound)`.
    ClampMin(f32),
    /// `x Φ(x)`.
    Gelu,
    /// `x` above zero and `slope · x` below.
    LeakyRelu(f32),
}

impl Function {
    /// The function at `x`.
    #[inline(always)]
    pub(super) fn apply(self, x: f32) -> f32 {
        match self {
            Function::Affine(factor, shift) => factor * x + shift,
            Function::Square => x * x,
            Function::Sqrt => x.sqrt(),
            Function::Exp => vector_math::exp(x),
            Function::ClampMin(bound) => {
                if x < bound {
                    bound
                } else {
                    x
                }
            }
            Function::Gelu => vector_math::gelu(x),
            Function::LeakyRelu(slope) => {
                if x > 0.0 {
                    x
                } else {
                    slope * x
                }
            }
        }
    }

    /// The derivative at `x`, where the function is `y`.
    #[inline(always)]
    pub(super) fn slope(self, x: f32, y: f32) -> f32 {
        match self {
            Function::Affine(factor, _) => factor,
            Function::Square => 2.0 * x,
            Function::Sqrt => 0.5 / y,
            Function::Exp => y,
            Function::ClampMin(bound) => f32::from(u8::from(x > bound)),
            Function::Gelu => vector_math::gelu_slope(x),
            Function::LeakyRelu(slope) => {
                if x > 0.0 {
                    1.0
                } else {
                    slope
                }
            }
        }
    }
}

/// A function of two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pairwise {
    Sum,
    Difference,
    Product,
    Quotient,
}

impl Pairwise {
    #[inline(always)]
    pub(super) fn apply(self, a: f32, b: f32) -> f32 {
        match self {
            Pairwise::Sum => a + b,
            Pairwise::Difference => a - b,
            Pairwise::Product => a * b,
            Pairwise::Quotient => a / b,
        }
    }

    /// The partial derivatives by `a` and by `b`.
    #[inline(always)]
    pub(super) fn slopes(self, a: f32, b: f32) -> [f32; 2] {
        match self {
            Pairwise::Sum => [1.0, 1.0],
            Pairwise::Difference => [1.0, -1.0],
            Pairwise::Product => [b, a],
            Pairwise::Quotient => [1.0 / b, -a / (b * b)],
        }
    }
}

/// How a matrix was computed, from the places of earlier ones.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operation {
    Constant,
    Parameter(usize),
    /// `x Wᵀ + b`.
    Linear {
        x: usize,
        weight: usize,
        bias: usize,
    },
    /// `(x − mean) / √(var + ε) · scale + shift` over each row; mean and inverse deviation of each row.
    LayerNorm {
        x: usize,
        scale: usize,
        shift: usize,
        moments: Vec<[f32; 2]>,
    },
    /// `a bᵀ`.
    MatmulTransposed(usize, usize),
    /// Of two numbers each; a row, a column or one number is broadcast to all rows or columns.
    Pairwise(Pairwise, usize, usize),
    /// Of each number.
    Function(Function, usize),
    /// Sums of runs of so many numbers.
    Sums(usize, usize),
    /// Numbers of others, in another order.
    Copy(Vec<Block>),
    /// `log softmax` of each row.
    LogSoftmax(usize),
}

/// Runs of numbers at equal distances, copied to runs at other equal distances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Block {
    /// The matrix they are copied from.
    pub(super) source: usize,
    /// Number of runs.
    pub(super) n_runs: usize,
    /// Numbers of a run.
    pub(super) width: usize,
    /// Start of the first run in the source, and distance from one run to the next.
    pub(super) from: [usize; 2],
    /// The same in the result.
    pub(super) to: [usize; 2],
}

impl Block {
    /// Calls `copy` with the starts of each run in the source and in the result.
    #[inline(always)]
    pub(super) fn each_run(&self, mut copy: impl FnMut(usize, usize)) {
        let ([from, from_step], [to, to_step]) = (self.from, self.to);
        for run in 0..self.n_runs {
            copy(from + run * from_step, to + run * to_step);
        }
    }
}

impl Operation {
    /// Places of its sources.
    pub(super) fn sources(&self) -> Vec<usize> {
        match *self {
            Operation::Constant | Operation::Parameter(_) => Vec::new(),
            Operation::Linear { x, weight, bias } => vec![x, weight, bias],
            Operation::LayerNorm { x, scale, shift, .. } => vec![x, scale, shift],
            Operation::MatmulTransposed(a, b) | Operation::Pairwise(_, a, b) => vec![a, b],
            Operation::Copy(ref blocks) => blocks.iter().map(|block| block.source).collect(),
            Operation::Function(_, a) | Operation::Sums(a, _) | Operation::LogSoftmax(a) => vec![a],
        }
    }
}
