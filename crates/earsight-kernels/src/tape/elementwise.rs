//! Loops over the numbers of one, two or three matrices.

use super::operation::{Function, Pairwise};
use crate::vectorized::vectorized;

/// What happens to the numbers in an array that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    /// They are overwritten.
    Replace,
    /// The new numbers are added to them.
    Add,
}

/// One operand in a row of a result.
#[derive(Debug, Clone, Copy)]
pub(super) enum Operand<'a> {
    /// One number for each column of the result.
    Many(&'a [f32]),
    /// One number for all columns.
    One(f32),
}
use Operand::{Many, One};

impl<'a> Operand<'a> {
    /// Row `row` of a matrix with these values; `strides` are those of [`broadcast`].
    pub(super) fn row(values: &'a [f32], [down, across]: [usize; 2], row: usize) -> Self {
        let values = &values[row * down..];
        if across == 0 { One(values[0]) } else { Many(values) }
    }
}

/// Strides of an operand along the rows and along the columns of a result: 0 where one number serves all.
pub(super) fn broadcast(shape: [usize; 2], result: [usize; 2]) -> [usize; 2] {
    let [rows, columns] = shape;
    assert!(
        (rows == result[0] || rows == 1) && (columns == result[1] || columns == 1),
        "{shape:?} cannot stand for {result:?}"
    );
    [if rows == 1 { 0 } else { columns }, usize::from(columns != 1)]
}

/// Runs `$body` once for each kind of `$value`, which it knows as `$known`: the kind is chosen outside of the body, so
/// that a loop in it has no branch.
macro_rules! with_known {
    (
        $value:expr, $known:ident => $body:expr,
        $kinds:ident: $($kind:ident $(($($field:ident),+))?),+
    ) => {
        match $value {
            $($kinds::$kind $(($($field),+))? => {
                let $known = $kinds::$kind $(($($field),+))?;
                $body
            })+
        }
    };
}

macro_rules! with_known_function {
    ($function:expr, $known:ident => $body:expr) => {
        with_known!(
            $function, $known => $body,
            Function: Affine(factor, shift), Square, Sqrt, Exp, ClampMin(bound), Gelu, LeakyRelu(slope)
        )
    };
}

macro_rules! with_known_pairwise {
    ($pairwise:expr, $known:ident => $body:expr) => {
        with_known!($pairwise, $known => $body, Pairwise: Sum, Difference, Product, Quotient)
    };
}

vectorized! {
    /// `out ← f(x)`.
    pub(super) fn map<'a>(function: Function, x: &'a [f32], out: &'a mut [f32]) {
        with_known_function!(function, function => {
            for (out, &x) in out.iter_mut().zip(x) {
                *out = function.apply(x);
            }
        });
    }

    /// `dx ← dy · f′(x)`, or added to it, where `y = f(x)`.
    pub(super) fn map_back<'a>(
        function: Function,
        dy: &'a [f32],
        x: &'a [f32],
        y: &'a [f32],
        dx: &'a mut [f32],
        output: Output,
    ) {
        let points = dx.iter_mut().zip(dy.iter().zip(x.iter().zip(y)));
        with_known_function!(function, function => match output {
            Output::Replace => {
                for (dx, (dy, (&x, &y))) in points {
                    *dx = dy * function.slope(x, y);
                }
            }
            Output::Add => {
                for (dx, (dy, (&x, &y))) in points {
                    *dx += dy * function.slope(x, y);
                }
            }
        });
    }

    /// `out ← f(a, b)`.
    pub(super) fn pair<'a>(
        pairwise: Pairwise,
        a: Operand<'a>,
        b: Operand<'a>,
        out: &'a mut [f32],
    ) {
        let out = out.iter_mut();
        with_known_pairwise!(pairwise, pairwise => match (a, b) {
            (Many(a), Many(b)) => {
                out.zip(a.iter().zip(b)).for_each(|(out, (&a, &b))| *out = pairwise.apply(a, b));
            }
            (Many(a), One(b)) => out.zip(a).for_each(|(out, &a)| *out = pairwise.apply(a, b)),
            (One(a), Many(b)) => out.zip(b).for_each(|(out, &b)| *out = pairwise.apply(a, b)),
            (One(a), One(b)) => out.for_each(|out| *out = pairwise.apply(a, b)),
        });
    }

    /// `gradient ← dy · ∂f/∂a` (`side` 0) or `dy · ∂f/∂b` (`side` 1), or added to it.
    pub(super) fn pair_back<'a>(
        pairwise: Pairwise,
        side: usize,
        dy: &'a [f32],
        a: Operand<'a>,
        b: Operand<'a>,
        gradient: &'a mut [f32],
        output: Output,
    ) {
        with_known_pairwise!(pairwise, pairwise => match side {
            0 => chain(dy, a, b, |a, b| pairwise.slopes(a, b)[0], gradient, output),
            _ => chain(dy, a, b, |a, b| pairwise.slopes(a, b)[1], gradient, output),
        });
    }

    /// `total ← total + part`.
    pub(super) fn add<'a>(total: &'a mut [f32], part: &'a [f32]) {
        for (total, part) in total.iter_mut().zip(part) {
            *total += part;
        }
    }
}

/// `gradient ← dy · slope(a, b)`, or added to it.
#[inline(always)]
fn chain(
    dy: &[f32],
    a: Operand<'_>,
    b: Operand<'_>,
    slope: impl Fn(f32, f32) -> f32,
    gradient: &mut [f32],
    output: Output,
) {
    let dy = dy.iter();
    match (a, b) {
        (Many(a), Many(b)) => {
            put(dy.zip(a.iter().zip(b)).map(|(dy, (&a, &b))| dy * slope(a, b)), gradient, output);
        }
        (Many(a), One(b)) => put(dy.zip(a).map(|(dy, &a)| dy * slope(a, b)), gradient, output),
        (One(a), Many(b)) => put(dy.zip(b).map(|(dy, &b)| dy * slope(a, b)), gradient, output),
        (One(a), One(b)) => put(dy.map(|dy| dy * slope(a, b)), gradient, output),
    }
}

/// `out ← values`, or added to it.
#[inline(always)]
fn put(values: impl Iterator<Item = f32>, out: &mut [f32], output: Output) {
    let pairs = out.iter_mut().zip(values);
    // Loops: the closure of a `for_each` may be called instead of inlined, and is then not vectorized.
    match output {
        Output::Replace => {
            for (out, value) in pairs {
                *out = value;
            }
        }
        Output::Add => {
            for (out, value) in pairs {
                *out += value;
            }
        }
    }
}
