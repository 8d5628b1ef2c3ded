//! The two branches of a DCCA, and the linear projections behind them.

use earsight::checkpoint::broken;
use earsight::linear::cca::CanonicalCorrelation;
use earsight::network::{Mlp, infer};
use earsight::objective::Losses;
use earsight::parameters::{Parameter, Parameters, Weights};
use earsight::training::pairs::{PairBatch, PairedRows};
use earsight::training::{Step, StepLosses, Trainable};
use earsight::{Checkpoint, Result};
use earsight_core::{Modality, PerModality};
use ndarray::{Array1, Array2, ArrayView2};
use rand_chacha::ChaCha8Rng;

use super::DccaConfig;
use super::correlation;
use super::large_steps::LargeSteps;

/// The two branches.
pub(super) struct Network {
    dimensions: usize,
    ridge: f64,
    branches: PerModality<Mlp>,
}

impl Network {
    pub(super) fn new(config: &DccaConfig, dims: PerModality<usize>) -> Self {
        let DccaConfig { dimensions, ridge, layers, .. } = *config;
        let branches = PerModality::from_fn(|modality| {
            let hidden = &config.branches[modality][..];
            let widths = [&[dims[modality]], hidden, &[dimensions]].concat();
            Mlp::new(&format!("{modality}.branch"), &widths, layers)
        });
        Network { dimensions, ridge, branches }
    }

    pub(super) fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        for modality in Modality::ALL {
            self.branches[modality].init(&mut parameters, rng);
        }
        parameters
    }

    /// # Shapes
    /// - `rows`: `[N, D]`, scaled → `[N, K]`
    pub(super) fn outputs(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Array2<f32> {
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

/// `h ↦ (h − mean) · weights` of each modality: linear CCA on the outputs.
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
            Parameter::of(format!("{modality}.projection.mean"), mean),
            Parameter::of(format!("{modality}.projection.weights"), weights),
        ]
    }

    /// # Errors
    /// [`crate::Error::Checkpoint`] when an array is missing or does not fit `dimensions` outputs.
    pub(super) fn load(checkpoint: &Checkpoint, dimensions: usize) -> Result<Self> {
        let sides = PerModality::try_from_fn(|modality| {
            let mean = checkpoint.tensor(&format!("{modality}.projection.mean"))?;
            let weights = checkpoint.tensor(&format!("{modality}.projection.weights"))?;
            let matrix = weights.matrix()?.to_owned();
            if matrix.nrows() != dimensions {
                return Err(broken(format!("`{}` has a wrong shape", weights.name)));
            }
            if mean.values.len() != dimensions {
                return Err(broken(format!("`{}` is not {dimensions} long", mean.name)));
            }
            Ok((Array1::from_vec(mean.values.to_vec()), matrix))
        })?;
        if sides.audio.1.ncols() != sides.visual.1.ncols() {
            return Err(broken("the two projections have different widths"));
        }
        Ok(Projections { sides })
    }
}

#[cfg(test)]
mod tests {
    use earsight::network::Activation;
    use earsight::training::gradcheck;
    use earsight_testing::wave;
    use rand::SeedableRng;

    use super::*;

    /// The analytic gradient of the correlation goes back through the network.
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
        let network = Network::new(&config, PerModality { audio: 4, visual: 5 });
        let mut parameters = network.init(&mut ChaCha8Rng::seed_from_u64(1));
        let rows = PerModality { audio: wave([24, 4], 0.0), visual: wave([24, 5], 1.0) };
        let batch = PairBatch::new(rows, (0..24).collect());
        gradcheck(&network, &mut parameters, &batch, 0).unwrap();
    }
}
