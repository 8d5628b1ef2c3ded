//! Similarity of the steps of a moment.

use ndarray::{Array2, ArrayView2};

/// Distances between steps of one modality that are at most `max_lag` apart, as `ln(d + d̄ / 10)`:
/// whether two steps are nearly the same matters more than how different they are.
pub(super) struct SelfDistances {
    /// `[N, max_lag]`; column `k` is the distance to the step `k + 1` later, and not read where there is none
    later: Array2<f64>,
}

impl SelfDistances {
    /// # Shapes
    /// - `steps`: `[N, D]`
    pub(super) fn of(steps: ArrayView2<'_, f64>, max_lag: usize) -> Self {
        let n = steps.nrows();
        let mut later = Array2::zeros((n, max_lag));
        let (mut sum, mut n_pairs) = (0.0, 0_usize);
        for step in 0..n {
            for lag in 1..=max_lag.min(n - 1 - step) {
                let (a, b) = (steps.row(step), steps.row(step + lag));
                let squared: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
                later[[step, lag - 1]] = squared.sqrt();
                sum += squared.sqrt();
                n_pairs += 1;
            }
        }
        let floor = 0.1 * sum / n_pairs.max(1) as f64 + f64::MIN_POSITIVE;
        later.mapv_inplace(|distance| (distance + floor).ln());
        SelfDistances { later }
    }

    /// Those between steps `first..first + n`, in an order that depends on `n` only.
    pub(super) fn within(&self, first: usize, n: usize) -> Vec<f64> {
        let max_lag = self.later.ncols();
        let of_step = |step: usize| {
            let n_later = max_lag.min(n - 1 - step);
            self.later.row(first + step).into_iter().take(n_later).copied()
        };
        (0..n).flat_map(of_step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_window_has_the_distances_between_its_own_steps() {
        let steps = array![[0.0], [9.0], [1.0], [4.0], [1.0]];
        let distances = SelfDistances::of(steps.view(), 2);
        let floor = 0.1 * (9.0 + 1.0 + 8.0 + 5.0 + 3.0 + 0.0 + 3.0) / 7.0;
        let expected = [3.0, 0.0, 3.0].map(|d: f64| (d + floor).ln());
        let found = distances.within(2, 3);
        assert_eq!(found.len(), 3);
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
        assert!(distances.within(0, 1).is_empty());
    }
}
