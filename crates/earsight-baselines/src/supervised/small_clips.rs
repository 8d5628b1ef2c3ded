//! For tests: two short clips with labels, and gradients held against finite differences on them.

use earsight::training::{Batches, Batching, gradcheck};
use earsight_core::{Category, PerModality};
use earsight_testing::wave;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::SupervisedNetwork;
use crate::labelled::{LabelledClip, LabelledClips};

/// Columns of each modality.
pub(crate) const DIMS: PerModality<usize> = PerModality { audio: 3, visual: 4 };

/// Three clips of three seconds: two of different categories with background, one that is all background.
pub(crate) fn labelled() -> LabelledClips {
    let clip = |number: usize, classes: [usize; 3]| LabelledClip {
        rows: DIMS.map(|dim| wave([3, dim], (number * 7 + dim) as f32)),
        classes: classes.into(),
    };
    LabelledClips {
        clips: vec![clip(0, [2, 0, 0]), clip(1, [1, 1, 2]), clip(2, [2, 2, 2])],
        categories: ["cat", "dog"].map(|name| Category(name.to_owned())).into(),
    }
}

/// Every gradient of the network's loss, on a step of all clips at once.
pub(crate) fn check_gradients<S: SupervisedNetwork>(
    network: &S::Network,
    objective: &S::Objective,
) {
    let labelled = labelled();
    let network = S::new(network, objective, DIMS, labelled.categories.len()).unwrap();
    let mut parameters = network.init(&mut ChaCha8Rng::seed_from_u64(1));
    let data = network.data("small", labelled).unwrap();
    let batching = Batching::Shuffled { size: data.n_rows() };
    let steps = data.steps(batching, &mut ChaCha8Rng::seed_from_u64(2));
    let batch = data.batch(&steps[0]);
    gradcheck(&network, &mut parameters, &batch, 0).unwrap();
}
