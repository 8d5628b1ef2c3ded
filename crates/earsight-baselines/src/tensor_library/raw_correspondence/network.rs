//! Two trunks of convolutions and a head.

use burn::module::Module;
use burn::tensor::{Device, Int, Tensor, TensorData, activation};
use earsight::parameters::Parameters;
use earsight::training::pairs::{PairBatch, PairedRows};
use earsight::training::{Batches, Noise, Step, StepLosses, Trainable};
use earsight::{Error, Result};
use earsight_core::{Modality, PerModality};
use ndarray::{Array1, Array2, ArrayView2, Axis};
use rand_chacha::ChaCha8Rng;

use super::PlaneTrunk;
use super::head::Head;
use crate::correspondence::{CorrespondenceConfig, CorrespondenceNetwork, loss};
use crate::tensor_library::losses::{TensorLosses, cross_entropy};
use crate::tensor_library::module::{self, Pair};
use crate::tensor_library::trunk::{Trunk, TrunkShape};
use crate::tensor_library::{array, inference_device, matrix, training_device, values};

/// Seconds that go through convolutions at once at inference.
const INFERENCE_ROWS: usize = 32;
/// Batches that the moments of batch normalisation are measured on.
const MOMENT_BATCHES: usize = 32;

/// Sizes of the network.
pub(crate) struct PlaneNetwork {
    config: CorrespondenceConfig<PlaneTrunk>,
    shapes: PerModality<TrunkShape>,
    trunk_dim: usize,
    embedding_dim: usize,
}

/// Trunks and head.
#[derive(Module, Debug)]
struct PlaneModule {
    trunks: Pair<Trunk>,
    head: Head,
}

impl PlaneNetwork {
    fn module(&self, device: &Device) -> PlaneModule {
        PlaneModule {
            trunks: Pair::from_fn(|modality| Trunk::new(&self.shapes[modality], device)),
            head: Head::new(&self.config.head, self.trunk_dim, device),
        }
    }

    fn with(&self, parameters: &Parameters, device: &Device) -> PlaneModule {
        module::with_values(self.module(device), parameters)
    }

    fn embed_in(&self, module: &PlaneModule, modality: Modality, rows: Tensor<2>) -> Tensor<2> {
        let activation = self.config.activation;
        let trunk = module.trunks.get(modality).forward(rows, activation);
        module.head.embed(modality, trunk, activation)
    }

    /// Own pairs against as many pairs of two clips.
    fn losses(&self, module: &PlaneModule, batch: &PairBatch, noise: &mut Noise) -> TensorLosses {
        let device = training_device();
        let embedded = PerModality::from_fn(|modality| {
            self.embed_in(module, modality, matrix(batch.rows[modality].view(), &device))
        });
        let (rows, others) = loss::mismatched(&batch.clips, noise.rng());
        let mut losses = TensorLosses::default();
        let mut push = |name: &str, pairs: PerModality<Tensor<2>>, column: usize| {
            let logits = module.head.logits(pairs, self.config.activation);
            let columns = vec![column; logits.dims()[0]];
            losses.push(name, cross_entropy(logits, &columns), 0.5);
        };
        push("together", embedded.clone(), loss::TOGETHER);
        if !rows.is_empty() {
            let PerModality { audio, visual } = embedded;
            let pairs = PerModality { audio: select(audio, rows), visual: select(visual, others) };
            push("apart", pairs, loss::APART);
        }
        losses
    }
}

fn select(tensor: Tensor<2>, rows: Vec<usize>) -> Tensor<2> {
    let n = rows.len();
    let rows: Vec<i64> = rows.into_iter().map(|row| row as i64).collect();
    let rows = Tensor::<1, Int>::from_data(TensorData::new(rows, [n]), &tensor.device());
    tensor.select(0, rows)
}

impl Trainable for PlaneNetwork {
    type Data = PairedRows;

    fn step(&self, step: Step<'_, PairedRows>) -> StepLosses {
        step.with_gradients(|parameters, batch, noise, _| {
            let module = self.with(parameters, &training_device());
            self.losses(&module, batch, noise).backward(&module)
        })
    }
}

impl CorrespondenceNetwork for PlaneNetwork {
    type Trunk = PlaneTrunk;

    fn new(
        model: &'static str,
        config: &CorrespondenceConfig<PlaneTrunk>,
        dims: PerModality<usize>,
    ) -> Result<Self> {
        let refuse = |reason: String| Err(Error::Config { model, reason });
        let planes = &config.trunk.convolutions;
        if planes.first_stride == 0 {
            return refuse("`first_stride` is at least 1".to_owned());
        }
        let inputs = PerModality {
            audio: [1, planes.n_frequencies, planes.n_frames],
            visual: [3, planes.side_px, planes.side_px],
        };
        let (widths, first_stride) = (&planes.widths, planes.first_stride);
        let shapes = inputs.map(|input| TrunkShape { input, widths: widths.clone(), first_stride });
        for (modality, shape) in shapes.iter() {
            let (expected, found) = (shape.input.iter().product::<usize>(), dims[modality]);
            if expected != found {
                return refuse(format!(
                    "it reads raw seconds of {expected} {modality} columns, there are {found}"
                ));
            }
            if shape.last_plane().contains(&0) {
                return refuse(format!("{modality} planes are too small for so many blocks"));
            }
        }
        let trunk_dim = widths.last().copied().unwrap_or_default();
        let outputs = PerModality { audio: trunk_dim, visual: trunk_dim };
        let embedding_dim = config.head.embedding_dim(model, outputs)?;
        Ok(PlaneNetwork { config: config.clone(), shapes, trunk_dim, embedding_dim })
    }

    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        module::init(&self.module(&inference_device()), rng)
    }

    /// Measures mean and variance of every channel for batch normalisation: their mean over batches like those of
    /// the training. A row's embedding then depends on no other row.
    fn finish(
        &self,
        parameters: Parameters,
        data: &PairedRows,
        rng: &mut ChaCha8Rng,
    ) -> Parameters {
        let device = training_device();
        let mut module = self.with(&parameters, &device);
        let steps = data.steps(self.config.training.batching, rng);
        let steps = steps.iter().filter(|places| places.len() > 1).take(MOMENT_BATCHES);
        for (n_before, places) in steps.enumerate() {
            for modality in Modality::ALL {
                let trunk = module.trunks.get_mut(modality);
                trunk.set_momentum(((n_before + 1) as f64).recip()); // a mean over the batches
                let rows = data.rows[modality].select(Axis(0), places);
                trunk.forward(matrix(rows.view(), &device), self.config.activation);
            }
        }
        module::export(&module.valid())
    }

    fn embedding_dim(&self) -> usize {
        self.embedding_dim
    }

    fn embed(
        &self,
        parameters: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Array2<f32> {
        let device = inference_device();
        let module = self.with(parameters, &device);
        let mut embedded = Array2::zeros((rows.nrows(), self.embedding_dim));
        let outputs = embedded.axis_chunks_iter_mut(Axis(0), INFERENCE_ROWS);
        for (chunk, mut output) in rows.axis_chunks_iter(Axis(0), INFERENCE_ROWS).zip(outputs) {
            let chunk = matrix(chunk, &device);
            output.assign(&array(self.embed_in(&module, modality, chunk)));
        }
        embedded
    }

    fn probability(
        &self,
        parameters: &Parameters,
        embedded: PerModality<ArrayView2<'_, f32>>,
    ) -> Array1<f32> {
        let device = inference_device();
        let module = self.with(parameters, &device);
        let logits =
            module.head.logits(embedded.map(|rows| matrix(rows, &device)), self.config.activation);
        let probability = activation::softmax(logits, 1).narrow(1, loss::TOGETHER, 1);
        Array1::from_vec(values(probability))
    }
}

#[cfg(test)]
mod tests {
    use earsight::network::Activation;
    use earsight::training::gradcheck;
    use earsight_testing::wave;
    use rand::SeedableRng;

    use super::super::{ave_net, l3_net};
    use super::*;
    use crate::PlanesConfig;
    use crate::correspondence::HeadConfig;

    const DIMS: PerModality<usize> = PerModality { audio: 35, visual: 108 };

    fn small_planes(first_stride: usize) -> PlaneTrunk {
        let widths = vec![3, 4];
        let convolutions =
            PlanesConfig { side_px: 6, n_frequencies: 7, n_frames: 5, widths, first_stride };
        PlaneTrunk { convolutions }
    }

    /// Convolutions with their normalisation and pools.
    #[test]
    fn gradients_agree_with_finite_differences() {
        let projection = PerModality { audio: vec![4, 3], visual: vec![4, 3] };
        for (config, trunk, head) in [
            (l3_net(), small_planes(1), HeadConfig::Fusion { hidden: 4 }),
            (ave_net(), small_planes(2), HeadConfig::Distance { projection, steepness: 5.0 }),
        ] {
            // The kink of ReLU spoils differences.
            let activation = Activation::Gelu;
            let config = CorrespondenceConfig { trunk, head, activation, ..config };
            let network = PlaneNetwork::new("toy", &config, DIMS).unwrap();
            // Max-pooling has kinks too; with these weights none of them lies within a step.
            let mut parameters = network.init(&mut ChaCha8Rng::seed_from_u64(3));
            let rows = PerModality { audio: wave([12, 35], 0.0), visual: wave([12, 108], 1.0) };
            let batch = PairBatch::new(rows, (0..12).collect());
            gradcheck(&network, &mut parameters, &batch, 3).unwrap();
        }
    }

    /// Trained on batches, used row by row: a row's embedding must not depend on its neighbours.
    #[test]
    fn measured_moments_give_what_the_batch_gave() {
        let config = CorrespondenceConfig { trunk: small_planes(1), ..l3_net() };
        let network = PlaneNetwork::new("toy", &config, DIMS).unwrap();
        let parameters = network.init(&mut ChaCha8Rng::seed_from_u64(2));
        let rows = PerModality { audio: wave([40, 35], 0.3), visual: wave([40, 108], 0.1) };
        let clip =
            earsight_core::ClipFeatures::paired("a", rows.audio.clone(), rows.visual.clone());
        let space = |dim| earsight_core::FeatureSpace {
            backbone: "toy".into(),
            fingerprint: "00".into(),
            dim,
        };
        let features = earsight_core::FeatureSet::new(DIMS.map(space), vec![clip]).unwrap();
        let data = PairedRows::at_least(1, "toy", &features).unwrap();
        let measured = network.finish(parameters.clone(), &data, &mut ChaCha8Rng::seed_from_u64(0));
        let device = training_device();
        let module = network.with(&parameters, &device);
        for modality in Modality::ALL {
            let tensor = matrix(rows[modality].view(), &device);
            let of_batch = values(network.embed_in(&module, modality, tensor));
            let found = network.embed(&measured, modality, rows[modality].view());
            let scale = of_batch.iter().fold(0.0_f32, |a, x| a.max(x.abs()));
            // The batch divides by its own variance, which is biased.
            let bound = 2e-2 * scale;
            assert!(found.iter().zip(&of_batch).all(|(a, b)| (a - b).abs() < bound));
            let alone = rows[modality].slice(ndarray::s![7..8, ..]);
            let alone = network.embed(&measured, modality, alone);
            assert!((&alone.row(0) - &found.row(7)).iter().all(|x| x.abs() < 1e-4 * scale));
        }
    }

    #[test]
    fn the_published_trunks_have_the_published_size() {
        let dims = PerModality { audio: 257 * 199, visual: 3 * 224 * 224 };
        let l3_net = PlaneNetwork::new("l3-net", &l3_net(), dims).unwrap();
        let ave_net = PlaneNetwork::new("ave-net", &ave_net(), dims).unwrap();
        assert_eq!(l3_net.shapes.as_ref().map(TrunkShape::last_plane).visual, [28, 28]);
        assert_eq!(l3_net.shapes.as_ref().map(TrunkShape::last_plane).audio, [32, 24]);
        assert_eq!(ave_net.shapes.as_ref().map(TrunkShape::last_plane).visual, [14, 14]);
        assert_eq!(ave_net.shapes.as_ref().map(TrunkShape::last_plane).audio, [16, 12]);
        let parameters = l3_net.init(&mut ChaCha8Rng::seed_from_u64(0));
        let learned = parameters.entries().iter().filter(|entry| !entry.name.contains(".running_"));
        let n: usize = learned.map(|entry| entry.values.len()).sum();
        // 3×3 kernels of 64, 128, 256 and 512 channels twice each, normalisation, and the head
        let kernels = |first: usize| {
            let widths = [64 * 64, 64 * 128, 128 * 128, 128 * 256, 256 * 256, 256 * 512, 512 * 512];
            9 * (first * 64 + widths.iter().sum::<usize>())
        };
        let norms = 2 * 2 * 2 * (64 + 128 + 256 + 512);
        let head = 1024 * 128 + 128 + 128 * 2 + 2;
        assert_eq!(n, kernels(1) + kernels(3) + norms + head);
    }
}
