//! Input for gradient checks.

use ndarray::Array2;

/// Values of a sine, without a pattern that a network could exploit.
///
/// # Shapes
/// - → `[rows, columns]`
pub fn wave([rows, columns]: [usize; 2], phase: f32) -> Array2<f32> {
    Array2::from_shape_fn((rows, columns), |(i, j)| ((i * columns + j) as f32 * 0.7 + phase).sin())
}
