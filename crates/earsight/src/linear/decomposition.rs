//! Eigenvectors and singular values, from a library, with plain matrices on both sides.

use faer::{Mat, Side};
use ndarray::{Array1, Array2, ArrayView2};

fn to_faer(matrix: ArrayView2<'_, f64>) -> Mat<f64> {
    Mat::from_fn(matrix.nrows(), matrix.ncols(), |i, j| matrix[[i, j]])
}

/// `Aᵀ A` for a tall matrix.
///
/// # Shapes
/// - `tall`: `[N, D]` → `[D, D]`
pub fn gram(tall: ArrayView2<'_, f64>) -> Array2<f64> {
    let a = to_faer(tall);
    let product = a.transpose() * &a;
    Array2::from_shape_fn((product.nrows(), product.ncols()), |(i, j)| product[(i, j)])
}

/// Eigenvalues, largest first, and their vectors as columns; `None` if the iteration fails.
///
/// # Shapes
/// - `symmetric`: `[D, D]` → `[D]`, `[D, D]`
pub fn symmetric_eigen(symmetric: ArrayView2<'_, f64>) -> Option<(Array1<f64>, Array2<f64>)> {
    let eigen = to_faer(symmetric).self_adjoint_eigen(Side::Lower).ok()?;
    let n = symmetric.nrows();
    let (values, vectors) = (eigen.S().column_vector(), eigen.U());
    let values = Array1::from_shape_fn(n, |i| values[n - 1 - i]);
    let vectors = Array2::from_shape_fn((n, n), |(i, j)| vectors[(i, n - 1 - j)]);
    Some((values, vectors))
}

/// `A = U diag(s) Vᵀ`, largest first; `None` if the iteration fails.
///
/// # Shapes
/// - `matrix`: `[M, N]` → `[M, K]`, `[K]`, `[N, K]`, `K = min(M, N)`
pub fn singular_values(
    matrix: ArrayView2<'_, f64>,
) -> Option<(Array2<f64>, Array1<f64>, Array2<f64>)> {
    let svd = to_faer(matrix).thin_svd().ok()?;
    let (u, s, v) = (svd.U(), svd.S().column_vector(), svd.V());
    let k = matrix.nrows().min(matrix.ncols());
    Some((
        Array2::from_shape_fn((matrix.nrows(), k), |(i, j)| u[(i, j)]),
        Array1::from_shape_fn(k, |i| s[i]),
        Array2::from_shape_fn((matrix.ncols(), k), |(i, j)| v[(i, j)]),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn eigenvectors_rebuild_the_matrix() {
        let a = array![[4.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.0, -1.0, 2.0]];
        let (values, vectors) = symmetric_eigen(a.view()).unwrap();
        assert!(values[0] >= values[1] && values[1] >= values[2]);
        let rebuilt = vectors.dot(&Array2::from_diag(&values)).dot(&vectors.t());
        assert!((&rebuilt - &a).iter().all(|x| x.abs() < 1e-12));
    }

    #[test]
    fn singular_vectors_rebuild_the_matrix() {
        let a = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
        let (u, s, v) = singular_values(a.view()).unwrap();
        let rebuilt = u.dot(&Array2::from_diag(&s)).dot(&v.t());
        assert!((&rebuilt - &a).iter().all(|x| x.abs() < 1e-12));
        assert!((&gram(a.view()) - &a.t().dot(&a)).iter().all(|x| x.abs() < 1e-12));
    }
}
