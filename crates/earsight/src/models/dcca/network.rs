//! The two branches of a DCCA, and the linear projections behind them.

use earsight_core::{Modality, PerModality};
use ndarray::{Array1, Array2, ArrayView2};
use rand_chacha::ChaCha8Rng;

use super::DccaConfig;
use crate::canonical_correlation::CanonicalCorrelation;
use crate::checkpoint::broken;
use crate::inference::by_kernels;
use crate::layers::Mlp;
use crate::matrix::Lender;
use crate::noise::Noise;
use crate::objective::correlation;
use crate::parameters::{Binder, Bound, Parameter, Parameters};
use crate::training::batch::matrix;
use crate::training::large_steps::LargeSteps;
use crate::training::losses::Losses;
use crate::training::pairs::{PairBatch, PairedRows};
use crate::training::{Trainable, training_device};
use crate::{Checkpoint, Result};

/// Two branches as a function of parameters.
pub(super) struct Network {
    config: DccaConfig,
    dims: PerModality<usize>,
}

impl Network {
    pub(super) fn new(config: DccaConfig, dims: PerModality<usize>) -> Self {
        Network { config, dims }
    }

    fn widths(&self, modality: Modality) -> Vec<usize> {
        let hidden = self.config.branches[modality].iter().copied();
        std::iter::once(self.dims[modality]).chain(hidden).chain([self.config.dimensions]).collect()
    }

    pub(super) fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        for modality in Modality::ALL {
            let name = format!("{modality}.branch");
            let layers = self.config.layers;
            Mlp::init(&mut parameters, &name, &self.widths(modality), layers, rng);
        }
        parameters
    }

    fn bind<L: Lender>(&self, lender: &mut L) -> PerModality<Mlp<L::Matrix>> {
        PerModality::from_fn(|modality| {
            Mlp::bind(lender, self.widths(modality).len() - 1, self.config.layers)
        })
    }

    /// # Shapes
    /// - `rows`: `[N, D]`, scaled → `[N, K]`
    pub(super) fn outputs(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Array2<f32> {
        let n_columns = [self.config.dimensions];
        let [outputs] = by_kernels(parameters, rows, n_columns, |lender, rows| {
            [self.bind(lender)[modality].forward(rows)]
        });
        outputs
    }
}

impl Trainable for Network {
    type Data = LargeSteps<PairedRows>;

    fn losses(
        &self,
        parameters: &Parameters,
        batch: &PairBatch,
        _noise: &mut Noise,
        _epoch: usize,
    ) -> (Losses, Bound) {
        let device = training_device();
        let mut binder = Binder::new(parameters, &device);
        let branches = self.bind(&mut binder);
        let outputs = PerModality::from_fn(|modality| {
            branches[modality].forward(matrix(&batch.rows[modality], &device))
        });
        let DccaConfig { dimensions, ridge, .. } = self.config;
        let mut losses = Losses::default();
        losses.push("correlation", correlation::loss(outputs, dimensions, ridge), 1.0);
        (losses, binder.finish())
    }
}

/// `h ↦ (h − mean) · weights` of each sense: linear CCA on the outputs.
pub(super) struct Projections {
    sides: PerModality<(Array1<f32>, Array2<f32>)>,
}

impl Projections {
    pub(super) fn of(fitted: CanonicalCorrelation) -> Self {
        let narrow = |x: f64| x as f32;
        let sides = fitted.sides.map(|side| (side.mean.mapv(narrow), side.directions.mapv(narrow)));
        Projections { sides }
    }

    pub(super) fn n_columns(&self) -> usize {
        self.sides.audio.1.ncols()
    }

    /// # Shapes
    /// - `outputs`: `[N, K]` → `[N, E]`, `E ≤ K`
    pub(super) fn project(&self, modality: Modality, outputs: &Array2<f32>) -> Array2<f32> {
        let (mean, weights) = &self.sides[modality];
        (outputs - mean).dot(weights)
    }

    pub(super) fn parameters(&self, modality: Modality) -> [Parameter; 2] {
        let (mean, weights) = &self.sides[modality];
        [
            Parameter {
                name: format!("{modality}.projection.mean"),
                shape: vec![mean.len()],
                values: mean.to_vec(),
            },
            Parameter {
                name: format!("{modality}.projection.weights"),
                shape: vec![weights.nrows(), weights.ncols()],
                values: weights.iter().copied().collect(),
            },
        ]
    }

    /// # Errors
    /// [`crate::Error::Checkpoint`] when an array is missing or does not fit `dimensions` outputs.
    pub(super) fn load(checkpoint: &Checkpoint, dimensions: usize) -> Result<Self> {
        let sides = PerModality::try_from_fn(|modality| {
            let mean = checkpoint.tensor(&format!("{modality}.projection.mean"))?;
            let weights = checkpoint.tensor(&format!("{modality}.projection.weights"))?;
            let shape = match weights.shape[..] {
                [rows, columns] if rows == dimensions => (rows, columns),
                _ => return Err(broken(format!("`{}` has a wrong shape", weights.name))),
            };
            if mean.values.len() != dimensions {
                return Err(broken(format!("`{}` is not {dimensions} long", mean.name)));
            }
            let weights = Array2::from_shape_vec(shape, weights.values.clone())
                .map_err(|error| broken(error.to_string()))?;
            Ok((Array1::from_vec(mean.values.clone()), weights))
        })?;
        if sides.audio.1.ncols() != sides.visual.1.ncols() {
            return Err(broken("the two projections have different widths"));
        }
        Ok(Projections { sides })
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::activation::Activation;
    use crate::finite_differences::{assert_gradients_agree, wavy_batch};

    /// Our gradient goes back through the network as the tensor library's own would.
    #[test]
    fn gradients_agree_with_finite_differences() {
        let mut config = DccaConfig {
            branches: PerModality { audio: vec![5], visual: vec![6, 5] },
            dimensions: 3,
            ridge: 1e-2,
            ..DccaConfig::default()
        };
        // The kink of ReLU spoils differences.
        config.layers.activation = Activation::Gelu;
        let dims = PerModality { audio: 4, visual: 5 };
        let network = Network::new(config, dims);
        let mut parameters = network.init(&mut ChaCha8Rng::seed_from_u64(1));
        let batch = wavy_batch(24, dims);
        assert_gradients_agree(&mut parameters, |parameters| {
            network.losses(parameters, &batch, &mut Noise::of_epoch(0, 0), 0)
        });
    }
}
