//! Where the MS-VAE starts when it does not start from chance: probabilistic CCA,
//! the closed form of an MS-VAE with linear encoders and a linear shared decoder.
//!
//! The learned layers begin at zero beside these, so that training can only add to them.

use earsight_core::Modality;
use serde::{Deserialize, Serialize};

use crate::linear::cca::CanonicalCorrelation;
use crate::linear::probabilistic_cca::ProbabilisticCca;
use crate::parameters::Parameters;
use crate::training::pairs::PairedRows;

/// Settings of the linear start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearStart {
    /// Principal components of each modality that the closed form looks at.
    pub principal_components: usize,
    /// Added to each component's variance, relative to their mean variance.
    pub ridge: f64,
    /// Folds of whole clips that are held out to see which directions are true; 0 takes all.
    pub folds: usize,
    /// A direction is true if it correlates by this much on held-out clips.
    pub least_correlation: f64,
    /// So many directions are taken in any case: few clips cannot show more, and with fewer too much is lost.
    pub least_directions: usize,
    /// `N₀`: paired seconds that weigh as much as the closed form, at least 0; 0 keeps all that is learned.
    pub prior_secs: f64,
}

impl LinearStart {
    /// How much is kept of what was learned beside the closed form: the more, the more there was to learn from.
    ///
    /// With `θ₀` the start and `θ₁` what training made of it, the model is `θ₀ + s (θ₁ − θ₀)`, `s = N / (N + N₀)`:
    /// the share that the mean of `N` observations has beside a prior that is worth `N₀` of them.
    /// On few clips training learns the clips themselves and the closed form is right; on many it is the other way.
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
        let fitted = ProbabilisticCca::of(fitted, n_directions);
        let k = fitted.latent_dim();
        for modality in Modality::ALL {
            let view = &fitted.sides[modality];
            let name = modality.name();
            set(parameters, &format!("{name}.linear.weight"), |out, input| {
                if out < k { view.read[[input, out]] } else { 0.0 }
            });
            set(parameters, &format!("{name}.linear.bias"), |out, _| {
                if out < k { view.offset[out] } else { 0.0 }
            });
            set(parameters, &format!("{name}.log_var.bias"), |out, _| {
                if out < k { fitted.log_var[out] } else { 0.0 }
            });
        }
        let n_visual = rows.visual.ncols();
        let side = |out: usize| {
            if out < n_visual {
                (&fitted.sides.visual, out)
            } else {
                (&fitted.sides.audio, out - n_visual)
            }
        };
        set(parameters, "decoder.linear.weight", |out, input| {
            let (view, row) = side(out);
            if input < k { view.draw[[row, input]] } else { 0.0 }
        });
        set(parameters, "decoder.linear.bias", |out, _| {
            let (view, row) = side(out);
            view.mean[row]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_learned_counts_as_its_seconds_do() {
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
