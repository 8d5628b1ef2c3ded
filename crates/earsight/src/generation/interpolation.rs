//! Interpolation between two moments in the latent space.

use ndarray::{Array1, Array2, Axis};

use crate::Posterior;

/// Latents on the straight line between two moments, `z_t = (1 − t)·a + t·b`, ends included;
/// `a` and `b` are the means of the moments' posterior means over their seconds.
///
/// For a moment of one second, the end is exactly the latent that it is generated from.
///
/// # Shapes
/// - `from`, `to`: `[l, Z]` each → `[n_steps, Z]`; a single step is `from`, and a moment of no seconds is 0
pub fn line(from: &Posterior, to: &Posterior, n_steps: usize) -> Array2<f32> {
    let [from, to] = [from, to].map(|posterior| {
        let mean = posterior.mean.mean_axis(Axis(0));
        mean.unwrap_or_else(|| Array1::zeros(posterior.mean.ncols()))
    });
    let last = n_steps.saturating_sub(1).max(1) as f32;
    Array2::from_shape_fn((n_steps, from.len()), |(step, column)| {
        let t = step as f32 / last;
        (1.0 - t) * from[column] + t * to[column]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn posterior(mean: Array2<f32>) -> Posterior {
        Posterior { log_var: Array2::zeros(mean.dim()), mean }
    }

    #[test]
    fn a_line_is_straight_and_ends_at_both_moments() {
        let (from, to) = (posterior(array![[0.1, 4.0]]), posterior(array![[1.0, 2.0], [3.0, 0.0]]));
        let found = line(&from, &to, 3);
        assert_eq!(found, array![[0.1, 4.0], [1.05, 2.5], [2.0, 1.0]]);
        assert_eq!(line(&from, &to, 1), array![[0.1, 4.0]]);
        assert_eq!(line(&from, &to, 0).nrows(), 0);
        assert_eq!(line(&from, &from, 2).row(1), from.mean.row(0));
    }
}
