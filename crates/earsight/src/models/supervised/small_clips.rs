//! For tests: two short clips with labels, and gradients held against finite differences on them.

use earsight_core::{Category, PerModality};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::SupervisedNetwork;
use crate::finite_differences::{assert_gradients_agree, wave};
use crate::matrix::agreement::assert_both_sides_agree;
use crate::noise::Noise;
use crate::parameters::Parameters;
use crate::training::Batching;
use crate::training::batch::Batches;
use crate::training::labelled::{LabelledClip, LabelledClips};

/// Columns of each sense.
pub(crate) const DIMS: PerModality<usize> = PerModality { audio: 3, visual: 4 };

/// Three clips of three seconds: two of different categories with background, one that is all background.
pub(crate) fn labelled() -> LabelledClips {
    let clip = |number: usize, classes: [usize; 3], clip_class: usize| LabelledClip {
        rows: DIMS.map(|dim| wave([3, dim], (number * 7 + dim) as f32)),
        classes: classes.into(),
        clip_class,
    };
    LabelledClips {
        clips: vec![clip(0, [2, 0, 0], 0), clip(1, [1, 1, 2], 1), clip(2, [2, 2, 2], 2)],
        categories: ["cat", "dog"].map(|name| Category(name.to_owned())).into(),
    }
}

/// A network, fresh parameters of it, and a step of all clips at once.
fn step<S: SupervisedNetwork>(
    network: &S::Network,
    objective: &S::Objective,
) -> (S, Parameters, <S::Data as Batches>::Batch) {
    let labelled = labelled();
    let network = S::new(network, objective, DIMS, labelled.categories.len()).unwrap();
    let parameters = network.init(&mut ChaCha8Rng::seed_from_u64(1));
    let data = network.data("small", labelled).unwrap();
    let batching = Batching::Shuffled { size: data.n_rows() };
    let steps = data.steps(batching, &mut ChaCha8Rng::seed_from_u64(2));
    let batch = data.batch(&steps[0]);
    (network, parameters, batch)
}

/// Every gradient of the network's loss.
pub(crate) fn assert_gradients_agree_on<S: SupervisedNetwork>(
    network: &S::Network,
    objective: &S::Objective,
) {
    let (network, mut parameters, batch) = step::<S>(network, objective);
    assert_gradients_agree(&mut parameters, |parameters| {
        network.losses(parameters, &batch, &mut Noise::of_epoch(0, 0), 0)
    });
}

/// Every term and every gradient by the kernels, as the tensor library has them.
pub(crate) fn assert_kernels_agree_on<S: SupervisedNetwork>(
    network: &S::Network,
    objective: &S::Objective,
) {
    let (network, mut parameters, batch) = step::<S>(network, objective);
    assert_both_sides_agree(&network, &mut parameters, &batch);
}
