//! Probabilistic CCA (Bach & Jordan 2005), label-free: the linear-Gaussian MS-VAE, in closed form.
//!
//! Given: pairs of features of the same second, no label.
//! Maximises: the likelihood of both modalities as linear views of one Gaussian latent, after PCA and
//! with a ridge, features standardised; the correlations are those of linear CCA.
//! Compares: `D = W_latent + D_gen` (§3.2), as the MS-VAE does.
//! There is no reference code: settings are those of `cca` and of the start of `ms-vae`.

use earsight_core::{FeatureSpace, Modality};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::latent_variable::{self, DistanceConfig, Inputs, LatentConfig, LatentNetwork};
use super::table;
use crate::linear::cca::{CanonicalCorrelation, CanonicalSide};
use crate::linear::probabilistic_cca::probabilistic_cca;
use crate::model::{Fit, Fitting, ModelEntry, Reads};
use crate::parameters::{Parameter, Parameters};
use crate::scaling::InputScaling;
use crate::training::observer::Observer;
use crate::training::pairs::PairedRows;
use crate::{Checkpoint, Error, Posterior, Result};

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "pcca",
    paper: "Bach & Jordan 2005",
    summary: "the linear-Gaussian MS-VAE in closed form: linear encoders, a linear shared decoder",
    reads: Reads::Features,
    weighs_parts: false,
    default_config: || table(&PccaConfig::default()),
    fit: Fit::Unsupervised(latent_variable::fit::<PccaConfig>),
    load: latent_variable::load::<PccaConfig>,
};

/// Settings of probabilistic CCA.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PccaConfig {
    /// Principal components kept of each modality, at most.
    pub principal_components: usize,
    /// Added to each component's variance, relative to the mean variance of those kept.
    pub ridge: f64,
    /// Dimensions of the latent, at most.
    pub latent_dim: usize,
    /// How embedded rows are compared.
    pub distance: DistanceConfig,
}

impl Default for PccaConfig {
    fn default() -> Self {
        PccaConfig {
            principal_components: 64,
            ridge: 0.3,
            latent_dim: 19,
            distance: DistanceConfig::BALANCED,
        }
    }
}

impl LatentConfig for PccaConfig {
    type Network = LinearGaussian;

    /// With fewer seconds there is no correlation.
    const MIN_SEGMENTS: usize = 3;

    fn distance(&self) -> &DistanceConfig {
        &self.distance
    }

    fn inputs(&self) -> Inputs {
        let scaling = InputScaling::Standardized;
        Inputs { training: scaling, inference: scaling }
    }

    fn learn(
        &self,
        fitting: &Fitting<'_>,
        paired: &PairedRows,
        _rng: &mut ChaCha8Rng,
        _observer: &mut dyn Observer,
    ) -> Result<(LinearGaussian, Parameters)> {
        let views = paired.rows.as_ref().map(|rows| rows.view());
        let fitted = CanonicalCorrelation::fit(views, self.principal_components, self.ridge)
            .ok_or_else(|| Error::Config {
                model: fitting.model,
                reason: "the decomposition did not converge".to_owned(),
            })?;
        let parameters = probabilistic_cca(&fitted, self.latent_dim);
        Ok((LinearGaussian { latent_dim: vector(&parameters, "log_var").len() }, parameters))
    }

    fn untrained(&self, checkpoint: &Checkpoint) -> Result<(LinearGaussian, Parameters)> {
        let latent_dim = checkpoint.tensor("log_var")?.values.len();
        let sides = checkpoint.spaces.as_ref().map(|&FeatureSpace { dim, .. }| CanonicalSide {
            mean: Array1::zeros(dim),
            directions: Array2::zeros((dim, latent_dim)),
            loadings: Array2::zeros((dim, latent_dim)),
        });
        let zeros = CanonicalCorrelation { sides, correlations: Array1::zeros(latent_dim) };
        Ok((LinearGaussian { latent_dim }, probabilistic_cca(&zeros, latent_dim)))
    }
}

/// Linear encoders with one constant variance, and a linear shared decoder.
pub(super) struct LinearGaussian {
    latent_dim: usize,
}

/// `x Wᵀ + b`.
fn affine(parameters: &Parameters, name: &str, rows: ArrayView2<'_, f32>) -> Array2<f32> {
    let weight = named(parameters, &format!("{name}.weight"));
    let weight = weight.matrix().expect("a weight is a matrix");
    rows.dot(&weight.t()) + vector(parameters, &format!("{name}.bias"))
}

fn vector<'a>(parameters: &'a Parameters, name: &str) -> ArrayView1<'a, f32> {
    ArrayView1::from(&named(parameters, name).values[..])
}

fn named<'a>(parameters: &'a Parameters, name: &str) -> &'a Parameter {
    parameters.get(name).expect("a fit and a load both make every array")
}

impl LatentNetwork for LinearGaussian {
    fn latent_dim(&self) -> usize {
        self.latent_dim
    }

    fn posterior(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Posterior {
        let mean = affine(parameters, &format!("{modality}.linear"), rows);
        let log_var = vector(parameters, "log_var");
        let log_var = log_var.broadcast(mean.dim()).expect("one variance a dimension").to_owned();
        Posterior { mean, log_var }
    }

    fn decode(&self, parameters: &Parameters, latent: ArrayView2<'_, f32>) -> Array2<f32> {
        affine(parameters, "decoder.linear", latent)
    }
}
