//! Probabilistic CCA (Bach & Jordan 2005), label-free: the linear-Gaussian MS-VAE, in closed form.
//!
//! Given: pairs of features of the same second, no label.
//! Maximises: the likelihood of both modalities as linear views of one Gaussian latent, see [`crate::models`]'
//! linear yardstick for the correlations behind it; after PCA and with a ridge, features standardised.
//! Compares: `D = W_latent + D_gen` (§3.2), as the MS-VAE does.
//! There is no reference code: settings are those of `cca` and of where `ms-vae` starts.

use earsight_core::{FeatureSpace, Modality, Norm, PerModality};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, concatenate};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::latent_variable::{
    DistanceConfig, Inputs, LatentNetwork, LatentVariableModel, Learned, PartBalance, RowScaling,
};
use crate::linear::probabilistic_cca::ProbabilisticCca;
use crate::model::{ConfigTable, Fit, Fitted, Fitting, ModelEntry, Reads};
use crate::network::posterior::Posterior;
use crate::parameters::{Parameter, Parameters};
use crate::scaling::{self, ColumnStatistics, InputScaling};
use crate::training::observer::Observer;
use crate::training::pairs::PairedRows;
use crate::{Checkpoint, Error};

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "pcca",
    paper: "Bach & Jordan 2005",
    summary: "the linear-Gaussian MS-VAE in closed form: linear encoders, a linear shared decoder",
    reads: Reads::Features,
    default_config: || table(&PccaConfig::default()),
    fit: Fit::Unsupervised(fit),
    load,
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
            distance: DistanceConfig {
                latent: 1.0,
                generated: 1.0,
                retrieval_norm: Norm::Euclidean,
                rows: RowScaling::Unit,
                balance: PartBalance::UnitMean,
            },
        }
    }
}

fn table(config: &PccaConfig) -> ConfigTable {
    serde_json::to_value(config).expect("a config is a plain table")
}

/// Fewer paired seconds than this have no correlation.
const MIN_SEGMENTS: usize = 3;

fn fit(fitting: &Fitting<'_>, _observer: &mut dyn Observer) -> Fitted {
    let &Fitting { model: name, features, seed, .. } = fitting;
    let config: PccaConfig = super::config(name, fitting.config)?;
    let mut paired = PairedRows::at_least(MIN_SEGMENTS, name, features)?;
    let statistics = scaling::fit(&paired.rows);
    paired.scale(InputScaling::Standardized, &statistics);
    let PccaConfig { latent_dim, principal_components, ridge, .. } = config;
    let fitted = ProbabilisticCca::fit(&paired.rows, latent_dim, principal_components, ridge)
        .ok_or_else(|| Error::Config {
            model: name,
            reason: "the decomposition did not converge".to_owned(),
        })?;
    let network = LinearGaussian { latent_dim: fitted.latent_dim() };
    let parameters = parameters(&fitted);
    let learned = learned(&config, features.spaces().clone(), statistics, network, parameters);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    LatentVariableModel::new(learned).balanced(features, &mut rng)
}

/// The closed form under the names that an MS-VAE has for its linear paths.
fn parameters(fitted: &ProbabilisticCca) -> Parameters {
    let k = fitted.latent_dim();
    let narrow = |values: &Array1<f64>| values.iter().map(|&x| x as f32).collect::<Vec<_>>();
    let mut parameters = Parameters::default();
    for modality in Modality::ALL {
        let view = &fitted.sides[modality];
        let weight = view.read.t().iter().map(|&x| x as f32).collect();
        let shape = vec![k, view.read.nrows()];
        parameters.push(format!("{modality}.linear.weight"), shape, weight);
        parameters.push(format!("{modality}.linear.bias"), vec![k], narrow(&view.offset));
    }
    let PerModality { audio, visual } = &fitted.sides;
    let draw = concatenate(Axis(0), &[visual.draw.view(), audio.draw.view()])
        .expect("both views have the latent's width");
    let mean = concatenate(Axis(0), &[visual.mean.view(), audio.mean.view()])
        .expect("vectors can be joined");
    let weight = draw.iter().map(|&x| x as f32).collect();
    parameters.push("decoder.linear.weight", vec![draw.nrows(), k], weight);
    parameters.push("decoder.linear.bias", vec![draw.nrows()], narrow(&mean));
    parameters.push("log_var", vec![k], narrow(&fitted.log_var));
    parameters
}

fn learned(
    config: &PccaConfig,
    spaces: PerModality<FeatureSpace>,
    statistics: PerModality<ColumnStatistics>,
    network: LinearGaussian,
    parameters: Parameters,
) -> Learned<LinearGaussian> {
    let scaling = InputScaling::Standardized;
    Learned {
        name: ENTRY.name,
        config: table(config),
        distance: config.distance.clone(),
        inputs: Inputs { training: scaling, inference: scaling },
        spaces,
        statistics,
        network,
        parameters,
    }
}

fn load(checkpoint: &Checkpoint) -> Fitted {
    let config: PccaConfig = super::config(ENTRY.name, &checkpoint.config)?;
    let latent_dim = checkpoint.tensor("log_var")?.values.len();
    let spaces = &checkpoint.spaces;
    let pair_dim = spaces.visual.dim + spaces.audio.dim;
    let mut shapes = vec![
        ("decoder.linear.weight".to_owned(), vec![pair_dim, latent_dim]),
        ("decoder.linear.bias".to_owned(), vec![pair_dim]),
        ("log_var".to_owned(), vec![latent_dim]),
    ];
    for (modality, space) in spaces.iter() {
        shapes.push((format!("{modality}.linear.weight"), vec![latent_dim, space.dim]));
        shapes.push((format!("{modality}.linear.bias"), vec![latent_dim]));
    }
    let mut parameters = Parameters::default();
    for (name, shape) in shapes {
        let n = shape.iter().product();
        parameters.push(name, shape, vec![0.0; n]);
    }
    let parameters = parameters.of_checkpoint(checkpoint)?;
    let statistics = scaling::load(checkpoint)?;
    let network = LinearGaussian { latent_dim };
    let learned = learned(&config, spaces.clone(), statistics, network, parameters);
    Ok(Box::new(LatentVariableModel::new(learned)))
}

/// Linear encoders with one constant variance, and a linear shared decoder.
struct LinearGaussian {
    latent_dim: usize,
}

/// `x Wᵀ + b`.
fn affine(parameters: &Parameters, name: &str, rows: ArrayView2<'_, f32>) -> Array2<f32> {
    let weight = named(parameters, &format!("{name}.weight"));
    let bias = named(parameters, &format!("{name}.bias"));
    let shape = (weight.shape[0], weight.shape[1]);
    let weight = ArrayView2::from_shape(shape, &weight.values).expect("a weight is a matrix");
    rows.dot(&weight.t()) + ArrayView1::from(&bias.values)
}

fn named<'a>(parameters: &'a Parameters, name: &str) -> &'a Parameter {
    let found = parameters.entries().iter().find(|entry| entry.name == name);
    found.expect("a fit and a load both make every array")
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
        let log_var = ArrayView1::from(&named(parameters, "log_var").values);
        let log_var = log_var.broadcast(mean.dim()).expect("one variance a dimension").to_owned();
        Posterior { mean, log_var }
    }

    fn decode(&self, parameters: &Parameters, latent: ArrayView2<'_, f32>) -> Array2<f32> {
        affine(parameters, "decoder.linear", latent)
    }
}
