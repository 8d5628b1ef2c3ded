//! Probabilistic CCA (Bach & Jordan 2005) in closed form: both modalities are linear views of one Gaussian latent.
//!
//! With canonical directions `U_m`, correlations `r` and latent `z ~ N(0, I)`:
//! `E[z|x_m] = √r · U_mᵀ x_m`, `Var[z|x_m] = 1 − r`, `E[x_m|z] = Σ_m U_m √r · z`.
//! It *is* the MS-VAE whose encoders and shared decoder are linear, so that model may start from it.

use earsight_core::PerModality;
use ndarray::{Array1, ArrayView, Axis, Dimension, concatenate, s};

use crate::linear::cca::CanonicalCorrelation;
use crate::parameters::Parameters;

/// Smallest variance of a posterior; a correlation of 1 would leave none.
const LEAST_VARIANCE: f64 = 0.05;

/// The strongest `latent_dim` directions of a fit, fewer where it has fewer, as the arrays of an MS-VAE's linear paths.
///
/// # Shapes
/// - `MODALITY.linear.weight`: `[K, D]`, `MODALITY.linear.bias`: `[K]`, with `E[z|x] = W x + b`
/// - `decoder.linear.weight`: `[D_v + D_a, K]`, `decoder.linear.bias`: `[D_v + D_a]`, with `E[x|z] = W z + b`
/// - `log_var`: `[K]`, the logarithm of `1 − r`, the same for both modalities
pub(crate) fn probabilistic_cca(fitted: &CanonicalCorrelation, latent_dim: usize) -> Parameters {
    let k = latent_dim.min(fitted.correlations.len());
    let roots: Array1<f64> = fitted.correlations.slice(s![..k]).mapv(|r| r.clamp(0.0, 1.0).sqrt());
    let mut parameters = Parameters::default();
    for (modality, side) in fitted.sides.iter() {
        let read = &side.directions.slice(s![.., ..k]) * &roots;
        let offset = -read.t().dot(&side.mean);
        push(&mut parameters, format!("{modality}.linear.weight"), read.t());
        push(&mut parameters, format!("{modality}.linear.bias"), offset.view());
    }
    let draw = fitted.sides.as_ref().map(|side| &side.loadings.slice(s![.., ..k]) * &roots);
    let PerModality { audio, visual } = &fitted.sides;
    let pair = concatenate(Axis(0), &[draw.visual.view(), draw.audio.view()])
        .expect("both modalities have the latent's width");
    let mean = concatenate(Axis(0), &[visual.mean.view(), audio.mean.view()])
        .expect("vectors can be joined");
    let log_var = roots.mapv(|root| (1.0 - root * root).max(LEAST_VARIANCE).ln());
    push(&mut parameters, "decoder.linear.weight", pair.view());
    push(&mut parameters, "decoder.linear.bias", mean.view());
    push(&mut parameters, "log_var", log_var.view());
    parameters
}

fn push<D: Dimension>(
    parameters: &mut Parameters,
    name: impl Into<String>,
    values: ArrayView<'_, f64, D>,
) {
    let narrow = values.iter().map(|&x| x as f32).collect();
    parameters.push(name, values.shape().to_vec(), narrow);
}

#[cfg(test)]
mod tests {
    use earsight_core::Modality;
    use ndarray::{Array2, ArrayView2};
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use rand_distr::{Distribution, StandardNormal};

    use super::*;

    /// Drawn from the model itself, `x_m = W_m z + noise`: the latent is recovered, and so is either modality.
    #[test]
    fn the_latent_of_a_linear_gaussian_model_is_recovered() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut normal = |rows: usize, columns: usize| {
            Array2::<f32>::from_shape_fn((rows, columns), |_| StandardNormal.sample(&mut rng))
        };
        let causes = normal(4000, 2);
        let rows = PerModality { audio: 5, visual: 7 }
            .map(|dim| causes.dot(&normal(2, dim)) + normal(4000, dim) * 0.3);
        let views = rows.as_ref().map(|rows| rows.view());
        let fitted = CanonicalCorrelation::fit(views, 7, 1e-6).unwrap();
        let fitted = probabilistic_cca(&fitted, 2);
        let named = |name: &str| fitted.get(name).unwrap();
        let affine = |name: &str, rows: ArrayView2<'_, f32>| {
            let bias = Array1::from_vec(named(&format!("{name}.bias")).values.to_vec());
            rows.dot(&named(&format!("{name}.weight")).matrix().unwrap().t()) + bias
        };
        let latent = PerModality::from_fn(|modality: Modality| {
            affine(&format!("{modality}.linear"), views[modality])
        });
        for column in 0..2 {
            // Var[E[z|x]] + Var[z|x] = Var[z] = 1
            let mean = latent.audio.column(column);
            let total = mean.dot(&mean) / 4000.0 + named("log_var").values[column].exp();
            assert!((total - 1.0).abs() < 0.06, "{total}");
        }
        let error = |a: ArrayView2<'_, f32>, b: ArrayView2<'_, f32>| {
            (&a - &b).mapv(|x| x * x).mean().unwrap()
        };
        let difference = error(latent.audio.view(), latent.visual.view());
        assert!(difference < 0.2, "both modalities have the same latent");
        let pair = affine("decoder.linear", latent.audio.view());
        let decoded =
            PerModality { audio: pair.slice(s![.., 7..]), visual: pair.slice(s![.., ..7]) };
        for modality in Modality::ALL {
            let truth = views[modality];
            let mean = truth.mean_axis(Axis(0)).unwrap();
            let spread = (&truth - &mean).mapv(|x| x * x).mean().unwrap();
            assert!(error(decoded[modality], truth) < 0.25 * spread, "{modality} from sound");
        }
    }
}
