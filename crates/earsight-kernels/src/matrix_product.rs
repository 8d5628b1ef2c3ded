//! Matrix products by the library `gemm`: in double precision, and as the measure of what a machine can do.

use gemm::Parallelism;

use crate::arithmetic::count_product;

pub use crate::matrix_view::View;

/// Below so many multiplications one thread is faster than two.
const SMALLEST_SHARED_WORK: usize = 192 * 192 * 192;

/// Writes `A B` into `out`, row by row, on all threads.
///
/// Each number of the output is one sum in one order, whatever the number of threads.
///
/// # Shapes
/// - `a`: `[m, k]`, `b`: `[k, n]` → `out`: `[m, n]`
///
/// # Panics
/// When the shapes do not fit.
pub fn multiply(a: View<'_, f64>, b: View<'_, f64>, out: &mut [f64]) {
    check(a, b, out);
    if !out.is_empty() {
        library_product(a, b, out, 1.0);
    }
}

/// Asserts that a product can be made, and counts it.
pub(crate) fn check<T>(a: View<'_, T>, b: View<'_, T>, out: &[T]) {
    let ([m, k], [inner, n]) = (a.shape(), b.shape());
    assert_eq!(k, inner, "{:?} times {:?}", a.shape(), b.shape());
    assert_eq!(out.len(), m * n, "{:?} times {:?}", a.shape(), b.shape());
    assert!(a.is_whole() && b.is_whole());
    count_product([m, k, n]);
}

/// The product by `gemm`; the caller has asserted that the shapes fit.
pub(crate) fn library_product<T: Copy + 'static>(
    a: View<'_, T>,
    b: View<'_, T>,
    out: &mut [T],
    one: T,
) {
    let ([m, k], [_, n]) = (a.shape(), b.shape());
    let is_shared = m * n * k >= SMALLEST_SHARED_WORK;
    let parallelism = if is_shared { Parallelism::Rayon(0) } else { Parallelism::None };
    let [[a_down, a_across], [b_down, b_across]] =
        [a, b].map(|view| view.strides().map(|stride| stride as isize));
    // SAFETY: `out` has `m · n` numbers and is not shared; `a` and `b` hold every number of their shapes
    // (`is_whole`, asserted by the caller), and all strides are those of these shapes.
    #[expect(unsafe_code)]
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            out.as_mut_ptr(),
            1,
            n as isize,
            false,
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
