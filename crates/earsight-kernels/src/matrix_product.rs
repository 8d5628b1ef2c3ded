//! `C ← A B` or `C ← C + A B`, for matrices that lie in any order.

use gemm::Parallelism;

use crate::arithmetic::count_product;
use crate::packed_product::{self, Onto};

pub use crate::matrix_view::View;
pub use crate::pieces::Workers;

/// Numbers that matrices are made of: `f32` and `f64`.
pub trait Number: Copy + 'static {
    /// `A B` into `out`, or added to it.
    #[doc(hidden)]
    fn multiply(
        workers: Workers,
        a: View<'_, Self>,
        b: View<'_, Self>,
        out: &mut [Self],
        output: Output,
    );
}

impl Number for f32 {
    fn multiply(workers: Workers, a: View<'_>, b: View<'_>, out: &mut [f32], output: Output) {
        let onto = match output {
            Output::Replace => Onto::Zero,
            Output::Add => Onto::Output,
        };
        packed_product::multiply(workers, a, b, out, onto);
    }
}

impl Number for f64 {
    fn multiply(
        workers: Workers,
        a: View<'_, f64>,
        b: View<'_, f64>,
        out: &mut [f64],
        output: Output,
    ) {
        library_product(workers, a, b, out, output, 1.0);
    }
}

/// What happens to what is in the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// It is written over.
    Replace,
    /// The product is added to it.
    Add,
}

/// Below so many multiplications one thread is faster than two.
const SMALLEST_SHARED_WORK: usize = 192 * 192 * 192;

/// `A B` into `out`, row by row, on all threads.
///
/// Each number of the output is one sum in one order, whatever the number of threads.
///
/// # Shapes
/// - `a`: `[m, k]`, `b`: `[k, n]` → `out`: `[m, n]`
///
/// # Panics
/// When the shapes do not fit.
pub fn multiply<T: Number>(a: View<'_, T>, b: View<'_, T>, out: &mut [T], output: Output) {
    multiply_by(Workers::All, a, b, out, output);
}

/// [`multiply`] by some threads.
pub(crate) fn multiply_by<T: Number>(
    workers: Workers,
    a: View<'_, T>,
    b: View<'_, T>,
    out: &mut [T],
    output: Output,
) {
    check(a, b, out);
    if out.is_empty() {
        return;
    }
    T::multiply(workers, a, b, out, output);
}

/// `A B`, and the same row added to each row of it, into `out`.
///
/// # Shapes
/// - `a`: `[m, k]`, `b`: `[k, n]`, `row`: `[n]` → `out`: `[m, n]`
///
/// # Panics
/// When the shapes do not fit.
pub(crate) fn multiply_onto_row(
    workers: Workers,
    a: View<'_>,
    b: View<'_>,
    row: &[f32],
    out: &mut [f32],
) {
    check(a, b, out);
    assert_eq!(row.len(), b.shape()[1], "{:?} times {:?}", a.shape(), b.shape());
    if !out.is_empty() {
        packed_product::multiply(workers, a, b, out, Onto::Row(row));
    }
}

/// Asserts that a product can be made, and counts it.
fn check<T>(a: View<'_, T>, b: View<'_, T>, out: &[T]) {
    let ([m, k], [inner, n]) = (a.shape(), b.shape());
    assert_eq!(k, inner, "{:?} times {:?}", a.shape(), b.shape());
    assert_eq!(out.len(), m * n, "{:?} times {:?}", a.shape(), b.shape());
    assert!(a.is_whole() && b.is_whole());
    count_product([m, k, n]);
}

/// The product by `gemm`.
pub(crate) fn library_product<T: Copy + 'static>(
    workers: Workers,
    a: View<'_, T>,
    b: View<'_, T>,
    out: &mut [T],
    output: Output,
    one: T,
) {
    let ([m, k], [_, n]) = (a.shape(), b.shape());
    let parallelism = match workers {
        Workers::All if m * n * k >= SMALLEST_SHARED_WORK => Parallelism::Rayon(0),
        Workers::All | Workers::This => Parallelism::None,
    };
    let [[a_down, a_across], [b_down, b_across]] =
        [a, b].map(|view| view.strides().map(|stride| stride as isize));
    // SAFETY: `out` has `m · n` numbers and is not shared; `a` and `b` hold every number of their shapes
    // (`is_whole`, asserted by who calls), and all strides are those of these shapes.
    #[expect(unsafe_code)]
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            out.as_mut_ptr(),
            1,
            n as isize,
            output == Output::Add,
            a.values().as_ptr(),
            a_across,
            a_down,
            b.values().as_ptr(),
            b_across,
            b_down,
            one,
            one,
            false,
            false,
            false,
            parallelism,
        );
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wave(n: usize, phase: f32) -> Vec<f32> {
        (0..n).map(|place| (place as f32 * 0.7 + phase).sin()).collect()
    }

    proptest! {
        #[test]
        fn every_order_gives_the_sums(
            m in 1_usize..40, n in 1_usize..80, k in 1_usize..20,
            a_turned: bool, b_turned: bool, adds: bool,
        ) {
            let (left, right) = (wave(m * k, 0.0), wave(k * n, 1.0));
            let a = if a_turned { View::new(&left, [k, m]).transposed() } else { View::new(&left, [m, k]) };
            let b = if b_turned { View::new(&right, [n, k]).transposed() } else { View::new(&right, [k, n]) };
            let before = wave(m * n, 2.0);
            let mut out = before.clone();
            multiply(a, b, &mut out, if adds { Output::Add } else { Output::Replace });
            for i in 0..m {
                for j in 0..n {
                    let sum: f32 = (0..k)
                        .map(|c| {
                            left[if a_turned { c * m + i } else { i * k + c }]
                                * right[if b_turned { j * k + c } else { c * n + j }]
                        })
                        .sum();
                    let expected = if adds { before[i * n + j] + sum } else { sum };
                    prop_assert!((out[i * n + j] - expected).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn some_columns_are_multiplied_alone() {
        let (left, right) = (wave(3 * 5, 0.0), wave(3 * 4, 1.0));
        let all = View::new(&left, [3, 5]);
        let mut whole = vec![0.0; 5 * 4];
        multiply(all.transposed(), View::new(&right, [3, 4]), &mut whole, Output::Replace);
        let mut part = vec![0.0; 2 * 4];
        let columns = all.columns(2, 2).transposed();
        multiply(columns, View::new(&right, [3, 4]), &mut part, Output::Replace);
        assert!(part.iter().zip(&whole[8..16]).all(|(a, b)| (a - b).abs() < 1e-6));
    }
}
