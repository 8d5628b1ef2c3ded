//! Where the MS-VAE starts when it does not start from chance: probabilistic CCA (Bach & Jordan 2005),
//! the closed form of an MS-VAE with linear encoders and a linear shared decoder.
//!
//! With canonical directions `U_m`, correlations `r` and latent `z ~ N(0, I)`:
//! `E[z|x_m] = √r · U_mᵀ x_m`, `Var[z|x_m] = 1 − r`, `E[x_m|z] = Σ_m U_m √r · z`.
//! The learned layers begin at zero beside these, so that training can only add to them.

use earsight_core::{Modality, PerModality};
use ndarray::{Array1, Array2, s};
use serde::{Deserialize, Serialize};

use crate::canonical_correlation::CanonicalCorrelation;
use crate::parameters::Parameters;

/// Settings of the linear start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearStart {
    /// Principal components of each sense that the closed form looks at.
    pub principal_components: usize,
    /// Added to each component's variance, relative to their mean variance.
    pub ridge: f64,
}

/// Smallest variance that a posterior starts with; a correlation of 1 would leave none.
const LEAST_VARIANCE: f64 = 0.05;

impl LinearStart {
    /// Writes the closed form into the linear paths of `parameters`; false if it cannot be computed.
    ///
    /// # Shapes
    /// - `rows`: scaled features, `[N, D]` each
    pub(super) fn write(
        &self,
        rows: &PerModality<Array2<f32>>,
        latent_dim: usize,
        parameters: &mut Parameters,
    ) -> bool {
        let views = rows.as_ref().map(|rows| rows.view());
        let components = self.principal_components;
        let Some(fitted) = CanonicalCorrelation::fit(views, components, self.ridge) else {
            return false;
        };
        let k = latent_dim.min(fitted.correlations.len());
        let roots: Array1<f64> =
            fitted.correlations.slice(s![..k]).mapv(|r| r.clamp(0.0, 1.0).sqrt());
        let mut drawn: Vec<Array2<f64>> = Vec::new();
        for modality in [Modality::Visual, Modality::Audio] {
            let side = &fitted.sides[modality];
            let read = &side.directions.slice(s![.., ..k]) * &roots; // [D, k]
            let bias = -read.t().dot(&side.mean); // [k]
            let name = modality.name();
            set(parameters, &format!("{name}.linear.weight"), |out, input| {
                if out < k { read[[input, out]] } else { 0.0 }
            });
            set(
                parameters,
                &format!("{name}.linear.bias"),
                |out, _| {
                    if out < k { bias[out] } else { 0.0 }
                },
            );
            set(parameters, &format!("{name}.log_var.bias"), |out, _| {
                if out < k { (1.0 - roots[out].powi(2)).max(LEAST_VARIANCE).ln() } else { 0.0 }
            });
            drawn.push(&side.loadings.slice(s![.., ..k]) * &roots); // [D, k]
        }
        let n_visual = rows.visual.ncols();
        set(parameters, "decoder.linear.weight", |out, input| {
            let (side, row) = if out < n_visual { (0, out) } else { (1, out - n_visual) };
            if input < k { drawn[side][[row, input]] } else { 0.0 }
        });
        set(parameters, "decoder.linear.bias", |out, _| {
            if out < n_visual {
                fitted.sides.visual.mean[out]
            } else {
                fitted.sides.audio.mean[out - n_visual]
            }
        });
        true
    }
}

/// Sets every value of a parameter by its row and column.
fn set(parameters: &mut Parameters, name: &str, value: impl Fn(usize, usize) -> f64) {
    for entry in parameters.entries_mut().iter_mut().filter(|entry| entry.name == name) {
        let columns = entry.shape.get(1).copied().unwrap_or(1).max(1);
        for (place, slot) in entry.values.iter_mut().enumerate() {
            *slot = value(place / columns, place % columns) as f32;
        }
    }
}
