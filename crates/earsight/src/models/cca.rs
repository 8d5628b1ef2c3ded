//! Linear CCA (Hotelling 1936), label-free: the yardstick that every learned model is held against.
//!
//! Given: pairs of features of the same second, no label.
//! Maximises: the correlation of linear projections of both senses, after PCA and with a ridge.
//! Compares: the cosine of projections weighted by their correlation, as a Euclidean distance of unit rows.
//! Its settings are those measured beside the paper's systems; there is no reference code.

use earsight_core::{Distance, FeatureSet, FeatureSpace, Modality, Norm, Part, PerModality};
use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use serde::{Deserialize, Serialize};

use crate::checkpoint::broken;
use crate::decomposition::{gram, singular_values, symmetric_eigen};
use crate::model::{AudioVisualModel, ConfigTable, Fit, ModelEntry, check_dim};
use crate::parameters::Parameter;
use crate::training::batch::PairedRows;
use crate::training::observer::Observer;
use crate::{Checkpoint, Error, Result};

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "cca",
    paper: "Hotelling 1936",
    summary: "linear projections of greatest correlation, in closed form; the yardstick",
    default_config: || {
        serde_json::to_value(CcaConfig::default()).expect("a config is a plain table")
    },
    fit: Fit::Unsupervised(fit),
    load,
};

/// Settings of linear CCA.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CcaConfig {
    /// Principal components kept of each sense, at most.
    pub principal_components: usize,
    /// Added to each component's variance, relative to the mean variance of those kept.
    pub ridge: f64,
    /// Dimensions of the shared space, at most.
    pub dimensions: usize,
}

impl Default for CcaConfig {
    fn default() -> Self {
        CcaConfig { principal_components: 64, ridge: 0.3, dimensions: 19 }
    }
}

/// A fitted CCA.
struct Cca {
    config: CcaConfig,
    spaces: PerModality<FeatureSpace>,
    projections: PerModality<Projection>,
    distance: Distance,
}

/// `x ↦ (x − mean) · weights`.
///
/// # Shapes
/// - `mean`: `[D]`, `weights`: `[D, K]`, correlation included
struct Projection {
    mean: Array1<f32>,
    weights: Array2<f32>,
}

/// Below this, a principal component is rounding noise.
const NO_VARIANCE: f64 = 1e-9;

fn fit(
    table: &ConfigTable,
    features: &FeatureSet,
    _seed: u64,
    _observer: &mut dyn Observer,
) -> Result<Box<dyn AudioVisualModel>> {
    let config: CcaConfig = super::config(ENTRY.name, table)?;
    let paired = PairedRows::of(features);
    if paired.len() < 3 {
        return Err(Error::TooFewSegments { model: ENTRY.name, needed: 3, found: paired.len() });
    }
    let components = PerModality::try_from_fn(|modality| {
        PrincipalComponents::fit(paired.rows[modality].view(), config.principal_components)
    })?;
    // [K_a, K_v] in coordinates where each sense has unit (ridged) variance
    let whitened = components.as_ref().map(|side| side.whitened(config.ridge));
    let n = paired.len() as f64;
    let cross = whitened.audio.1.t().dot(&whitened.visual.1) / n;
    let (u, correlations, v) = singular_values(cross.view()).ok_or_else(no_decomposition)?;
    let k = config.dimensions.min(correlations.len());
    let directions = PerModality { audio: u, visual: v };
    let projections = PerModality::from_fn(|modality| {
        let mut weights = whitened[modality].0.dot(&directions[modality].slice(s![.., ..k]));
        weights.columns_mut().into_iter().zip(&correlations).for_each(|(mut column, &r)| {
            column *= r;
        });
        Projection {
            mean: components[modality].mean.mapv(|x| x as f32),
            weights: weights.mapv(|x| x as f32),
        }
    });
    Ok(Box::new(Cca::new(config, features.spaces().clone(), projections)))
}

fn no_decomposition() -> Error {
    Error::Config { model: ENTRY.name, reason: "the decomposition did not converge".to_owned() }
}

/// Principal components of one sense.
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
    fn fit(rows: ArrayView2<'_, f32>, n_components: usize) -> Result<Self> {
        let (n, dim) = rows.dim();
        let wide = rows.mapv(f64::from);
        let mean = wide.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(dim));
        let centred = wide - &mean;
        // The smaller of the two Gram matrices has the same spectrum.
        let (variances, directions) = if n < dim {
            let small = gram(centred.t()) / n as f64; // [N, N]
            let (values, vectors) = symmetric_eigen(small.view()).ok_or_else(no_decomposition)?;
            let mut directions = centred.t().dot(&vectors);
            for mut column in directions.columns_mut() {
                let norm = column.dot(&column).sqrt().max(f64::MIN_POSITIVE);
                column /= norm;
            }
            (values, directions)
        } else {
            let covariance = gram(centred.view()) / n as f64; // [D, D]
            symmetric_eigen(covariance.view()).ok_or_else(no_decomposition)?
        };
        let largest = variances.first().copied().unwrap_or(0.0);
        let informative = variances.iter().take_while(|&&v| v > NO_VARIANCE * largest).count();
        let kept = n_components.min(informative).max(1);
        let directions = directions.slice(s![.., ..kept]).to_owned();
        let scores = centred.dot(&directions);
        Ok(PrincipalComponents {
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

impl Cca {
    fn new(
        config: CcaConfig,
        spaces: PerModality<FeatureSpace>,
        projections: PerModality<Projection>,
    ) -> Self {
        let part = Part {
            name: "correlated".into(),
            columns: 0..projections.audio.weights.ncols(),
            weight: 1.0,
            norm: Norm::Euclidean,
        };
        Cca { config, spaces, projections, distance: Distance { parts: vec![part] } }
    }
}

impl AudioVisualModel for Cca {
    fn spaces(&self) -> &PerModality<FeatureSpace> {
        &self.spaces
    }

    /// Unit rows: their squared Euclidean distance is `2 − 2 cos`.
    fn embed(&self, modality: Modality, features: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        check_dim(&self.spaces, modality, features)?;
        let Projection { mean, weights } = &self.projections[modality];
        let mut rows = (&features - mean).dot(weights);
        for mut row in rows.rows_mut() {
            let norm = row.dot(&row).sqrt();
            if norm > 0.0 {
                row /= norm;
            }
        }
        Ok(rows)
    }

    fn distance(&self) -> &Distance {
        &self.distance
    }

    fn checkpoint(&self) -> Checkpoint {
        let mut tensors = Vec::new();
        for (modality, projection) in self.projections.iter() {
            let (dim, k) = projection.weights.dim();
            tensors.push(Parameter {
                name: format!("{modality}.mean"),
                shape: vec![dim],
                values: projection.mean.to_vec(),
            });
            tensors.push(Parameter {
                name: format!("{modality}.weights"),
                shape: vec![dim, k],
                values: projection.weights.iter().copied().collect(),
            });
        }
        let config = serde_json::to_value(&self.config).expect("a config is a plain table");
        Checkpoint { model: ENTRY.name.to_owned(), config, spaces: self.spaces.clone(), tensors }
    }
}

fn load(checkpoint: &Checkpoint) -> Result<Box<dyn AudioVisualModel>> {
    let config: CcaConfig = super::config(ENTRY.name, &checkpoint.config)?;
    let projections = PerModality::try_from_fn(|modality| {
        let mean = checkpoint.tensor(&format!("{modality}.mean"))?;
        let weights = checkpoint.tensor(&format!("{modality}.weights"))?;
        let dim = checkpoint.spaces[modality].dim;
        let [rows, columns] = weights.shape[..] else {
            return Err(broken(format!("`{}` is no matrix", weights.name)));
        };
        if rows != dim || mean.values.len() != dim {
            return Err(broken(format!("`{}` has {rows} rows, not {dim}", weights.name)));
        }
        Ok(Projection {
            mean: Array1::from_vec(mean.values.clone()),
            weights: Array2::from_shape_vec((rows, columns), weights.values.clone())
                .map_err(|error| broken(error.to_string()))?,
        })
    })?;
    if projections.audio.weights.ncols() != projections.visual.weights.ncols() {
        return Err(broken("the two projections have different widths"));
    }
    Ok(Box::new(Cca::new(config, checkpoint.spaces.clone(), projections)))
}
