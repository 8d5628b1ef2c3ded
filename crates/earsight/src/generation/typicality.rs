//! How typical a generated pair is of a library.
//!
//! The pair is decoded from a latent `z`, the posterior mean of a query of one modality.
//! Its typicality is the density of `z` under the aggregate posterior of the *other* modality,
//! `q(z) = 1/N Σ_n q(z|x_n)` over the library's seconds: whether the generated modality lies where real ones do.
//! The prior `N(0, I)` is where a VAE's latents should lie, the aggregate posterior where they do
//! (Makhzani et al. 2016; Hoffman & Johnson 2016, "ELBO surgery"; Tomczak & Welling 2018 make it the prior).
//!
//! A density in many dimensions has no meaning by itself (Nalisnick et al. 2019: likely is not typical),
//! so it is compared with the densities of the library's own seconds as queries,
//! each without its own clip: the share of them that are less likely.
//! Near 0 the library has nothing similar; near 1 it is the most average there is.

use ndarray::{Array2, ArrayView1, ArrayView2, Zip};

use crate::Posterior;

/// The density of the latents of a library's seconds of one modality; evaluating it is linear in their number.
pub struct AggregatePosterior {
    means: Array2<f32>,
    /// `1 / σ²`.
    precisions: Array2<f64>,
    /// `−½ Σ log 2πσ²` of each component.
    log_norms: Vec<f64>,
    /// Which clip each component is a second of.
    clips: Vec<usize>,
}

impl AggregatePosterior {
    /// `clips[n]` numbers the clip that row `n` is a second of.
    ///
    /// # Shapes
    /// - `posterior`: `[N, Z]` twice, `clips`: `[N]`
    pub fn new(posterior: &Posterior, clips: &[usize]) -> Self {
        let log_vars = &posterior.log_var;
        let log_norm = |row: ArrayView1<'_, f32>| {
            -0.5 * row.iter().map(|&x| f64::from(x) + std::f64::consts::TAU.ln()).sum::<f64>()
        };
        AggregatePosterior {
            means: posterior.mean.clone(),
            precisions: log_vars.mapv(|log_var| (-f64::from(log_var)).exp()),
            log_norms: log_vars.rows().into_iter().map(log_norm).collect(),
            clips: clips.to_vec(),
        }
    }

    /// `log 1/N Σ_n N(z; mean_n, σ_n²)` in nats, over the seconds of all clips but one;
    /// `None` when none is left.
    ///
    /// # Shapes
    /// - `latent`: `[Z]`
    pub fn log_density(&self, latent: ArrayView1<'_, f32>, without: Option<usize>) -> Option<f64> {
        let of_component = |n: usize| {
            let squares = Zip::from(latent)
                .and(self.means.row(n))
                .and(self.precisions.row(n))
                .fold(0.0, |sum, &z, &mean, precision| {
                    sum + (f64::from(z) - f64::from(mean)).powi(2) * precision
                });
            self.log_norms[n] - 0.5 * squares
        };
        let logs: Vec<f64> = (0..self.clips.len())
            .filter(|&n| Some(self.clips[n]) != without)
            .map(of_component)
            .collect();
        let greatest = logs.iter().copied().reduce(f64::max)?;
        let sum: f64 = logs.iter().map(|log| (log - greatest).exp()).sum();
        Some(greatest + (sum / logs.len() as f64).ln())
    }

    /// The log densities of a library's seconds, each without its own clip: the reference for others.
    ///
    /// # Shapes
    /// - `latents`: `[N, Z]`, `clips`: `[N]`
    pub fn log_densities(&self, latents: ArrayView2<'_, f32>, clips: &[usize]) -> Vec<f64> {
        let seconds = latents.rows().into_iter().zip(clips);
        seconds.filter_map(|(latent, &clip)| self.log_density(latent, Some(clip))).collect()
    }
}

/// Share of `others` below a value, in 0..=1; those equal to it count half. `None` without others.
pub fn share_below(value: f64, others: &[f64]) -> Option<f64> {
    let halves = |&other: &f64| usize::from(other < value) + usize::from(other <= value);
    let sum: usize = others.iter().map(halves).sum();
    (!others.is_empty()).then(|| sum as f64 / (2 * others.len()) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn one_second_is_a_gaussian() {
        let posterior =
            Posterior { mean: array![[1.0, 2.0]], log_var: array![[0.0, 4.0_f32.ln()]] };
        let one = AggregatePosterior::new(&posterior, &[0]);
        let found = one.log_density(array![2.0_f32, 4.0].view(), None).unwrap();
        // log N(2; 1, 1) + log N(4; 2, 4)
        let tau = std::f64::consts::TAU;
        let expected = -0.5 * (tau.ln() + 1.0) - 0.5 * ((4.0 * tau).ln() + 1.0);
        assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        assert_eq!(one.log_density(array![2.0_f32, 4.0].view(), Some(0)), None);
        assert!(one.log_densities(posterior.mean.view(), &[0]).is_empty());
    }

    /// Four clips of one second: three close to each other, one far away.
    #[test]
    fn a_latent_among_others_is_more_typical_than_an_outlier() {
        let mean = array![[0.0, 0.0], [0.1, 0.0], [0.0, 0.1], [9.0, 9.0]];
        let posterior = Posterior { log_var: Array2::zeros((4, 2)), mean };
        let clips = [0, 1, 2, 3];
        let aggregate = AggregatePosterior::new(&posterior, &clips);
        let own = aggregate.log_densities(posterior.mean.view(), &clips);
        let share = |z: [f32; 2]| {
            let log_density = aggregate.log_density(ArrayView1::from(&z), None).unwrap();
            share_below(log_density, &own).unwrap()
        };
        assert_eq!(share([0.05, 0.05]), 1.0);
        assert_eq!(share([30.0, -30.0]), 0.0);
        assert_eq!(share([5.0, 5.0]), 0.25, "only the one far away is less likely");
        let with = aggregate.log_density(posterior.mean.row(3), None).unwrap();
        assert!(
            with > own[3] + 10.0,
            "a clip must be left out for its own seconds: {with} {}",
            own[3]
        );
    }

    #[test]
    fn equal_values_count_half() {
        assert_eq!(share_below(2.0, &[1.0, 2.0, 2.0, 3.0]), Some(0.5));
        assert_eq!(share_below(0.0, &[1.0]), Some(0.0));
        assert_eq!(share_below(0.0, &[]), None);
    }
}
