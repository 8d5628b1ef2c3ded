//! Two trunks of convolutions and a head.

use burn::module::Module;
use burn::tensor::{Device, Tensor, activation};
use earsight::Result;
use earsight::parameters::Parameters;
use earsight::training::pairs::{PairBatch, PairedRows};
use earsight::training::{Batches, Noise, Step, StepLosses, Trainable};
use earsight_core::{Distance, Modality, PerModality};
use ndarray::{Array1, Array2, Axis};
use rand_chacha::ChaCha8Rng;

use super::PlaneTrunk;
use super::head::Head;
use crate::baseline::{Baseline, Rows, Validated};
use crate::correspondence::{CorrespondenceConfig, loss};
use crate::tensor_library::losses::{TensorLosses, cross_entropy};
use crate::tensor_library::module::{self, Pair};
use crate::tensor_library::trunk::{Trunk, TrunkShape};
use crate::tensor_library::{array, inference_device, matrix, select, training_device, values};

/// Batch size of inference.
const INFERENCE_ROWS: usize = 32;
/// Batches that the moments of batch normalisation are computed on.
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

    /// The loss of matched pairs and of as many mismatched pairs of two clips.
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
            let pairs =
                PerModality { audio: select(&audio, &rows), visual: select(&visual, &others) };
            push("apart", pairs, loss::APART);
        }
        losses
    }
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

impl Baseline for PlaneNetwork {
    type Config = CorrespondenceConfig<PlaneTrunk>;
    const IS_CORRESPONDENCE: bool = true;

    fn new(config: &Self::Config, dims: PerModality<usize>) -> Validated<Self> {
        let planes = &config.trunk.convolutions;
        if planes.first_stride == 0 {
            return Err("`first_stride` is at least 1".to_owned());
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
                return Err(format!(
                    "it reads raw seconds of {expected} {modality} columns, there are {found}"
                ));
            }
            if shape.last_plane().contains(&0) {
                return Err(format!("{modality} planes are too small for so many blocks"));
            }
        }
        let trunk_dim = widths.last().copied().unwrap_or_default();
        let outputs = PerModality { audio: trunk_dim, visual: trunk_dim };
        let embedding_dim = config.head.embedding_dim(outputs)?;
        Ok(PlaneNetwork { config: config.clone(), shapes, trunk_dim, embedding_dim })
    }

    fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        module::init(&self.module(&inference_device()), rng)
    }

    /// Computes mean and variance of every channel for batch normalisation: their mean over batches like those of
    /// the training. A row's embedding then depends on no other row.
    fn finish(
        &self,
        parameters: Parameters,
        data: &PairedRows,
        rng: &mut ChaCha8Rng,
    ) -> Result<Parameters> {
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
        Ok(module::export(&module.valid()))
    }

    fn distance(&self, _: &Parameters) -> Distance {
        Distance::euclidean("embedding", self.embedding_dim)
    }

    fn embed(&self, parameters: &Parameters, modality: Modality, rows: Rows<'_>) -> Array2<f32> {
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
        embedded: PerModality<Rows<'_>>,
    ) -> Option<Array1<f32>> {
        let device = inference_device();
        let module = self.with(parameters, &device);
        let logits =
            module.head.logits(embedded.map(|rows| matrix(rows, &device)), self.config.activation);
        let probability = activation::softmax(logits, 1).narrow(1, loss::TOGETHER, 1);
        Some(Array1::from_vec(values(probability)))
    }
}

#[cfg(test)]
mod tests {
    use earsight::network::Activation;
    use rand::SeedableRng;

    use super::super::{ave_net, l3_net};
    use super::*;
    use crate::correspondence::HeadConfig;
    use crate::{PlanesConfig, small_clips};

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
            // Differences are wrong at the kink of ReLU.
            let activation = Activation::Gelu;
            let config = CorrespondenceConfig { trunk, head, activation, ..config };
            // Max-pooling has kinks too; with the weights of this seed none is within a step.
            small_clips::check_pair_gradients::<PlaneNetwork>(&config, DIMS, 12, 3);
        }
    }

    /// Training uses the moments of a batch, inference those of the training: a row's embedding must not depend on
    /// other rows.
    #[test]
    fn embeddings_with_stored_moments_are_those_of_a_batch() {
        let config = CorrespondenceConfig { trunk: small_planes(1), ..l3_net() };
        let network = PlaneNetwork::new(&config, DIMS).unwrap();
        let parameters = network.init(&mut ChaCha8Rng::seed_from_u64(2));
        let data = PairedRows::at_least(1, "small", &small_clips::features(DIMS, &[40])).unwrap();
        let rows = &data.rows;
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let measured = network.finish(parameters.clone(), &data, rng).unwrap();
        let device = training_device();
        let module = network.with(&parameters, &device);
        for modality in Modality::ALL {
            let tensor = matrix(rows[modality].view(), &device);
            let of_batch = values(network.embed_in(&module, modality, tensor));
            let found = network.embed(&measured, modality, rows[modality].view());
            let scale = of_batch.iter().fold(0.0_f32, |a, x| a.max(x.abs()));
            // The batch is divided by its own variance, which is biased.
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
        let l3_net = PlaneNetwork::new(&l3_net(), dims).unwrap();
        let ave_net = PlaneNetwork::new(&ave_net(), dims).unwrap();
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
