//! Loops over numbers that stand together. Each is a struct and not a closure, so that it is compiled with the
//! instructions of the processor that is found: a closure may be called, not taken in, and is then slow.

use pulp::{Arch, Simd, WithSimd};

use super::operation::{Function, Pairwise, with_known_kind};
use crate::matrix_product::Output;

/// `out ← f(x)`.
pub(super) fn map(function: Function, x: &[f32], out: &mut [f32]) {
    Arch::new().dispatch(Map { function, x, out });
}

struct Map<'a> {
    function: Function,
    x: &'a [f32],
    out: &'a mut [f32],
}

impl WithSimd for Map<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        with_known_kind!(self.function, function => {
            for (out, &x) in self.out.iter_mut().zip(self.x) {
                *out = function.apply(x);
            }
        });
    }
}

/// `dx ← dy · f′(x)`, or added to it, where `y = f(x)`.
pub(super) fn map_back(
    function: Function,
    dy: &[f32],
    [x, y]: [&[f32]; 2],
    dx: &mut [f32],
    output: Output,
) {
    Arch::new().dispatch(MapBack { function, dy, x, y, dx, output });
}

struct MapBack<'a> {
    function: Function,
    dy: &'a [f32],
    x: &'a [f32],
    y: &'a [f32],
    dx: &'a mut [f32],
    output: Output,
}

impl WithSimd for MapBack<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let points = self.dy.iter().zip(self.x.iter().zip(self.y));
        let points = self.dx.iter_mut().zip(points);
        with_known_kind!(self.function, function => match self.output {
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
}

/// Runs `$body` with `$known` for `$pairwise`, its kind chosen outside, so that a loop inside has no branch.
macro_rules! with_known_pairwise {
    ($pairwise:expr, $known:ident => $body:expr) => {
        match $pairwise {
            Pairwise::Sum => {
                let $known = Pairwise::Sum;
                $body
            }
            Pairwise::Difference => {
                let $known = Pairwise::Difference;
                $body
            }
            Pairwise::Product => {
                let $known = Pairwise::Product;
                $body
            }
            Pairwise::Quotient => {
                let $known = Pairwise::Quotient;
                $body
            }
        }
    };
}

/// `out ← f(a, b)`.
pub(super) fn pair(pairwise: Pairwise, [a, b]: [&[f32]; 2], out: &mut [f32]) {
    Arch::new().dispatch(Pair { pairwise, a, b, out });
}

struct Pair<'a> {
    pairwise: Pairwise,
    a: &'a [f32],
    b: &'a [f32],
    out: &'a mut [f32],
}

impl WithSimd for Pair<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        with_known_pairwise!(self.pairwise, pairwise => {
            for (out, (&a, &b)) in self.out.iter_mut().zip(self.a.iter().zip(self.b)) {
                *out = pairwise.apply(a, b);
            }
        });
    }
}

/// `out ← f(a, b)` where an operand with a step of 0 is one number beside all.
pub(super) fn crossed(pairwise: Pairwise, operands: [(&[f32], usize); 2], out: &mut [f32]) {
    match operands {
        [(a, 1), (b, 1)] => pair(pairwise, [a, b], out),
        [(a, _), (b, _)] => Arch::new().dispatch(Crossed {
            pairwise,
            operands: [a, b],
            steps: operands.map(|(_, step)| step),
            out,
        }),
    }
}

struct Crossed<'a> {
    pairwise: Pairwise,
    operands: [&'a [f32]; 2],
    steps: [usize; 2],
    out: &'a mut [f32],
}

impl WithSimd for Crossed<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let [a, b] = self.operands;
        with_known_pairwise!(self.pairwise, pairwise => match self.steps {
            [0, 0] => self.out.fill(pairwise.apply(a[0], b[0])),
            [0, _] => {
                let a = a[0];
                self.out.iter_mut().zip(b).for_each(|(out, &b)| *out = pairwise.apply(a, b));
            }
            _ => {
                let b = b[0];
                self.out.iter_mut().zip(a).for_each(|(out, &a)| *out = pairwise.apply(a, b));
            }
        });
    }
}

/// The gradient of the first operand (`side` 0) or of the second (1): `dy` times the slope along it, or added to it.
pub(super) fn pair_back(
    (pairwise, side): (Pairwise, usize),
    dy: &[f32],
    [a, b]: [&[f32]; 2],
    gradient: &mut [f32],
    output: Output,
) {
    Arch::new().dispatch(PairBack { pairwise, side, dy, a, b, gradient, output });
}

struct PairBack<'a> {
    pairwise: Pairwise,
    side: usize,
    dy: &'a [f32],
    a: &'a [f32],
    b: &'a [f32],
    gradient: &'a mut [f32],
    output: Output,
}

impl WithSimd for PairBack<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let points = self.dy.iter().zip(self.a.iter().zip(self.b));
        let points = self.gradient.iter_mut().zip(points);
        with_known_pairwise!(self.pairwise, pairwise => match (self.output, self.side) {
            (Output::Replace, 0) => points.for_each(|(gradient, (dy, (&a, &b)))| {
                *gradient = dy * pairwise.slopes(a, b)[0];
            }),
            (Output::Replace, _) => points.for_each(|(gradient, (dy, (&a, &b)))| {
                *gradient = dy * pairwise.slopes(a, b)[1];
            }),
            (Output::Add, 0) => points.for_each(|(gradient, (dy, (&a, &b)))| {
                *gradient += dy * pairwise.slopes(a, b)[0];
            }),
            (Output::Add, _) => points.for_each(|(gradient, (dy, (&a, &b)))| {
                *gradient += dy * pairwise.slopes(a, b)[1];
            }),
        });
    }
}

/// `out ← dy` times the slope along one operand (`side`), where an operand with a step of 0 is one number beside all.
pub(super) fn crossed_slopes(
    (pairwise, side): (Pairwise, usize),
    dy: &[f32],
    [(a, a_step), (b, b_step)]: [(&[f32], usize); 2],
    out: &mut [f32],
) {
    let (many_side, many, one) = match [a_step, b_step] {
        [1, 1] => return pair_back((pairwise, side), dy, [a, b], out, Output::Replace),
        [1, _] => (0, a, b[0]),
        [_, 1] => (1, b, a[0]),
        _ => return out[0] = dy[0] * pairwise.slopes(a[0], b[0])[side],
    };
    Arch::new().dispatch(SlopesBesideOne { pairwise, side, dy, many_side, many, one, out });
}

struct SlopesBesideOne<'a> {
    pairwise: Pairwise,
    side: usize,
    dy: &'a [f32],
    /// Which operand is many numbers.
    many_side: usize,
    many: &'a [f32],
    one: f32,
    out: &'a mut [f32],
}

impl WithSimd for SlopesBesideOne<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let one = self.one;
        let points = self.out.iter_mut().zip(self.dy.iter().zip(self.many));
        with_known_pairwise!(self.pairwise, pairwise => match (self.many_side, self.side) {
            (0, 0) => points.for_each(|(out, (dy, &many))| {
                *out = dy * pairwise.slopes(many, one)[0];
            }),
            (0, _) => points.for_each(|(out, (dy, &many))| {
                *out = dy * pairwise.slopes(many, one)[1];
            }),
            (_, 0) => points.for_each(|(out, (dy, &many))| {
                *out = dy * pairwise.slopes(one, many)[0];
            }),
            (_, _) => points.for_each(|(out, (dy, &many))| {
                *out = dy * pairwise.slopes(one, many)[1];
            }),
        });
    }
}

/// `total ← total + part`.
pub(super) fn add(total: &mut [f32], part: &[f32]) {
    Arch::new().dispatch(Add { total, part });
}

struct Add<'a> {
    total: &'a mut [f32],
    part: &'a [f32],
}

impl WithSimd for Add<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (total, part) in self.total.iter_mut().zip(self.part) {
            *total += part;
        }
    }
}
