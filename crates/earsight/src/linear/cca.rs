//! Canonical correlation of both modalities in closed form (Hotelling 1936), after PCA and with a ridge.
//!
//! The linear baseline uses it as it is; the MS-VAE starts from it, because probabilistic CCA
//! (Bach & Jordan 2005) *is* the MS-VAE whose encoders and decoder are linear.

mod held_out;

use earsight_core::PerModality;
use ndarray::{Array1, Array2, ArrayView2, Axis, s};

use crate::linear::decomposition::{gram, singular_values, symmetric_eigen};

/// Below this share of the largest, a principal component is rounding noise.
const NO_VARIANCE: f64 = 1e-9;

/// Directions of both modalities along which they correlate most.
pub struct CanonicalCorrelation {
    /// One side per modality.
    pub sides: PerModality<CanonicalSide>,
    /// Of each pair of directions, falling, in 0..=1. `[K]`
    pub correlations: Array1<f64>,
}

/// One modality's side of a canonical correlation.
pub struct CanonicalSide {
    /// `[D]`
    pub mean: Array1<f64>,
    /// `(x − mean) · directions` has variance 1 per column, up to the ridge. `[D, K]`
    pub directions: Array2<f64>,
    /// Covariance of features and variates, `E[(x − mean) uᵀ]`, which decodes a variate to features. `[D, K]`
    pub loadings: Array2<f64>,
}

impl CanonicalCorrelation {
    /// `ridge` is added to each component's variance, relative to the mean variance of those kept.
    ///
    /// `None` when a decomposition does not converge.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]` each
    pub fn fit(
        rows: PerModality<ArrayView2<'_, f32>>,
        n_components: usize,
        ridge: f64,
    ) -> Option<Self> {
        let components = rows.map(|rows| PrincipalComponents::fit(rows, n_components)).both()?;
        Self::of_components(&components, ridge)
    }

    /// The same, and how many of its directions, the strongest first, also correlate by `least` or more on held-out
    /// clips; all where there are too few clips for `n_folds` folds.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]` each; `clip_starts`: first row of each clip, then `N`
    pub fn fit_held_out(
        rows: PerModality<ArrayView2<'_, f32>>,
        clip_starts: &[usize],
        n_components: usize,
        ridge: f64,
        (n_folds, least): (usize, f64),
    ) -> Option<(Self, usize)> {
        let components = rows.map(|rows| PrincipalComponents::fit(rows, n_components)).both()?;
        let fitted = Self::of_components(&components, ridge)?;
        let n_true = match held_out::correlations(&components, clip_starts, ridge, n_folds) {
            Some(correlations) => correlations.iter().take_while(|&&r| r >= least).count(),
            None => fitted.correlations.len(),
        };
        Some((fitted, n_true))
    }

    fn of_components(components: &PerModality<PrincipalComponents>, ridge: f64) -> Option<Self> {
        let n = components.audio.scores.nrows() as f64;
        // [D, K] and [N, K], in coordinates where each modality has unit variance up to the ridge
        let whitened = components.as_ref().map(|side| side.whitened(ridge));
        let cross = whitened.audio.1.t().dot(&whitened.visual.1) / n;
        let (u, correlations, v) = singular_values(cross.view())?;
        let k = correlations.len();
        let turns = PerModality { audio: u, visual: v };
        let sides = PerModality::from_fn(|modality| {
            let (directions, scores) = &whitened[modality];
            let turn = turns[modality].slice(s![.., ..k]);
            let side = &components[modality];
            let covariance = side.scores.t().dot(&scores.dot(&turn)) / n; // [K', K]
            CanonicalSide {
                mean: side.mean.clone(),
                directions: directions.dot(&turn),
                loadings: side.directions.dot(&covariance),
            }
        });
        Some(CanonicalCorrelation { sides, correlations })
    }
}

/// Principal components of one modality.
struct PrincipalComponents {
    mean: Array1<f64>,
    /// `[D, K]`
    directions: Array2<f64>,
    /// Variance along each, `[K]`.
    variances: Array1<f64>,
    /// `[N, K]`
    scores: Array2<f64>,
}

impl PrincipalComponents {
    fn fit(rows: ArrayView2<'_, f32>, n_components: usize) -> Option<Self> {
        let (n, dim) = rows.dim();
        let wide = rows.mapv(f64::from);
        let mean = wide.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(dim));
        let centred = wide - &mean;
        // The smaller of the two Gram matrices has the same spectrum.
        let (variances, directions) = if n < dim {
            let small = gram(centred.t()) / n as f64; // [N, N]
            let (values, vectors) = symmetric_eigen(small.view())?;
            let mut directions = centred.t().dot(&vectors);
            for mut column in directions.columns_mut() {
                let norm = column.dot(&column).sqrt().max(f64::MIN_POSITIVE);
                column /= norm;
            }
            (values, directions)
        } else {
            let covariance = gram(centred.view()) / n as f64; // [D, D]
            symmetric_eigen(covariance.view())?
        };
        let largest = variances.first().copied().unwrap_or(0.0);
        let informative = variances.iter().take_while(|&&v| v > NO_VARIANCE * largest).count();
        let kept = n_components.min(informative).max(1);
        let directions = directions.slice(s![.., ..kept]).to_owned();
        let scores = centred.dot(&directions);
        Some(PrincipalComponents {
            mean,
            directions,
            variances: variances.slice(s![..kept]).to_owned(),
            scores,
        })
    }

    /// Directions and scores divided by `√(variance + ridge · mean variance)`.
    ///
    /// # Shapes
    /// - → `[D, K]`, `[N, K]`
    fn whitened(&self, ridge: f64) -> (Array2<f64>, Array2<f64>) {
        let added = ridge * self.variances.mean().unwrap_or(0.0);
        let scale = self.variances.mapv(|v| (v + added).max(f64::MIN_POSITIVE).sqrt().recip());
        (&self.directions * &scale, &self.scores * &scale)
    }
}
