//! What a matrix on a tape was made from.

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

    /// The slope at `x`, where the function is `y`.
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

/// Runs `$body` with `$known` for `$function`, its kind chosen outside, so that a loop inside has no branch.
macro_rules! with_known_kind {
    ($function:expr, $known:ident => $body:expr) => {
        match $function {
            Function::Affine(factor, shift) => {
                let $known = Function::Affine(factor, shift);
                $body
            }
            Function::Square => {
                let $known = Function::Square;
                $body
            }
            Function::Sqrt => {
                let $known = Function::Sqrt;
                $body
            }
            Function::Exp => {
                let $known = Function::Exp;
                $body
            }
            Function::ClampMin(bound) => {
                let $known = Function::ClampMin(bound);
                $body
            }
            Function::Gelu => {
                let $known = Function::Gelu;
                $body
            }
            Function::LeakyRelu(slope) => {
                let $known = Function::LeakyRelu(slope);
                $body
            }
        }
    };
}
pub(super) use with_known_kind;

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

    /// The slopes along `a` and along `b`.
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

/// What a matrix on a tape was made from: places of earlier ones.
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
    /// Of two numbers each; a row, a column or one number stands beside every row or column.
    Pairwise(Pairwise, usize, usize),
    /// Of each number.
    Function(Function, usize),
    /// Of all numbers.
    Sum(usize),
    /// Of each row.
    RowSum(usize),
    Transposed(usize),
    /// One above the other.
    Stack(Vec<usize>),
    /// One beside the other.
    Concat(Vec<usize>),
    /// Rows of one, from this one on.
    Rows(usize, usize),
    /// Rows of one, in this order.
    Select(usize, Vec<usize>),
    /// Columns of one, from this one on.
    Columns(usize, usize),
    /// `log softmax` of each row.
    LogSoftmax(usize),
    /// The i-th number of the i-th row.
    Diagonal(usize),
}

impl Operation {
    /// Places of what it reads.
    pub(super) fn sources(&self) -> Vec<usize> {
        match *self {
            Operation::Constant | Operation::Parameter(_) => Vec::new(),
            Operation::Linear { x, weight, bias } => vec![x, weight, bias],
            Operation::LayerNorm { x, scale, shift, .. } => vec![x, scale, shift],
            Operation::MatmulTransposed(a, b) | Operation::Pairwise(_, a, b) => vec![a, b],
            Operation::Stack(ref parts) | Operation::Concat(ref parts) => parts.clone(),
            Operation::Function(_, a)
            | Operation::Sum(a)
            | Operation::RowSum(a)
            | Operation::Transposed(a)
            | Operation::Rows(a, _)
            | Operation::Select(a, _)
            | Operation::Columns(a, _)
            | Operation::LogSoftmax(a)
            | Operation::Diagonal(a) => vec![a],
        }
    }
}
