//! The two branches of a DCCA, and the linear projections of their outputs.

use earsight::checkpoint::broken;
use earsight::linear::cca::CanonicalCorrelation;
use earsight::models::RowScaling;
use earsight::network::{Mlp, infer};
use earsight::objective::Losses;
use earsight::parameters::{Parameters, Weights};
use earsight::training::pairs::{PairBatch, PairedRows};
use earsight::training::{Step, StepLosses, Trainable};
use earsight::{Checkpoint, Error, Result};
use earsight_core::{Distance, Modality, PerModality};
use ndarray::{Array2, aview1};
use rand_chacha::ChaCha8Rng;

use super::large_steps::LargeSteps;
use super::{DccaConfig, ENTRY, correlation};
use crate::baseline::{Baseline, Rows, Validated};

/// The two branches; a projection `h ↦ (h − mean) · weights` of each, linear CCA on the outputs, is computed after
/// training and stored with the parameters.
pub(super) struct Network {
    dimensions: usize,
    ridge: f64,
    projection_ridge: f64,
    rows: RowScaling,
    branches: PerModality<Mlp>,
}

impl Network {
    /// # Shapes
    /// - `rows`: `[N, D]`, scaled → `[N, K]`
    fn outputs(&self, parameters: &Parameters, modality: Modality, rows: Rows<'_>) -> Array2<f32> {
        let [outputs] = infer(parameters, rows, [self.dimensions], |weights, rows| {
            [self.branches[modality].forward(weights, rows)]
        });
        outputs
    }

    fn losses<'t>(&self, weights: &Weights<'t>, batch: &PairBatch) -> Losses<'t> {
        let outputs = PerModality::from_fn(|modality| {
            let rows = weights.constant(&batch.rows[modality]);
            self.branches[modality].forward(weights, rows)
        });
        let mut losses = Losses::default();
        losses.push("correlation", correlation::loss(outputs, self.dimensions, self.ridge), 1.0);
        losses
    }
}

impl Trainable for Network {
    type Data = LargeSteps<PairedRows>;

    fn step(&self, step: Step<'_, Self::Data>) -> StepLosses {
        step.on_tape(|weights, batch, _, _| self.losses(weights, batch))
    }
}

impl Baseline for Network {
    type Config = DccaConfig;

    fn new(config: &DccaConfig, dims: PerModality<usize>) -> Validated<Self> {
        let DccaConfig { dimensions, ridge, projection_ridge, rows, layers, .. } = *config;
        let branches = PerModality::from_fn(|modality| {
            let hidden = &config.branches[modality][..];
            let widths = [&[dims[modality]], hidden, &[dimensions]].concat();
            Mlp::new(&format!("{modality}.branch"), &widths, layers)
        });
        Ok(Network { dimensions, ridge, projection_ridge, rows, branches })
    }

    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        for modality in Modality::ALL {
            self.branches[modality].init(&mut parameters, rng);
        }
        parameters
    }

    fn finish(
        &self,
        mut parameters: Parameters,
        data: &LargeSteps<PairedRows>,
        _rng: &mut ChaCha8Rng,
    ) -> Result<Parameters> {
        let outputs = PerModality::from_fn(|modality| {
            self.outputs(&parameters, modality, data.0.rows[modality].view())
        });
        let views = outputs.as_ref().map(|rows| rows.view());
        let fitted = CanonicalCorrelation::fit(views, self.dimensions, self.projection_ridge)
            .ok_or_else(|| Error::Config {
                model: ENTRY.name,
                reason: "the decomposition did not converge".to_owned(),
            })?;
        for (modality, side) in fitted.sides.iter() {
            let [mean, weights] = projection_names(modality);
            let (rows, columns) = side.directions.dim();
            parameters.push(mean, vec![rows], side.mean.iter().map(|&x| x as f32).collect());
            let values = side.directions.iter().map(|&x| x as f32).collect();
            parameters.push(weights, vec![rows, columns], values);
        }
        Ok(parameters)
    }

    fn load(&self, initial: Parameters, checkpoint: &Checkpoint) -> Result<Parameters> {
        let mut parameters = initial.of_checkpoint(checkpoint)?;
        let n_columns = PerModality::try_from_fn(|modality| {
            let [mean, weights] = projection_names(modality);
            let [mean, weights] = [checkpoint.tensor(&mean)?, checkpoint.tensor(&weights)?];
            let (rows, columns) = match weights.shape[..] {
                [rows, columns] if rows == self.dimensions => (rows, columns),
                _ => return Err(broken(format!("`{}` has a wrong shape", weights.name))),
            };
            if mean.values.len() != rows {
                return Err(broken(format!("`{}` is not {rows} long", mean.name)));
            }
            for array in [mean, weights] {
                parameters.push(&array.name, array.shape.clone(), array.values.to_vec());
            }
            Ok(columns)
        })?;
        if n_columns.audio != n_columns.visual {
            return Err(broken("the two projections have different widths"));
        }
        Ok(parameters)
    }

    fn distance(&self, parameters: &Parameters) -> Distance {
        Distance::euclidean("correlated", projection(parameters, Modality::Audio).1.ncols())
    }

    fn embed(&self, parameters: &Parameters, modality: Modality, rows: Rows<'_>) -> Array2<f32> {
        let (mean, weights) = projection(parameters, modality);
        let outputs = self.outputs(parameters, modality, rows);
        let mut rows = (outputs - aview1(mean)).dot(&weights);
        self.rows.apply(&mut rows);
        rows
    }
}

fn projection_names(modality: Modality) -> [String; 2] {
    ["mean", "weights"].map(|array| format!("{modality}.projection.{array}"))
}

/// Mean `[K]` and weights `[K, E]` of a modality's projection, `E ≤ K`.
fn projection(parameters: &Parameters, modality: Modality) -> (&[f32], Rows<'_>) {
    let [mean, weights] = projection_names(modality)
        .map(|name| parameters.get(&name).expect("projections are stored with the parameters"));
    (&mean.values, weights.matrix().expect("weights are a matrix"))
}

#[cfg(test)]
mod tests {
    use earsight::network::Activation;

    use super::*;
    use crate::small_clips;

    /// The analytic gradient of the correlation goes back through the network.
    #[test]
    fn gradients_agree_with_finite_differences() {
        let mut config = DccaConfig {
            branches: PerModality { audio: vec![5], visual: vec![6, 5] },
            dimensions: 3,
            ridge: 1e-2,
            ..DccaConfig::default()
        };
        // Differences are wrong at the kink of ReLU.
        config.layers.activation = Activation::Gelu;
        let dims = PerModality { audio: 4, visual: 5 };
        small_clips::check_pair_gradients::<Network>(&config, dims, 24, 1);
    }
}
