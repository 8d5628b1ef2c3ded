//! How typical a latent is of a library: its density under the aggregate posterior of the library's seconds,
//! as a share of these seconds that are less likely.
//!
//! The prior `N(0, I)` is where a VAE's latents should lie; the aggregate posterior
//! `q(z) = 1/N Σ_n q(z|x_n)` is where they do (Makhzani et al. 2016; Hoffman & Johnson 2016, "ELBO surgery";
//! Tomczak & Welling 2018 use it as the prior).
//! A density in many dimensions means nothing by itself, so it is held against those of real seconds
//! (Nalisnick et al. 2019: likely is not the same as typical).
//! A share near 0 says that the model has nothing like it; a share near 1 that it is the most average there is.

use ndarray::{Array2, ArrayView1, Axis, Zip};

use crate::Posterior;

/// Components at most: more seconds are thinned evenly, and a library of days is still judged within a second.
const MAX_COMPONENTS: usize = 2048;

/// Where a library's seconds of one sense lie in the latent.
pub struct AggregatePosterior {
    means: Array2<f32>,
    /// `1 / σ²`.
    precisions: Array2<f64>,
    /// `−½ Σ log 2πσ²` of each component.
    log_norms: Vec<f64>,
    /// Which clip each component is a second of.
    clips: Vec<usize>,
    /// Log densities of the components' own means, in order.
    own: Vec<f64>,
}

impl AggregatePosterior {
    /// `clips[n]` numbers the clip that row `n` is a second of.
    ///
    /// # Shapes
    /// - `posterior`: `[N, Z]` twice, `clips`: `[N]`
    pub fn new(posterior: &Posterior, clips: &[usize]) -> Self {
        let step = clips.len().div_ceil(MAX_COMPONENTS).max(1);
        let rows: Vec<usize> = (0..clips.len()).step_by(step).collect();
        let log_vars = posterior.log_var.select(Axis(0), &rows);
        let log_norm = |row: ArrayView1<'_, f32>| {
            -0.5 * row.iter().map(|&x| f64::from(x) + std::f64::consts::TAU.ln()).sum::<f64>()
        };
        let mut aggregate = AggregatePosterior {
            means: posterior.mean.select(Axis(0), &rows),
            precisions: log_vars.mapv(|log_var| (-f64::from(log_var)).exp()),
            log_norms: log_vars.rows().into_iter().map(log_norm).collect(),
            clips: rows.iter().map(|&row| clips[row]).collect(),
            own: Vec::new(),
        };
        let own = aggregate.means.rows().into_iter().zip(&aggregate.clips);
        aggregate.own = own.filter_map(|(z, &clip)| aggregate.log_density(z, Some(clip))).collect();
        aggregate.own.sort_by(f64::total_cmp);
        aggregate
    }

    /// `log 1/N Σ_n N(z; mean_n, σ_n²)` in nats, over the seconds of all clips but one;
    /// nothing when none is left.
    ///
    /// A second of the library is asked without its own clip: else each would be its own best witness.
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

    /// Share of the library's own seconds that are less likely, in 0..=1; of those as likely, half.
    ///
    /// Nothing when the library has a single clip.
    pub fn share_below(&self, log_density: f64) -> Option<f64> {
        let below = self.own.partition_point(|&own| own < log_density);
        let not_above = self.own.partition_point(|&own| own <= log_density);
        (!self.own.is_empty()).then(|| (below + not_above) as f64 / (2 * self.own.len()) as f64)
    }

    /// Seconds that are held against.
    pub fn n_seconds(&self) -> usize {
        self.own.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// Four clips of one second: three beside each other, one far away.
    fn aggregate() -> AggregatePosterior {
        let mean = array![[0.0, 0.0], [0.1, 0.0], [0.0, 0.1], [9.0, 9.0]];
        AggregatePosterior::new(&Posterior { log_var: Array2::zeros((4, 2)), mean }, &[0, 1, 2, 3])
    }

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
        assert_eq!((one.share_below(found), one.n_seconds()), (None, 0));
    }

    #[test]
    fn what_lies_among_others_is_more_typical_than_what_lies_apart() {
        let aggregate = aggregate();
        let share = |z: [f32; 2]| {
            let log_density = aggregate.log_density(ArrayView1::from(&z), None).unwrap();
            aggregate.share_below(log_density).unwrap()
        };
        assert_eq!(share([0.05, 0.05]), 1.0);
        assert_eq!(share([30.0, -30.0]), 0.0);
        assert_eq!(share([5.0, 5.0]), 0.25, "only the one far away is less likely");
        assert_eq!(aggregate.n_seconds(), 4);
        let (lowest, highest) = (aggregate.own[0], aggregate.own[3]);
        assert_eq!(aggregate.share_below(lowest), Some(0.125));
        assert!(highest > lowest + 10.0);
    }

    #[test]
    fn a_clip_is_no_witness_for_itself() {
        let aggregate = aggregate();
        let far = array![9.0_f32, 9.0];
        let with = aggregate.log_density(far.view(), None).unwrap();
        let without = aggregate.log_density(far.view(), Some(3)).unwrap();
        assert!(with > without + 10.0, "{with} {without}");
    }

    #[test]
    fn a_long_library_is_thinned() {
        let n = 3 * MAX_COMPONENTS;
        let mean = Array2::from_shape_fn((n, 1), |(i, _)| i as f32 / n as f32);
        let posterior = Posterior { log_var: Array2::zeros((n, 1)), mean };
        let clips: Vec<usize> = (0..n).map(|i| i / 10).collect();
        let aggregate = AggregatePosterior::new(&posterior, &clips);
        assert_eq!(aggregate.n_seconds(), MAX_COMPONENTS);
    }
}
