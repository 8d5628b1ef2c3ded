//! For tests: a few short clips, labels for them, and the gradients of systems on them.

use earsight::training::pairs::{PairBatch, PairedRows};
use earsight::training::{Batches, Batching, gradcheck};
use earsight_core::{Category, ClipFeatures, FeatureSet, FeatureSpace, PerModality};
use earsight_testing::wave;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::baseline::Baseline;
use crate::labelled::LabelledClips;
use crate::supervised::{SupervisedBaseline, SupervisedConfig};

/// Columns of each modality.
pub(crate) const DIMS: PerModality<usize> = PerModality { audio: 3, visual: 4 };

/// Clips of so many seconds, named by their places.
pub(crate) fn features(dims: PerModality<usize>, n_segments: &[usize]) -> FeatureSet {
    let spaces =
        dims.map(|dim| FeatureSpace { backbone: "toy".into(), fingerprint: "00".into(), dim });
    let clip = |(idx, &n): (usize, &usize)| {
        let rows = dims.map(|dim| wave([n, dim], (idx * 7 + dim) as f32));
        ClipFeatures::paired(idx.to_string().as_str(), rows.audio, rows.visual)
    };
    FeatureSet::new(spaces, n_segments.iter().enumerate().map(clip).collect()).unwrap()
}

/// Clips of so many seconds, all of the first of two categories.
pub(crate) fn labelled(n_segments: &[usize]) -> LabelledClips {
    let paired = PairedRows::at_least(1, "small", &features(DIMS, n_segments)).unwrap();
    let categories = ["cat", "dog"].map(|name| Category(name.to_owned())).into();
    LabelledClips { classes: vec![0; paired.n_secs()], paired, categories }
}

/// Checks every gradient of a network's loss, on a step of three clips of three seconds: two of different categories
/// with background, one that is all background.
pub(crate) fn check_gradients<S: SupervisedBaseline>(
    config: SupervisedConfig<S::Network, S::Objective>,
) {
    let mut clips = labelled(&[3, 3, 3]);
    clips.classes = vec![2, 0, 0, 1, 1, 2, 2, 2, 2];
    let config = SupervisedConfig { categories: clips.categories.clone(), ..config };
    let network = S::new(&config, DIMS).unwrap();
    let mut parameters = network.init(&mut ChaCha8Rng::seed_from_u64(1));
    let data = network.data("small", clips).unwrap();
    let batching = Batching::Shuffled { size: data.n_rows() };
    let steps = data.steps(batching, &mut ChaCha8Rng::seed_from_u64(2));
    let batch = data.batch(&steps[0]);
    gradcheck(&network, &mut parameters, &batch, 0).unwrap();
}

/// The same of a system that learns from pairs, on `n` seconds of as many clips.
pub(crate) fn check_pair_gradients<B: Baseline<Data: Batches<Batch = PairBatch>>>(
    config: &B::Config,
    dims: PerModality<usize>,
    n: usize,
    seed: u64,
) {
    let network = B::new(config, dims).unwrap();
    let mut parameters = network.init(&mut ChaCha8Rng::seed_from_u64(seed));
    let rows =
        PerModality { audio: wave([n, dims.audio], 0.0), visual: wave([n, dims.visual], 1.0) };
    gradcheck(&network, &mut parameters, &PairBatch::new(rows, (0..n).collect()), seed).unwrap();
}
