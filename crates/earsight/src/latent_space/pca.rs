//! The first two principal directions: a projection of any number of points, and the start of t-SNE.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use crate::linear::decomposition::{gram, symmetric_eigen};

/// Points on their first two principal directions, and the share of all variance in that plane, 0..=1; 1 where
/// nothing varies.
///
/// # Shapes
/// - `points`: `[N, D]` → `[N, 2]`
pub(super) fn principal_plane(points: ArrayView2<'_, f32>) -> (Array2<f64>, f64) {
    let wide = points.mapv(f64::from);
    let centre = wide.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(points.ncols()));
    let centred = wide - &centre;
    let mut positions = Array2::zeros((points.nrows(), 2));
    let mut variance_share = 1.0;
    if let Some((variances, directions)) = symmetric_eigen(gram(centred.view()).view()) {
        for (k, mut column) in positions.columns_mut().into_iter().enumerate() {
            if k < directions.ncols() {
                column.assign(&centred.dot(&directions.column(k)));
            }
        }
        let all: f64 = variances.sum();
        if all > 0.0 {
            variance_share = (variances.iter().take(2).sum::<f64>() / all).clamp(0.0, 1.0);
        }
    }
    (positions, variance_share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plane_has_the_largest_variance_and_its_share() {
        // 10 along x, 5 along z, 1 along y.
        let corners = [-1.0_f32, 1.0];
        let points = Array2::from_shape_fn((8, 3), |(i, j)| {
            corners[(i >> j) & 1] * [10.0, 1.0, 5.0][j] + 3.0
        });
        let (plane, variance_share) = principal_plane(points.view());
        for (point, seen) in points.rows().into_iter().zip(plane.rows()) {
            assert!((seen[0].abs() - f64::from(point[0] - 3.0).abs()).abs() < 1e-6);
            assert!((seen[1].abs() - f64::from(point[2] - 3.0).abs()).abs() < 1e-6);
        }
        assert!((variance_share - 125.0 / 126.0).abs() < 1e-9);
    }

    #[test]
    fn one_dimension_and_no_points_are_allowed() {
        let line = Array2::from_shape_fn((4, 1), |(i, _)| i as f32);
        let (plane, variance_share) = principal_plane(line.view());
        assert_eq!((plane.dim(), variance_share), ((4, 2), 1.0));
        assert_eq!(principal_plane(Array2::zeros((0, 3)).view()).0.nrows(), 0);
    }
}
