//! Probabilistic CCA (Bach & Jordan 2005) in closed form: both modalities are linear views of one Gaussian latent.
//!
//! With canonical directions `U_m`, correlations `r` and latent `z ~ N(0, I)`:
//! `E[z|x_m] = √r · U_mᵀ x_m`, `Var[z|x_m] = 1 − r`, `E[x_m|z] = Σ_m U_m √r · z`.
//! It *is* the MS-VAE whose encoders and shared decoder are linear, so that model may start here.

use earsight_core::PerModality;
use ndarray::{Array1, Array2, s};

use crate::linear::cca::CanonicalCorrelation;

/// Smallest variance of a posterior; a correlation of 1 would leave none.
const LEAST_VARIANCE: f64 = 0.05;

/// The linear-Gaussian model of both modalities.
pub(crate) struct ProbabilisticCca {
    pub(crate) sides: PerModality<LinearView>,
    /// Logarithm of `1 − r`, the same for both modalities. `[K]`
    pub(crate) log_var: Array1<f64>,
}

/// How one modality is read and drawn.
pub(crate) struct LinearView {
    /// `E[z|x] = readᵀ x + offset`. `[D, K]`
    pub(crate) read: Array2<f64>,
    /// `[K]`
    pub(crate) offset: Array1<f64>,
    /// `E[x|z] = draw z + mean`. `[D, K]`
    pub(crate) draw: Array2<f64>,
    /// `[D]`
    pub(crate) mean: Array1<f64>,
}

impl ProbabilisticCca {
    /// The strongest `latent_dim` directions of a fit, fewer where it has fewer.
    ///
    /// # Shapes
    /// - `fitted`: of both modalities → at most `latent_dim` dimensions
    pub(crate) fn of(fitted: CanonicalCorrelation, latent_dim: usize) -> Self {
        let k = latent_dim.min(fitted.correlations.len());
        let roots: Array1<f64> =
            fitted.correlations.slice(s![..k]).mapv(|r| r.clamp(0.0, 1.0).sqrt());
        let sides = fitted.sides.map(|side| {
            let read = &side.directions.slice(s![.., ..k]) * &roots;
            let offset = -read.t().dot(&side.mean);
            let draw = &side.loadings.slice(s![.., ..k]) * &roots;
            LinearView { read, offset, draw, mean: side.mean }
        });
        let log_var = roots.mapv(|root| (1.0 - root * root).max(LEAST_VARIANCE).ln());
        ProbabilisticCca { sides, log_var }
    }

    /// At most `latent_dim` dimensions, fewer where the data have fewer; `None` when a decomposition
    /// does not converge. `ridge` is added to each component's variance, relative to their mean variance.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]` each
    pub(crate) fn fit(
        rows: &PerModality<Array2<f32>>,
        latent_dim: usize,
        principal_components: usize,
        ridge: f64,
    ) -> Option<Self> {
        let views = rows.as_ref().map(|rows| rows.view());
        let fitted = CanonicalCorrelation::fit(views, principal_components, ridge)?;
        Some(ProbabilisticCca::of(fitted, latent_dim))
    }

    /// Dimensions of the latent.
    pub(crate) fn latent_dim(&self) -> usize {
        self.log_var.len()
    }
}

#[cfg(test)]
mod tests {
    use earsight_core::Modality;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use rand_distr::{Distribution, StandardNormal};

    use super::*;

    /// Drawn from the model itself, `x_m = W_m z + noise`: the latent comes back, and so does either modality.
    #[test]
    fn the_latent_of_a_linear_gaussian_world_comes_back() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut normal = |rows: usize, columns: usize| {
            Array2::<f32>::from_shape_fn((rows, columns), |_| StandardNormal.sample(&mut rng))
        };
        let causes = normal(4000, 2);
        let rows = PerModality { audio: 5, visual: 7 }
            .map(|dim| causes.dot(&normal(2, dim)) + normal(4000, dim) * 0.3);
        let fitted = ProbabilisticCca::fit(&rows, 2, 7, 1e-6).unwrap();
        let read = |modality: Modality| {
            let LinearView { read, offset, .. } = &fitted.sides[modality];
            rows[modality].mapv(f64::from).dot(read) + offset
        };
        let (heard, seen) = (read(Modality::Audio), read(Modality::Visual));
        for column in 0..2 {
            // Var[E[z|x]] + Var[z|x] = Var[z] = 1
            let spread = heard.column(column).dot(&heard.column(column)) / 4000.0;
            let total = spread + fitted.log_var[column].exp();
            assert!((total - 1.0).abs() < 0.06, "{total}");
        }
        let error = |a: &Array2<f64>, b: &Array2<f64>| (a - b).mapv(|x| x * x).mean().unwrap();
        assert!(error(&heard, &seen) < 0.2, "both modalities read the same latent");
        for modality in Modality::ALL {
            let view = &fitted.sides[modality];
            let drawn = heard.dot(&view.draw.t()) + &view.mean;
            let truth = rows[modality].mapv(f64::from);
            let spread = (&truth - &view.mean).mapv(|x| x * x).mean().unwrap();
            assert!(error(&drawn, &truth) < 0.25 * spread, "{modality} from what is heard");
        }
    }
}
