//! Two networks compared with an independent PyTorch implementation, for both published forms of the loss: a narrow
//! one in every clone, the published one where its golden is.

use earsight_core::{FeatureSpace, Modality, PerModality};
use earsight_kernels::{Parameter as Array, Tape};
use earsight_testing::{Golden, assert_close, shared, wave};
use ndarray::{Array2, Axis, Ix2};

use super::network::Network;
use super::{MsVaeConfig, paper, reference};
use crate::model::AudioVisualModel;
use crate::models::latent_variable::{LatentNetwork, LatentVariableModel};
use crate::network::vae::Gaussian;
use crate::parameters::{Parameter, Parameters};
use crate::training::noise::Noise;
use crate::training::pairs::PairBatch;
use crate::training::{TrainingState, gradcheck, gradients};

/// Relative to the largest value of each array.
const TOLERANCE: f64 = 1e-4;

/// The numbers of one network, made by PyTorch.
struct Reference {
    golden: Golden,
    dims: PerModality<usize>,
    /// Rows of the batches; gradients are of the first.
    sizes: [usize; 2],
    /// `r`: as the published code computes the loss; `p`: as the paper states it.
    letter: &'static str,
    config: MsVaeConfig,
}

/// Each published form of the loss: its letter and its config.
fn losses() -> [(&'static str, MsVaeConfig); 2] {
    [("r", reference::config()), ("p", paper::config())]
}

/// The narrow network of `tests/goldens/make_msvae_small.py`.
fn small(letter: &'static str, mut config: MsVaeConfig) -> Reference {
    config.network.trunk = PerModality { audio: vec![12, 12], visual: vec![16, 12, 12, 12] };
    config.network.latent_dim = 6;
    config.network.decoder = vec![12, 12, 12, 16, 16];
    config.training.learning_rate = 1e-3;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/goldens/msvae_small.safetensors");
    let dims = PerModality { audio: 24, visual: 40 };
    Reference { golden: Golden::read(path), dims, sizes: [6, 33], letter, config }
}

#[test]
fn a_narrow_network_is_matched_in_both_published_forms() {
    for (letter, config) in losses() {
        let reference = small(letter, config);
        reference.check();
        reference.check_parameters_after();
        reference.check_distances();
    }
}

#[test]
fn the_published_network_is_matched_in_both_published_forms() {
    let Some(path) = shared("golden/msvae_golden.safetensors") else { return };
    for (letter, config) in losses() {
        let dims = PerModality { audio: 128, visual: 512 };
        let golden = Golden::read(&path);
        Reference { golden, dims, sizes: [10, 64], letter, config }.check();
    }
}

impl Reference {
    fn matrix(&self, name: &str) -> Array2<f32> {
        self.golden.tensor(name).into_dimensionality::<Ix2>().expect("a matrix")
    }

    /// Compares with the golden's `bSIZE.LETTER.name`.
    fn assert_close(&self, size: usize, name: &str, found: &[f32]) {
        let name = format!("b{size}.{}.{name}", self.letter);
        assert_close(&name, found, self.golden.tensor(&name).iter(), TOLERANCE);
    }

    /// The network with the golden's initial weights.
    fn network(&self) -> (Network, Parameters) {
        let network = self.config.network(self.dims);
        let mut parameters = network.init(&mut rand::SeedableRng::seed_from_u64(0));
        let load = parameters.load(|name| {
            let tensor = self.golden.tensor(&format!("init.{name}"));
            Some(Parameter::of(name, &tensor))
        });
        load.expect("the golden names every parameter as we do");
        (network, parameters)
    }

    fn rows(&self, size: usize) -> PerModality<Array2<f32>> {
        PerModality::from_fn(|modality| self.matrix(&format!("b{size}.{modality}")))
    }

    fn batch(&self, size: usize) -> PairBatch {
        PairBatch::new(self.rows(size), vec![0; size])
    }

    /// The recorded noise of one step, in the order in which the reference draws it.
    fn noise(&self, size: usize, step: usize) -> Noise {
        let all = self.golden.tensor(&format!("b{size}.eps"));
        let draws = all.index_axis(Axis(0), step);
        Noise::Recorded(draws.outer_iter().map(|draw| draw.iter().copied().collect()).collect())
    }

    /// Outputs, every loss term, every gradient of the first step, and ten Adam steps.
    fn check(&self) {
        for size in self.sizes {
            let (network, mut parameters) = self.network();
            self.check_outputs(&network, &parameters, size);
            let (batch, noise) = (self.batch(size), &mut self.noise(size, 0));
            let (losses, gradients) = gradients(&network, &mut parameters, &batch, noise, 0);
            assert_eq!(losses.terms.len(), if self.letter == "r" { 6 } else { 5 });
            for (name, value) in losses.terms {
                let theirs = name.replace("reconstruction", "mse").replace("wasserstein", "w");
                self.assert_close(size, &theirs, &[value as f32]);
            }
            if size == self.sizes[0] {
                for (entry, gradient) in parameters.entries().iter().zip(&gradients) {
                    self.assert_close(size, &format!("grad.{}", entry.name), gradient);
                }
            }
            let (losses, after) = self.ten_steps(size);
            self.assert_close(size, "losses", &losses);
            let bias = after.get("decoder.10.bias");
            let bias = &bias.expect("the last layer").values;
            self.assert_close(size, "decoder_bias_after", bias);
        }
    }

    fn check_outputs(&self, network: &Network, parameters: &Parameters, size: usize) {
        for (modality, rows) in self.rows(size).iter() {
            let posterior = network.posterior(parameters, modality, rows.view());
            let pair = network.decode(parameters, posterior.mean.view());
            let check = |found: &Array2<f32>, name: String| {
                let expected = self.matrix(&format!("b{size}.{name}"));
                assert_close(&name, found, &expected, TOLERANCE);
            };
            check(&posterior.mean, format!("{modality}_mean"));
            check(&posterior.log_var, format!("{modality}_log_var"));
            check(&pair, format!("decoded_{modality}_mean"));
        }
    }

    /// The loss of each of ten steps, and the parameters after them.
    fn ten_steps(&self, size: usize) -> (Vec<f32>, Parameters) {
        let (network, parameters) = self.network();
        let batch = self.batch(size);
        let mut state = TrainingState::new(&self.config.training, parameters);
        let mut tape = Tape::default();
        let rate = self.config.training.learning_rate;
        let step = |step| {
            let noise = &mut self.noise(size, step);
            state.step(&network, &batch, noise, rate, &mut tape).total as f32
        };
        ((0..10).map(step).collect(), state.parameters)
    }

    fn check_parameters_after(&self) {
        let (_, after) = self.ten_steps(self.sizes[0]);
        for entry in after.entries() {
            self.assert_close(self.sizes[0], &format!("after.{}", entry.name), &entry.values);
        }
    }

    /// Distances of a model with the initial weights, to localize and to retrieve.
    fn check_distances(&self) {
        let size = self.sizes[0];
        let rows = self.rows(size);
        let spaces = self.dims.map(|dim| FeatureSpace {
            backbone: "golden".to_owned(),
            fingerprint: String::new(),
            dim,
        });
        let (config, statistics) = (self.config.clone(), crate::scaling::fit(&rows));
        let model = LatentVariableModel::new("golden", config, spaces, statistics, self.network());
        let embedded = PerModality::from_fn(|modality| {
            model.embed(modality, rows[modality].view()).expect("rows of the golden")
        });
        for (name, distance) in
            [("distance", model.distance()), ("retrieval_distance", model.retrieval_distance())]
        {
            let rows = |modality: Modality| embedded[modality].rows().into_iter();
            let found: Vec<f32> = rows(Modality::Visual)
                .flat_map(|visual| {
                    rows(Modality::Audio).map(move |audio| distance.between(visual, audio) as f32)
                })
                .collect();
            self.assert_close(size, name, &found);
        }
    }
}

/// Every gradient of every objective compared with central differences, on a small network.
#[test]
fn gradients_agree_with_finite_differences() {
    for mut config in [reference::config(), paper::config(), super::ours::config()] {
        config.network.trunk = PerModality { audio: vec![5, 4], visual: vec![6, 4] };
        config.network.latent_dim = 3;
        config.network.decoder = vec![5];
        config.network.input_dropout = 0.0;
        config.network.mixup = 0.0;
        // Central differences fail at the kink of ReLU; the goldens check its gradient.
        config.network.layers.activation = crate::network::Activation::Gelu;
        let dims = PerModality { audio: 3, visual: 4 };
        let network = config.network(dims);
        let mut parameters = network.init(&mut rand::SeedableRng::seed_from_u64(7));
        leave_zero(&mut parameters);
        let rows = PerModality { audio: wave([6, 3], 0.0), visual: wave([6, 4], 1.0) };
        let batch = PairBatch::new(rows, vec![0; 6]);
        gradcheck(&network, &mut parameters, &batch, 3).unwrap();
    }
}

/// Heads that start at zero have gradients of zero, which would test nothing.
fn leave_zero(parameters: &mut Parameters) {
    for entry in parameters.entries_mut() {
        for (place, value) in entry.values_mut().iter_mut().enumerate() {
            if *value == 0.0 {
                *value = 0.1 * (1.3 * place as f32 + 0.4).sin();
            }
        }
    }
}

/// With shared noise the sampled distance is the closed form.
#[test]
fn shared_noise_makes_the_sampled_distance_the_closed_form() {
    let mut tape = Tape::default();
    tape.begin(Vec::<Array>::new());
    let gaussian = |mean: [f32; 2], log_var: [f32; 2]| Gaussian {
        mean: tape.constant(&mean, [1, 2]),
        log_var: tape.constant(&log_var, [1, 2]),
    };
    let posteriors = PerModality {
        audio: gaussian([0.0, 1.0], [0.0, -1.0]),
        visual: gaussian([0.5, -1.0], [1.0, 0.5]),
    };
    let exact = crate::objective::Wasserstein::ClosedFormSquared;
    let means = posteriors.as_ref().map(|posterior| posterior.mean);
    let expected = exact.of(&posteriors, &means).value();
    let n = 20_000;
    let epsilon = tape.constant(&Noise::of_epoch(0, 0).normal([n, 2]), [n, 2]);
    let samples = posteriors.as_ref().map(|posterior| posterior.sample_with(epsilon));
    let found = (samples.audio - samples.visual).square().sum().value() / n as f64;
    assert!((found - expected).abs() < 0.05 * expected, "{found} {expected}");
}
