//! Two trunks and a head that says whether what they saw belongs together.

use burn::tensor::Tensor;
use earsight_core::{Modality, PerModality};
use earsight_kernels::Variable;
use ndarray::{Array1, Array2, ArrayView2, Axis};
use rand_chacha::ChaCha8Rng;

use super::head::Head;
use super::{CorrespondenceConfig, HeadConfig, PlanesConfig, TrunkConfig};
use crate::convolution::{
    ConvolutionShape, ConvolutionTrunk, Moments, NotedMoments, known_moments,
};
use crate::inference::{by_kernels, in_chunks};
use crate::layers::{LayerConfig, Mlp, Normalization};
use crate::matrix::{Lender, Matrix, ScalarOf, TapeLender};
use crate::noise::Noise;
use crate::objective::correspondence;
use crate::parameters::{Binder, Bound, Initialization, Parameters, values};
use crate::training::batch::{Batches, matrix};
use crate::training::losses::Losses;
use crate::training::pairs::{PairBatch, PairedRows};
use crate::training::{Trainable, inference_device, training_device};

/// Seconds that go through convolutions at once when the model is asked.
const CONVOLUTION_ROWS: usize = 32;
/// Batches that the moments of batch normalisation are measured on.
const MOMENT_BATCHES: usize = 32;

/// The network as a function of parameters.
pub(super) struct Network {
    config: CorrespondenceConfig,
    dims: PerModality<usize>,
}

/// A network of linear layers, an activation after each of the trunks', with the parameters that somebody lent.
struct LayerNetwork<M> {
    trunks: PerModality<Mlp<M>>,
    head: Head<M>,
}

/// A network that begins with convolutions, of the tensor library.
struct PlaneNetwork {
    trunks: PerModality<ConvolutionTrunk>,
    head: Head<Tensor<2>>,
}

impl Network {
    /// The config must have been checked against `dims`.
    pub(super) fn new(config: CorrespondenceConfig, dims: PerModality<usize>) -> Self {
        Network { config, dims }
    }

    fn layers(&self) -> LayerConfig {
        LayerConfig {
            activation: self.config.activation,
            normalization: Normalization::None,
            initialization: Initialization::He,
        }
    }

    fn trunk_widths(&self, widths: &PerModality<Vec<usize>>, modality: Modality) -> Vec<usize> {
        std::iter::once(self.dims[modality]).chain(widths[modality].iter().copied()).collect()
    }

    fn projection_widths(
        &self,
        projection: &PerModality<Vec<usize>>,
        modality: Modality,
    ) -> Vec<usize> {
        let first = self.config.trunk.width(modality);
        std::iter::once(first).chain(projection[modality].iter().copied()).collect()
    }

    fn fusion_widths(&self, hidden: usize) -> [usize; 3] {
        let both =
            self.config.trunk.width(Modality::Audio) + self.config.trunk.width(Modality::Visual);
        [both, hidden, 2]
    }

    fn shape(&self, modality: Modality) -> Option<ConvolutionShape> {
        match &self.config.trunk {
            TrunkConfig::Layers(_) => None,
            TrunkConfig::Convolutions(planes) => {
                Some(planes.shape(modality, self.config.activation))
            }
        }
    }

    /// Fresh parameters: both trunks, then the head.
    pub(super) fn init(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut parameters = Parameters::default();
        let layers = self.layers();
        for modality in Modality::ALL {
            let name = trunk_name(modality);
            match &self.config.trunk {
                TrunkConfig::Layers(widths) => {
                    let widths = self.trunk_widths(widths, modality);
                    Mlp::init(&mut parameters, &name, &widths, layers, rng);
                }
                TrunkConfig::Convolutions(planes) => {
                    planes.shape(modality, self.config.activation).init(
                        &mut parameters,
                        &name,
                        rng,
                    );
                }
            }
        }
        match &self.config.head {
            HeadConfig::Fusion { hidden } => {
                let widths = self.fusion_widths(*hidden);
                Mlp::init(&mut parameters, "fusion", &widths, layers, rng);
            }
            HeadConfig::Distance { projection, steepness } => {
                for modality in Modality::ALL {
                    let name = format!("{modality}.projection");
                    let widths = self.projection_widths(projection, modality);
                    Mlp::init(&mut parameters, &name, &widths, layers, rng);
                }
                // Near is yes: the boundary between no and yes starts at a distance of 1.
                let w = *steepness;
                parameters.push("boundary.weight", vec![2, 1], vec![w, -w]);
                parameters.push("boundary.bias", vec![2], vec![-w, w]);
            }
        }
        parameters
    }

    /// Arrays for what batch normalisation measures; none where there are no convolutions.
    pub(super) fn moments(&self) -> Parameters {
        let mut moments = Parameters::default();
        for modality in Modality::ALL {
            if let Some(shape) = self.shape(modality) {
                shape.push_moments(&mut moments, &trunk_name(modality));
            }
        }
        moments
    }

    fn bind_layers<L: Lender>(
        &self,
        lender: &mut L,
        widths: &PerModality<Vec<usize>>,
    ) -> LayerNetwork<L::Matrix> {
        let layers = self.layers();
        LayerNetwork {
            trunks: PerModality::from_fn(|modality| {
                Mlp::bind(lender, widths[modality].len(), layers)
            }),
            head: Head::bind(lender, &self.config.head, layers),
        }
    }

    fn bind_planes(&self, binder: &mut Binder<'_>, planes: &PlanesConfig) -> PlaneNetwork {
        PlaneNetwork {
            trunks: PerModality::from_fn(|modality| {
                let shape = planes.shape(modality, self.config.activation);
                ConvolutionTrunk::bind(binder, &shape)
            }),
            head: Head::bind(binder, &self.config.head, self.layers()),
        }
    }

    /// Measures what batch normalisation needs when the model is asked, with the learned weights:
    /// the mean over batches like those of the training.
    ///
    /// Measured at the end and not carried along, so that an interrupted training has nothing more to keep.
    pub(super) fn measure_moments(
        &self,
        parameters: &Parameters,
        data: &PairedRows,
        rng: &mut ChaCha8Rng,
    ) -> Parameters {
        let mut moments = self.moments();
        let TrunkConfig::Convolutions(planes) = &self.config.trunk else { return moments };
        let device = inference_device();
        let network = self.bind_planes(&mut Binder::new(parameters, &device), planes);
        let mut noted = PerModality::<NotedMoments>::from_fn(|_| NotedMoments::default());
        let steps = data.steps(self.config.training.batching, rng);
        for places in steps.iter().filter(|places| places.len() > 1).take(MOMENT_BATCHES) {
            for modality in Modality::ALL {
                let rows = matrix(&data.rows[modality].select(Axis(0), places), &device);
                let noted = &mut noted[modality];
                network.trunks[modality].forward(rows, &mut Moments::Noted(noted));
                noted.end_batch();
            }
        }
        for (modality, noted) in noted.iter() {
            noted.write(&trunk_name(modality), &mut moments);
        }
        moments
    }

    /// # Shapes
    /// - `rows`: `[N, D]`, scaled → `[N, E]`
    pub(super) fn embed(
        &self,
        parameters: &Parameters,
        moments: &Parameters,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Array2<f32> {
        let n_columns = [self.config.embedding_dim()];
        let [embedded] = match &self.config.trunk {
            TrunkConfig::Layers(widths) => {
                by_kernels(parameters, rows, n_columns, |lender, rows| {
                    [self.bind_layers(lender, widths).embed(modality, rows)]
                })
            }
            TrunkConfig::Convolutions(planes) => {
                let device = inference_device();
                let network = self.bind_planes(&mut Binder::new(parameters, &device), planes);
                let known = known_moments(moments, &trunk_name(modality), &device);
                in_chunks(rows, CONVOLUTION_ROWS, n_columns, |rows| {
                    [network.embed(modality, rows, &mut Moments::Known(&known))]
                })
            }
        };
        embedded
    }

    /// How likely embedded rows belong together, row by row.
    ///
    /// # Shapes
    /// - `embedded`: `[N, E]` each → `[N]`
    pub(super) fn correspondence(
        &self,
        parameters: &Parameters,
        embedded: PerModality<ArrayView2<'_, f32>>,
    ) -> Array1<f32> {
        let device = inference_device();
        let mut binder = Binder::new(parameters, &device);
        let head = match &self.config.trunk {
            TrunkConfig::Layers(widths) => self.bind_layers(&mut binder, widths).head,
            TrunkConfig::Convolutions(planes) => self.bind_planes(&mut binder, planes).head,
        };
        let embedded = embedded.map(|rows| matrix(&rows.to_owned(), &device));
        Array1::from_vec(values(correspondence::probability(head.logits(embedded))))
    }

    /// What is minimised, whoever lends the parameters and computes it.
    fn define<L: Lender>(
        &self,
        lender: &mut L,
        widths: &PerModality<Vec<usize>>,
        batch: &PairBatch,
        noise: &mut Noise,
    ) -> Losses<ScalarOf<L>> {
        let network = self.bind_layers(lender, widths);
        let embedded = PerModality::from_fn(|modality| {
            network.embed(modality, lender.constant(&batch.rows[modality]))
        });
        losses(&network.head, embedded, &batch.clips, noise)
    }
}

/// Own pairs against as many pairs of two clips.
///
/// # Shapes
/// - `embedded`: `[B, E]` each, `clips`: `[B]`
fn losses<M: Matrix>(
    head: &Head<M>,
    embedded: PerModality<M>,
    clips: &[usize],
    noise: &mut Noise,
) -> Losses<M::Scalar> {
    let (rows, others) = correspondence::strangers(clips, noise.rng());
    let strange = (!rows.is_empty()).then(|| {
        let PerModality { audio, visual } = embedded.clone();
        head.logits(PerModality { audio: audio.picked(&rows), visual: visual.picked(&others) })
    });
    correspondence::losses(head.logits(embedded), strange)
}

fn trunk_name(modality: Modality) -> String {
    format!("{modality}.trunk")
}

impl<M: Matrix> LayerNetwork<M> {
    fn embed(&self, modality: Modality, rows: M) -> M {
        self.head.embed(modality, self.trunks[modality].forward_active(rows))
    }
}

impl PlaneNetwork {
    fn embed(&self, modality: Modality, rows: Tensor<2>, moments: &mut Moments<'_>) -> Tensor<2> {
        self.head.embed(modality, self.trunks[modality].forward(rows, moments))
    }
}

impl Trainable for Network {
    type Data = PairedRows;

    fn losses(
        &self,
        parameters: &Parameters,
        batch: &PairBatch,
        noise: &mut Noise,
        _epoch: usize,
    ) -> (Losses, Bound) {
        let device = training_device();
        let mut binder = Binder::new(parameters, &device);
        let losses = match &self.config.trunk {
            TrunkConfig::Layers(widths) => self.define(&mut binder, widths, batch, noise),
            TrunkConfig::Convolutions(planes) => {
                let network = self.bind_planes(&mut binder, planes);
                let embedded = PerModality::from_fn(|modality| {
                    let rows = matrix(&batch.rows[modality], &device);
                    network.embed(modality, rows, &mut Moments::OfBatch)
                });
                losses(&network.head, embedded, &batch.clips, noise)
            }
        };
        (losses, binder.finish())
    }

    fn losses_on_tape<'t>(
        &self,
        lender: &mut TapeLender<'t>,
        batch: &PairBatch,
        noise: &mut Noise,
        _epoch: usize,
    ) -> Option<Losses<Variable<'t>>> {
        match &self.config.trunk {
            TrunkConfig::Layers(widths) => Some(self.define(lender, widths, batch, noise)),
            TrunkConfig::Convolutions(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::super::{ave_net, l3_net};
    use super::*;
    use crate::activation::Activation;
    use crate::finite_differences::{assert_gradients_agree, wave, wavy_batch};
    use crate::matrix::agreement::assert_both_sides_agree;

    fn small_planes(first_stride: usize) -> TrunkConfig {
        let widths = vec![3, 4];
        let planes =
            PlanesConfig { side_px: 6, n_frequencies: 7, n_frames: 5, widths, first_stride };
        TrunkConfig::Convolutions(planes)
    }

    /// All four systems, the convolutions with their normalisation and pools included.
    #[test]
    fn gradients_agree_with_finite_differences() {
        let raw = PerModality { audio: 35, visual: 108 };
        let features = PerModality { audio: 4, visual: 5 };
        let fusion = HeadConfig::Fusion { hidden: 4 };
        let projection = PerModality { audio: vec![4, 3], visual: vec![4, 3] };
        let distance = HeadConfig::Distance { projection, steepness: 5.0 };
        let layers = TrunkConfig::Layers(PerModality { audio: vec![5, 4], visual: vec![6, 4] });
        for (config, trunk, head, dims) in [
            (l3_net::from_features(), layers.clone(), fusion.clone(), features),
            (ave_net::from_features(), layers, distance.clone(), features),
            (l3_net::from_raw_seconds(), small_planes(1), fusion, raw),
            (ave_net::from_raw_seconds(), small_planes(2), distance, raw),
        ] {
            // The kink of ReLU spoils differences.
            let config =
                CorrespondenceConfig { trunk, head, activation: Activation::Gelu, ..config };
            config.check("toy", dims).unwrap();
            let network = Network::new(config, dims);
            // Max-pooling has kinks too; with these weights none of them lies within a step.
            let mut parameters = network.init(&mut ChaCha8Rng::seed_from_u64(3));
            let batch = wavy_batch(12, dims);
            if let TrunkConfig::Layers(_) = network.config.trunk {
                assert_both_sides_agree(&network, &mut parameters, &batch);
            }
            assert_gradients_agree(&mut parameters, |parameters| {
                network.losses(parameters, &batch, &mut Noise::of_epoch(3, 0), 0)
            });
        }
    }

    /// Trained on batches, asked one by one: a row's embedding must not depend on its neighbours.
    #[test]
    fn noted_moments_give_what_the_batch_gave() {
        let dims = PerModality { audio: 35, visual: 108 };
        let config = CorrespondenceConfig { trunk: small_planes(1), ..l3_net::from_raw_seconds() };
        let network = Network::new(config, dims);
        let parameters = network.init(&mut ChaCha8Rng::seed_from_u64(2));
        let rows = PerModality { audio: wave([40, 35], 0.3), visual: wave([40, 108], 0.1) };
        let device = inference_device();
        let TrunkConfig::Convolutions(planes) = &network.config.trunk else { panic!("planes") };
        let bound = network.bind_planes(&mut Binder::new(&parameters, &device), planes);
        let mut moments = network.moments();
        for modality in Modality::ALL {
            let tensor = matrix(&rows[modality], &device);
            let mut noted = NotedMoments::default();
            let of_batch = bound.embed(modality, tensor, &mut Moments::Noted(&mut noted));
            noted.end_batch();
            noted.write(&trunk_name(modality), &mut moments);
            let of_batch = values(of_batch);
            let found = network.embed(&parameters, &moments, modality, rows[modality].view());
            let scale = of_batch.iter().fold(0.0_f32, |a, x| a.max(x.abs()));
            // The batch divides by its own variance, which is biased.
            let bound = 2e-2 * scale;
            assert!(found.iter().zip(&of_batch).all(|(a, b)| (a - b).abs() < bound));
            let alone = rows[modality].slice(ndarray::s![7..8, ..]);
            let alone = network.embed(&parameters, &moments, modality, alone);
            assert!((&alone.row(0) - &found.row(7)).iter().all(|x| x.abs() < 1e-4 * scale));
        }
    }

    #[test]
    fn the_published_trunks_have_the_published_size() {
        let config = l3_net::from_raw_seconds();
        let TrunkConfig::Convolutions(planes) = &config.trunk else { panic!("from pixels") };
        let plane = |modality, first_stride| {
            let planes = PlanesConfig { first_stride, ..planes.clone() };
            planes.shape(modality, Activation::Relu).last_plane()
        };
        assert_eq!(plane(Modality::Visual, 1), [28, 28]);
        assert_eq!(plane(Modality::Audio, 1), [32, 24]);
        assert_eq!(plane(Modality::Visual, 2), [14, 14]);
        assert_eq!(plane(Modality::Audio, 2), [16, 12]);
        let network = Network::new(config, PerModality { audio: 257 * 199, visual: 3 * 224 * 224 });
        let parameters = network.init(&mut ChaCha8Rng::seed_from_u64(0));
        let n: usize = parameters.entries().iter().map(|entry| entry.values.len()).sum();
        // 3×3 kernels of 64, 128, 256 and 512 channels twice each, normalisation, and the head
        let kernels = |first: usize| {
            9 * (first * 64
                + 64 * 64
                + 64 * 128
                + 128 * 128
                + 128 * 256
                + 256 * 256
                + 256 * 512
                + 512 * 512)
        };
        let norms = 2 * 2 * 2 * (64 + 128 + 256 + 512);
        let head = 1024 * 128 + 128 + 128 * 2 + 2;
        assert_eq!(n, kernels(1) + kernels(3) + norms + head);
    }
}
