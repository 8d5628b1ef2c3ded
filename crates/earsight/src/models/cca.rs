//! Linear CCA (Hotelling 1936), label-free: the baseline that every learned model is compared with.
//!
//! Given: pairs of features of the same second, no label.
//! Maximises: the correlation of linear projections of both modalities, after PCA and with a ridge.
//! Compares: the cosine of projections weighted by their correlation, as a Euclidean distance of unit rows.
//! Its settings are those of the comparison with the paper's systems; there is no reference code.

use earsight_core::{Distance, FeatureSpace, Modality, PerModality};
use ndarray::{Array1, Array2, ArrayView2, s};
use serde::{Deserialize, Serialize};

use crate::checkpoint::broken;
use crate::linear::cca::CanonicalCorrelation;
use crate::model::{AudioVisualModel, Fit, Fitted, Fitting, ModelEntry, Reads, check_dim};
use crate::parameters::Parameter;
use crate::scaling::scale_rows_to_unit;
use crate::training::observer::Observer;
use crate::training::pairs::PairedRows;
use crate::{Checkpoint, Error, Result};

pub(crate) const ENTRY: ModelEntry = ModelEntry {
    name: "cca",
    paper: "Hotelling 1936",
    summary: "linear projections of greatest correlation, in closed form; the linear baseline",
    reads: Reads::Features,
    weighs_parts: false,
    default_config: || super::table(&CcaConfig::default()),
    fit: Fit::Unsupervised(fit),
    load,
};

/// Settings of linear CCA.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CcaConfig {
    /// Principal components kept of each modality, at most.
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

/// Fewer paired seconds than this have no correlation.
const MIN_SEGMENTS: usize = 3;

fn fit(fitting: &Fitting<'_>, _observer: &mut dyn Observer) -> Fitted {
    let config: CcaConfig = super::config(fitting.model, fitting.config)?;
    let features = fitting.features;
    let paired = PairedRows::at_least(MIN_SEGMENTS, fitting.model, features)?;
    let views = paired.rows.as_ref().map(|rows| rows.view());
    let fitted = CanonicalCorrelation::fit(views, config.principal_components, config.ridge)
        .ok_or_else(|| Error::Config {
            model: ENTRY.name,
            reason: "the decomposition did not converge".to_owned(),
        })?;
    let k = config.dimensions.min(fitted.correlations.len());
    let weighting = fitted.correlations.slice(s![..k]);
    let projections = fitted.sides.map(|side| Projection {
        mean: side.mean.mapv(|x| x as f32),
        weights: (&side.directions.slice(s![.., ..k]) * &weighting).mapv(|x| x as f32),
    });
    Ok(Box::new(Cca::new(config, features.spaces().clone(), projections)))
}

impl Cca {
    fn new(
        config: CcaConfig,
        spaces: PerModality<FeatureSpace>,
        projections: PerModality<Projection>,
    ) -> Self {
        let distance = Distance::euclidean("correlated", projections.audio.weights.ncols());
        Cca { config, spaces, projections, distance }
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
        scale_rows_to_unit(&mut rows);
        Ok(rows)
    }

    fn distance(&self) -> &Distance {
        &self.distance
    }

    fn checkpoint(&self) -> Checkpoint {
        let tensors =
            self.projections.iter().flat_map(|(modality, Projection { mean, weights })| {
                [
                    Parameter::of(format!("{modality}.mean"), mean),
                    Parameter::of(format!("{modality}.weights"), weights),
                ]
            });
        let config = super::table(&self.config);
        Checkpoint::new(ENTRY.name, config, &self.spaces, tensors.collect())
    }
}

fn load(checkpoint: &Checkpoint) -> Fitted {
    let config: CcaConfig = super::config(ENTRY.name, &checkpoint.config)?;
    let projections = PerModality::try_from_fn(|modality| {
        let mean = checkpoint.tensor(&format!("{modality}.mean"))?;
        let weights = checkpoint.tensor(&format!("{modality}.weights"))?;
        let dim = checkpoint.spaces[modality].dim;
        let matrix = weights.matrix()?.to_owned();
        if matrix.nrows() != dim || mean.values.len() != dim {
            let (name, rows) = (&weights.name, matrix.nrows());
            return Err(broken(format!("`{name}` has {rows} rows, not {dim}")));
        }
        Ok(Projection { mean: Array1::from_vec(mean.values.to_vec()), weights: matrix })
    })?;
    if projections.audio.weights.ncols() != projections.visual.weights.ncols() {
        return Err(broken("the two projections have different widths"));
    }
    Ok(Box::new(Cca::new(config, checkpoint.spaces.clone(), projections)))
}
