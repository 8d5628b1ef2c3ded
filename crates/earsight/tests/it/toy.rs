//! A toy collection in which both modalities are views of the same hidden causes.

use earsight_core::{ClipFeatures, FeatureSet, FeatureSpace, PerModality};
use ndarray::Array2;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Columns of each modality, for models that read features.
pub const DIMS: PerModality<usize> = PerModality { audio: 12, visual: 16 };
/// Hidden causes of both modalities.
const N_CAUSES: usize = 3;

pub fn spaces(dims: PerModality<usize>) -> PerModality<FeatureSpace> {
    PerModality { audio: "toy-audio", visual: "toy-visual" }.zip(dims).map(|(name, dim)| {
        FeatureSpace { backbone: name.to_owned(), fingerprint: "toy".to_owned(), dim }
    })
}

fn normal(rows: usize, columns: usize, rng: &mut ChaCha8Rng) -> Array2<f32> {
    Array2::from_shape_fn((rows, columns), |_| StandardNormal.sample(rng))
}

/// A collection of features.
pub fn collection(n_clips: usize, n_segments: usize, seed: u64) -> FeatureSet {
    collection_of(DIMS, n_clips, n_segments, seed)
}

/// Clips whose seconds are noisy linear views of hidden causes; the views are the same for every seed.
pub fn collection_of(
    dims: PerModality<usize>,
    n_clips: usize,
    n_segments: usize,
    seed: u64,
) -> FeatureSet {
    let mut fixed = ChaCha8Rng::seed_from_u64(99);
    let views = PerModality::from_fn(|modality| normal(N_CAUSES, dims[modality], &mut fixed));
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let clips = (0..n_clips)
        .map(|idx| {
            let causes = normal(n_segments, N_CAUSES, &mut rng);
            let rows = PerModality::from_fn(|modality| {
                causes.dot(&views[modality]) + normal(n_segments, dims[modality], &mut rng) * 0.1
            });
            ClipFeatures::paired(format!("{idx}.mp4").as_str(), rows.audio, rows.visual)
        })
        .collect();
    FeatureSet::new(spaces(dims), clips).unwrap()
}
