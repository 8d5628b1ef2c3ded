//! The reference network against an independent PyTorch implementation: outputs, every loss term,
//! every gradient of the first step, and ten Adam steps, for both published forms of the loss.

use earsight_core::{Modality, PerModality};
use earsight_kernels::{Parameter as Array, Tape};
use earsight_testing::{Golden, assert_close, shared, wave};
use ndarray::{Array2, Axis, Ix2};

use super::network::Network;
use super::{MsVaeConfig, paper, reference};
use crate::models::latent_variable::LatentNetwork;
use crate::network::vae::Gaussian;
use crate::parameters::{Parameter, Parameters};
use crate::training::noise::Noise;
use crate::training::pairs::PairBatch;
use crate::training::{TrainingState, gradcheck, gradients};

/// Relative to the largest value of each array.
const TOLERANCE: f64 = 1e-4;

fn matrix(golden: &Golden, name: &str) -> Array2<f32> {
    golden.tensor(name).into_dimensionality::<Ix2>().expect("a matrix")
}

/// The network of `config` with the golden's initial weights.
fn network(golden: &Golden, config: &MsVaeConfig) -> (Network, Parameters) {
    let dims = PerModality { audio: 128, visual: 512 };
    let network = Network::new(config.network.clone(), config.objective.clone(), dims);
    let mut parameters = network.init(&mut rand::SeedableRng::seed_from_u64(0));
    let load = parameters.load(|name| {
        let tensor = golden.tensor(&format!("init.{name}"));
        Some(Parameter {
            name: name.to_owned(),
            shape: tensor.shape().to_vec(),
            values: tensor.iter().copied().collect(),
        })
    });
    load.expect("the golden names every parameter as we do");
    (network, parameters)
}

fn batch(golden: &Golden, size: usize) -> PairBatch {
    let rows = PerModality::from_fn(|modality| matrix(golden, &format!("b{size}.{modality}")));
    let clips = vec![0; rows.audio.nrows()];
    PairBatch::new(rows, clips)
}

/// The recorded noise of one step, in the order in which the reference draws it.
fn noise(golden: &Golden, size: usize, step: usize) -> Noise {
    let all = golden.tensor(&format!("b{size}.eps"));
    let draws = all.index_axis(Axis(0), step);
    Noise::Recorded(draws.outer_iter().map(|draw| draw.iter().copied().collect()).collect())
}

fn check(config: &MsVaeConfig, letter: &str, terms: &[(&str, &str)]) {
    let Some(path) = shared("golden/msvae_golden.safetensors") else { return };
    let golden = Golden::read(path);
    for size in [10, 64] {
        let (network, mut parameters) = network(&golden, config);
        let batch = batch(&golden, size);
        check_outputs(&golden, &network, &parameters, size);
        let noise = &mut noise(&golden, size, 0);
        let (losses, gradients) = gradients(&network, &mut parameters, &batch, noise, 0);
        for (ours, theirs) in terms {
            let term = losses.terms.iter().find(|(name, _)| name == ours);
            let value = term.expect("the term exists").1;
            let expected = golden.tensor(&format!("b{size}.{letter}.{theirs}"));
            assert_close(ours, &[value as f32], expected.iter(), TOLERANCE);
        }
        if size == 10 {
            for (entry, gradient) in parameters.entries().iter().zip(&gradients) {
                let expected = golden.tensor(&format!("b10.{letter}.grad.{}", entry.name));
                let what = format!("{letter} gradient of {}", entry.name);
                assert_close(&what, gradient, expected.iter(), TOLERANCE);
            }
        }
        check_steps(&golden, config, &network, parameters, letter, size);
    }
}

fn check_outputs(golden: &Golden, network: &Network, parameters: &Parameters, size: usize) {
    for modality in Modality::ALL {
        let features = matrix(golden, &format!("b{size}.{modality}"));
        let posterior = network.posterior(parameters, modality, features.view());
        let pair = network.decode(parameters, posterior.mean.view());
        let check = |found: &Array2<f32>, name: String| {
            assert_close(&name, found, &matrix(golden, &format!("b{size}.{name}")), TOLERANCE);
        };
        check(&posterior.mean, format!("{modality}_mean"));
        check(&posterior.log_var, format!("{modality}_log_var"));
        check(&pair, format!("decoded_{modality}_mean"));
    }
}

fn check_steps(
    golden: &Golden,
    config: &MsVaeConfig,
    network: &Network,
    parameters: Parameters,
    letter: &str,
    size: usize,
) {
    let batch = batch(golden, size);
    let mut state = TrainingState::new(&config.training, parameters);
    let mut tape = Tape::default();
    let losses: Vec<f32> = (0..10)
        .map(|step| {
            let mut noise = noise(golden, size, step);
            let rate = config.training.learning_rate;
            state.step(network, &batch, &mut noise, rate, &mut tape).total as f32
        })
        .collect();
    let expected = golden.tensor(&format!("b{size}.{letter}.losses"));
    assert_close(&format!("{letter} losses"), &losses, expected.iter(), TOLERANCE);
    let bias = state.parameters.entries().iter().find(|entry| entry.name == "decoder.10.bias");
    let after = golden.tensor(&format!("b{size}.{letter}.decoder_bias_after"));
    assert_close("decoder bias", &bias.expect("the last layer").values, after.iter(), TOLERANCE);
}

#[test]
fn the_published_code_is_matched() {
    let terms = [
        ("reconstruction_visual", "mse_visual"),
        ("reconstruction_audio", "mse_audio"),
        ("kl_visual", "kl_visual"),
        ("kl_audio", "kl_audio"),
        ("wasserstein_visual", "w_visual"),
        ("wasserstein_audio", "w_audio"),
    ];
    check(&reference::config(), "r", &terms);
}

#[test]
fn the_papers_loss_is_matched() {
    let terms = [
        ("reconstruction_visual", "mse_visual"),
        ("reconstruction_audio", "mse_audio"),
        ("kl_visual", "kl_visual"),
        ("kl_audio", "kl_audio"),
        ("wasserstein", "w"),
    ];
    check(&paper::config(), "p", &terms);
}

/// Every gradient of every objective against central differences, on a network small enough to wiggle.
#[test]
fn gradients_agree_with_finite_differences() {
    for mut config in [reference::config(), paper::config(), super::ours::config()] {
        config.network.trunk = PerModality { audio: vec![5, 4], visual: vec![6, 4] };
        config.network.latent_dim = 3;
        config.network.decoder = vec![5];
        config.network.input_dropout = 0.0;
        config.network.strange_share = 0.0;
        // The kink of ReLU spoils differences; its gradient is held by the goldens.
        config.network.layers.activation = crate::network::Activation::Gelu;
        let dims = PerModality { audio: 3, visual: 4 };
        let network = Network::new(config.network.clone(), config.objective.clone(), dims);
        let mut parameters = network.init(&mut rand::SeedableRng::seed_from_u64(7));
        leave_zero(&mut parameters);
        let rows = PerModality { audio: wave([6, 3], 0.0), visual: wave([6, 4], 1.0) };
        let batch = PairBatch::new(rows, vec![0; 6]);
        gradcheck(&network, &mut parameters, &batch, 3).unwrap();
    }
}

/// Heads that start at zero have gradients that are nothing, which says nothing about how they are made.
fn leave_zero(parameters: &mut Parameters) {
    for entry in parameters.entries_mut() {
        for (place, value) in entry.values.iter_mut().enumerate() {
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
