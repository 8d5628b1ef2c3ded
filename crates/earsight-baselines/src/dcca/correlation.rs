//! Deep CCA (Andrew et al. 2013): the total canonical correlation of two batches, and its gradient.
//!
//! With centred outputs `H̄` of `m` rows, `S₁₂ = H̄₁ᵀH̄₂/(m−1)`, `Sᵢᵢ = H̄ᵢᵀH̄ᵢ/(m−1) + r·I` and
//! `T = S₁₁^{-1/2} S₁₂ S₂₂^{-1/2} = U D Vᵀ`, the correlation is the sum of the largest singular values.
//! `∇₁₂ = S₁₁^{-1/2} U Vᵀ S₂₂^{-1/2}`, `∇₁₁ = −½ S₁₁^{-1/2} U D Uᵀ S₁₁^{-1/2}`,
//! `∂corr/∂H₁ = (2 H̄₁∇₁₁ + H̄₂∇₁₂ᵀ)/(m−1)`, and the same for `H₂` with the roles exchanged (SPEC §4).

use earsight_core::PerModality;
use earsight_kernels::Variable;
use ndarray::{Array2, ArrayView2, Axis, s};

use earsight::linear::decomposition::{gram, singular_values, symmetric_eigen};

/// An eigenvalue of a covariance below this is dropped from its inverse root, as the public code does.
const LEAST_EIGENVALUE: f64 = 1e-9;

/// A correlation and its gradient.
pub(crate) struct Correlation {
    /// Sum of the counted singular values.
    pub(crate) total: f64,
    /// `[M, K]` each.
    pub(crate) gradients: PerModality<Array2<f64>>,
}

/// The sum of the `n_counted` largest correlations and its gradient; `None` when a decomposition fails.
///
/// Where fewer than all are counted, the gradient is that of the counted ones.
///
/// # Shapes
/// - `outputs`: `[M, K]` each, `M ≥ 2`
pub(crate) fn correlation(
    outputs: PerModality<ArrayView2<'_, f64>>,
    n_counted: usize,
    ridge: f64,
) -> Option<Correlation> {
    let n = outputs.audio.nrows();
    if n < 2 || outputs.visual.nrows() != n {
        return None;
    }
    let scale = 1.0 / (n as f64 - 1.0);
    let centred = outputs.map(|rows| {
        let mean = rows.mean_axis(Axis(0)).expect("there are rows");
        &rows - &mean
    });
    let roots = centred.as_ref().map(|rows| inverse_root(rows, ridge, scale)).both()?;
    let across = centred.audio.t().dot(&centred.visual) * scale; // [K, K]
    let whitened = roots.audio.dot(&across).dot(&roots.visual);
    let (u, d, v) = singular_values(whitened.view())?;
    let k = n_counted.min(d.len());
    let (u, d, v) = (u.slice(s![.., ..k]), d.slice(s![..k]), v.slice(s![.., ..k]));
    let cross = roots.audio.dot(&u).dot(&v.t()).dot(&roots.visual); // ∇₁₂
    let own = |root: &Array2<f64>, vectors: &ArrayView2<'_, f64>| {
        let turned = root.dot(vectors); // S^{-1/2} U
        (&turned * &d).dot(&turned.t()) * -0.5
    };
    let audio = centred.audio.dot(&own(&roots.audio, &u)) * 2.0 + centred.visual.dot(&cross.t());
    let visual = centred.visual.dot(&own(&roots.visual, &v)) * 2.0 + centred.audio.dot(&cross);
    let gradients = PerModality { audio: audio * scale, visual: visual * scale };
    Some(Correlation { total: d.sum(), gradients })
}

/// `(H̄ᵀH̄ · scale + ridge · I)^{-1/2}`.
fn inverse_root(centred: &Array2<f64>, ridge: f64, scale: f64) -> Option<Array2<f64>> {
    let mut covariance = gram(centred.view()) * scale;
    covariance.diag_mut().iter_mut().for_each(|x| *x += ridge);
    let (values, vectors) = symmetric_eigen(covariance.view())?;
    let roots = values.mapv(|x| if x > LEAST_EIGENVALUE { x.sqrt().recip() } else { 0.0 });
    Some((&vectors * &roots).dot(&vectors.t()))
}

/// `−corr` as a loss whose gradient is [`correlation`]'s.
///
/// The decompositions run in double precision outside the tape; on it is `Σ H ∘ G` with the gradient `G` held
/// constant, shifted so that its value is `−corr`.
/// A failed decomposition gives a loss that is not finite, which the trainer reports.
///
/// # Shapes
/// - `outputs`: `[M, K]` each → scalar
pub(crate) fn loss<'t>(
    outputs: PerModality<Variable<'t>>,
    n_counted: usize,
    ridge: f64,
) -> Variable<'t> {
    let PerModality { audio, visual } = outputs;
    let wide = outputs.map(|rows| {
        let values = rows.values().into_iter().map(f64::from).collect();
        Array2::from_shape_vec(rows.shape(), values).expect("a variable's shape fits its values")
    });
    let views = wide.as_ref().map(|rows| rows.view());
    let Some(Correlation { total, gradients }) = correlation(views, n_counted, ridge) else {
        return (audio.sum() + visual.sum()).scale(f64::NAN);
    };
    let product = |rows: Variable<'t>, gradient: Array2<f64>| {
        let values: Vec<f32> = gradient.iter().map(|&x| -x as f32).collect();
        (rows * rows.constant(&values, rows.shape())).sum()
    };
    let surrogate = product(audio, gradients.audio) + product(visual, gradients.visual);
    surrogate.add_scalar(-surrogate.value()).add_scalar(-total)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use rand_distr::{Distribution, StandardNormal};

    use super::*;

    /// Both modalities are linear views of the same two causes, each with noise of its own.
    fn outputs(n: usize, k: [usize; 2]) -> PerModality<Array2<f64>> {
        let mut rng = ChaCha8Rng::seed_from_u64(n as u64);
        let mut normal = |rows: usize, columns: usize| {
            Array2::<f64>::from_shape_fn((rows, columns), |_| StandardNormal.sample(&mut rng))
        };
        let causes = normal(n, 2);
        PerModality { audio: k[0], visual: k[1] }
            .map(|k| normal(n, k) * 0.8 + causes.dot(&normal(2, k)))
    }

    fn total(outputs: &PerModality<Array2<f64>>, n_counted: usize, ridge: f64) -> f64 {
        correlation(outputs.as_ref().map(|rows| rows.view()), n_counted, ridge).unwrap().total
    }

    #[test]
    fn the_gradient_agrees_with_finite_differences_to_a_millionth() {
        for (n, k, n_counted, ridge) in [
            (9, [3, 3], 3, 1e-3),
            (12, [3, 4], 3, 1e-2),
            (14, [4, 3], 2, 1e-3),
            (30, [5, 5], 5, 1e-1),
        ] {
            let outputs = outputs(n, k);
            let views = outputs.as_ref().map(|rows| rows.view());
            let found = correlation(views, n_counted, ridge).unwrap().gradients;
            for modality in earsight_core::Modality::ALL {
                for ((row, column), &gradient) in found[modality].indexed_iter() {
                    let h = 1e-5;
                    let at = |change: f64| {
                        let mut moved = outputs.clone();
                        moved[modality][[row, column]] += change;
                        total(&moved, n_counted, ridge)
                    };
                    let slope = (at(h) - at(-h)) / (2.0 * h);
                    let error = (slope - gradient).abs();
                    assert!(error < 1e-6, "{modality} [{row}, {column}]: {gradient}, {slope}");
                }
            }
        }
    }

    #[test]
    fn a_modality_correlates_fully_with_its_own_linear_image() {
        let audio = outputs(40, [3, 3]).audio;
        let turn = outputs(3, [3, 3]).visual;
        let pair = PerModality { visual: audio.dot(&turn) + 5.0, audio };
        assert!((total(&pair, 3, 1e-9) - 3.0).abs() < 1e-4);
    }

    #[test]
    fn too_few_rows_have_no_correlation() {
        let one = outputs(1, [2, 2]);
        assert!(correlation(one.as_ref().map(|rows| rows.view()), 2, 1e-3).is_none());
    }
}
