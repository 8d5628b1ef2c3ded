//! The start of the MS-VAE's training: probabilistic CCA,
//! the closed form of an MS-VAE with linear encoders and a linear shared decoder.
//!
//! The learned layers are parallel to it and begin at zero, so training starts from the closed form.

use earsight_core::Modality;
use serde::{Deserialize, Serialize};

use crate::linear::cca::CanonicalCorrelation;
use crate::linear::probabilistic_cca::probabilistic_cca;
use crate::parameters::{Parameter, Parameters};
use crate::training::pairs::PairedRows;

/// Settings of the linear start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearStart {
    /// Principal components of each modality that the closed form uses.
    pub principal_components: usize,
    /// Added to each component's variance, relative to their mean variance.
    pub ridge: f64,
    /// Cross-validation folds of whole clips that decide which directions are kept; 0 keeps all.
    pub folds: usize,
    /// A direction is kept if it correlates by at least this much on held-out clips.
    pub least_correlation: f64,
    /// At least so many directions are kept: few clips cannot confirm more, and with fewer too much is lost.
    pub least_directions: usize,
    /// `N₀`: paired seconds that weigh as much as the closed form, at least 0; 0 does not shrink.
    pub prior_secs: f64,
}

impl LinearStart {
    /// Shrinkage toward the closed form, `s`: the more data, the more of the learned residual stays.
    ///
    /// With `θ₀` the start and `θ₁` the trained parameters, the model is `θ₀ + s (θ₁ − θ₀)`, `s = N / (N + N₀)`:
    /// the weight of the mean of `N` observations with a prior that is worth `N₀` of them.
    /// On few clips training overfits and the closed form is better; on many it is the other way.
    /// What else was tried is in docs/quality.md.
    pub(super) fn learned_share(&self, n_secs: usize) -> f64 {
        let n_secs = n_secs as f64;
        n_secs / (n_secs + self.prior_secs.max(0.0)).max(f64::MIN_POSITIVE)
    }

    /// Writes the closed form into the linear paths of `parameters`; false if it cannot be computed.
    ///
    /// # Shapes
    /// - `paired`: scaled features, `[N, D]` each
    pub(super) fn write(
        &self,
        paired: &PairedRows,
        latent_dim: usize,
        parameters: &mut Parameters,
    ) -> bool {
        let LinearStart { principal_components, ridge, folds, least_correlation, .. } = *self;
        let rows = &paired.rows;
        let views = rows.as_ref().map(|rows| rows.view());
        let starts = paired.clip_starts();
        let rule = (folds, least_correlation);
        let fitted =
            CanonicalCorrelation::fit_held_out(views, starts, principal_components, ridge, rule);
        let Some((fitted, n_true)) = fitted else { return false };
        let n_directions = n_true.max(self.least_directions).min(latent_dim);
        let closed_form = probabilistic_cca(&fitted, n_directions);
        for array in closed_form.entries() {
            match array.name.as_str() {
                "log_var" => {
                    for modality in Modality::ALL {
                        write(parameters, &format!("{modality}.log_var.bias"), array);
                    }
                }
                name => write(parameters, name, array),
            }
        }
        true
    }
}

/// Copies an array to the upper left corner of the parameter of that name; the rest keeps its zeros.
fn write(parameters: &mut Parameters, name: &str, array: &Parameter) {
    let width = |array: &Parameter| array.shape.last().copied().unwrap_or_default();
    let n_columns = width(array);
    for entry in parameters.entries_mut().iter_mut().filter(|entry| entry.name == name) {
        let row_len = width(entry).max(1);
        let rows = entry.values_mut().chunks_exact_mut(row_len);
        for (row, values) in rows.zip(array.values.chunks_exact(n_columns.max(1))) {
            row[..n_columns].copy_from_slice(values);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_learned_share_grows_with_the_seconds() {
        let start = LinearStart {
            principal_components: 8,
            ridge: 0.3,
            folds: 2,
            least_correlation: 0.1,
            least_directions: 2,
            prior_secs: 2500.0,
        };
        assert_eq!([0, 2500, 7500].map(|n_secs| start.learned_share(n_secs)), [0.0, 0.5, 0.75]);
        assert_eq!(LinearStart { prior_secs: 0.0, ..start }.learned_share(30), 1.0);
    }
}
