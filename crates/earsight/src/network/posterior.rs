//! §2.1: the posterior of the latent given a segment, a Gaussian `q(z|x)`.

use earsight_metrics::mean;
use ndarray::{Array2, ArrayView1, Zip};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// `q(z|x) = N(mean, diag(exp(log_var)))`, one row per segment.
///
/// # Shapes
/// - both: `[N, Z]`
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Means.
    pub mean: Array2<f32>,
    /// Logarithms of the variances.
    pub log_var: Array2<f32>,
}

impl Posterior {
    /// Number of latent dimensions that carry information: those whose mean has a variance over the segments
    /// above 0.01 (Burda et al. 2016; SPEC §3).
    pub fn n_active_units(&self) -> usize {
        let is_active = |column: &ArrayView1<'_, f32>| {
            let values: Vec<f64> = column.iter().map(|&x| f64::from(x)).collect();
            let centre = mean(&values);
            let squares: Vec<f64> = values.iter().map(|x| (x - centre).powi(2)).collect();
            mean(&squares) > 0.01
        };
        self.mean.columns().into_iter().filter(is_active).count()
    }

    /// Samples of the latent, `z = mean + σ·ε` with `ε ~ N(0, I)` (Kingma & Welling 2014, Eq. 10).
    ///
    /// Their spread is the uncertainty of the model.
    /// They are drawn one after another: the first draws do not depend on their number.
    ///
    /// # Shapes
    /// - → `n_draws` times `[N, Z]`
    pub fn draws(&self, n_draws: usize, seed: u64) -> Vec<Array2<f32>> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut draw = || {
            Zip::from(&self.mean).and(&self.log_var).map_collect(|&mean, &log_var| {
                let epsilon: f32 = StandardNormal.sample(&mut rng);
                mean + (0.5 * log_var).exp() * epsilon
            })
        };
        (0..n_draws).map(|_| draw()).collect()
    }

    /// `KL(q ‖ N(0, I))` per latent dimension, mean over segments, in nats.
    pub fn kl_per_dim(&self) -> f64 {
        let sum: f64 = self
            .mean
            .iter()
            .zip(&self.log_var)
            .map(|(&mean, &log_var)| {
                let (mean, log_var) = (f64::from(mean), f64::from(log_var));
                0.5 * (mean * mean + log_var.exp() - log_var - 1.0)
            })
            .sum();
        sum / self.mean.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_constant_dimension_is_not_active() {
        let posterior = Posterior {
            mean: array![[1.0, 0.5], [-1.0, 0.5], [1.0, 0.5]],
            log_var: Array2::zeros((3, 2)),
        };
        assert_eq!(posterior.n_active_units(), 1);
    }

    #[test]
    fn the_prior_has_no_divergence() {
        let prior = Posterior { mean: Array2::zeros((4, 3)), log_var: Array2::zeros((4, 3)) };
        assert_eq!(prior.kl_per_dim(), 0.0);
        let sure = Posterior { mean: Array2::ones((4, 3)), log_var: Array2::zeros((4, 3)) };
        assert!((sure.kl_per_dim() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn draws_have_the_mean_and_the_spread_of_the_posterior() {
        let posterior =
            Posterior { mean: array![[3.0, -1.0]], log_var: array![[0.25_f32.ln(), 4.0_f32.ln()]] };
        let draws = posterior.draws(4000, 5);
        for (column, (mean, std)) in [(3.0, 0.5), (-1.0, 2.0)].into_iter().enumerate() {
            let of_column: Vec<f32> = draws.iter().map(|draw| draw[[0, column]]).collect();
            let found = of_column.iter().sum::<f32>() / 4000.0;
            let spread = of_column.iter().map(|z| (z - found).powi(2)).sum::<f32>() / 4000.0;
            assert!((found - mean).abs() < 0.1 * std, "{found}");
            assert!((spread.sqrt() - std).abs() < 0.05 * std, "{spread}");
        }
        assert_eq!(posterior.draws(3, 5), draws[..3]);
        assert_ne!(posterior.draws(3, 6), draws[..3]);
    }
}
